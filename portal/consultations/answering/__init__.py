"""Residents answer: visits, sections, a last look, sending, receipts, equality questions."""
