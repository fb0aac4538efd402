"""Codes that people carry, keys derived from them, and sealed data."""
