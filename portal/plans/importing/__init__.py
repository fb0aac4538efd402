"""Real plans brought in: read in any common format, arranged as an officer says, or refused."""
