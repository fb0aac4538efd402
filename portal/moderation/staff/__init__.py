"""What was written for the council, as officers look after it: they correct it, and may appeal."""
