"""Single responses and texts, read, listed, hidden and set aside."""
