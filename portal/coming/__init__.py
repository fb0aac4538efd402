"""What follows from coming to a meeting: a calendar, what somebody needs, and being reminded."""
