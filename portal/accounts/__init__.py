"""People who sign in: their roles, sessions, passwords and one-time codes."""
