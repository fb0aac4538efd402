"""Signing in with a mailed link or a printed card, and signing out."""
