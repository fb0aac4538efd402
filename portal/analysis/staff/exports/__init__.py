"""Every response as a file, and a dictionary of its columns."""
