"""What belongs to a report, each piece sealed, and who holds the keys to it."""
