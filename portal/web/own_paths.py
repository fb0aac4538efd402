"""Paths of this portal, where somebody says to which they want to be led back."""

import re
from collections.abc import Container

_OF_A_LANGUAGE = re.compile(r"/[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*(?![^/?#])")


def own_path(path: str) -> str:
    """Give back a path to a page of this portal in a language, and nothing for anything else.

    The page that leaves this site has none, and is no place to be led back to.
    """
    return of_this_site(path) if _OF_A_LANGUAGE.match(path) else ""


def of_this_site(path: str) -> str:
    """Give back a path of this portal, and nothing for an address that leads anywhere else.

    Browsers read a backslash as a slash and drop line ends and tabs, so these are refused.
    """
    ours = path.startswith("/") and not path.startswith("//") and path.isprintable()
    return path if ours and "\\" not in path else ""


def in_language(path: str, tag: str, tags: Container[str]) -> str:
    """Lead to the same page in a language; an address without one stays as it is."""
    first, slash, rest = path.removeprefix("/").partition("/")
    return f"/{tag}{slash}{rest}" if first in tags else path
