"""Answers from paper, telephone calls and events, entered by an officer."""
