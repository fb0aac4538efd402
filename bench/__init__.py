"""How fast and how small the portal is, measured on a running one; `python -m bench`."""


class MissingProgramError(Exception):
    """A program that measuring needs is not there; the message says how to install it."""
