"""Bodies that advise the council: terms of reference, seats, offices and terms, how one joins."""
