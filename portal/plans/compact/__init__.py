"""A compact of a year: what each of two sides had to do, marked by itself, agreed on by both."""
