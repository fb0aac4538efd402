"""Rooms and topics: what is written, by whom, and what the council owes an answer to."""
