"""Consultations: questionnaires, the answers residents send, and how staff prepare both."""
