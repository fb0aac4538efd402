"""A second person agrees, for a reason that is kept: who that may be, and what if there is none."""
