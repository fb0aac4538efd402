"""Paths of this portal, where somebody says to which they want to be led back."""

from collections.abc import Container


def own_path(path: str) -> str:
    """Give back a path of this portal, and nothing for an address that leads anywhere else.

    Browsers read a backslash as a slash and drop line ends and tabs, so these are refused.
    """
    ours = path.startswith("/") and not path.startswith("//") and path.isprintable()
    return path if ours and "\\" not in path else ""


def in_language(path: str, tag: str, tags: Container[str]) -> str:
    """Lead to the same page in a language; an address without one stays as it is."""
    first, slash, rest = path.removeprefix("/").partition("/")
    return f"/{tag}{slash}{rest}" if first in tags else path
