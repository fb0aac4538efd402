"""Files that people send: what each really is, and what is kept of it."""
