"""Reviews of a plan: drawn from what is recorded, read by a body, signed off, then public."""
