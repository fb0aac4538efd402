"""How officers bring a plan in from a document: read, confirmed, looked at, taken in, undone."""
