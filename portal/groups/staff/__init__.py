"""Pages for officers: which groups there are, what they said yes to, and what was decided."""
