"""Reports of hate incidents: sealed when residents send them, read by those who hold a key."""
