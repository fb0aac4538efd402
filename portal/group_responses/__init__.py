"""How groups take part in consultations: together, for members, and by slips."""
