"""Keys of those who help: passphrases, the team, and the recovery key."""
