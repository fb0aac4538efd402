"""What officers quote beside an entry: the answers that may be, and each quote with its words."""
