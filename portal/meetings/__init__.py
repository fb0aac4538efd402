"""Meetings and events: when and where, who comes, what is on the agenda, and what came of it."""
