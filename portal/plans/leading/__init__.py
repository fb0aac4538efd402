"""Who leads what in plans: a mailed link a quarter, with which they report without an account."""
