"""Meetings in people's own calendars: one of them, those of a body, and a member's own."""
