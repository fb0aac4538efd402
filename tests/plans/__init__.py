"""Plans: what they are made of, what officers do with them, and what everybody reads."""
