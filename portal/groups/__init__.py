"""Voluntary groups: the public directory, how a group comes into it, stays in it and leaves it."""
