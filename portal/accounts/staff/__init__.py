"""Accounts: one's own, other people's, and what every page for staff shows around itself."""
