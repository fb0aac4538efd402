"""What a file really is, judged by its bytes and never by its name, and what is kept of it."""

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from portal.files import pdfs, pictures
from portal.languages.normal_form import normalised
from portal.problems import Problem

PDF = "application/pdf"
IMAGES = ("image/jpeg", "image/png", "image/webp")
TEXT = "text/plain"

ENDINGS = {
    PDF: ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    TEXT: ".txt",
}
"""The media types that are told apart, with the ending that a file of each gets."""

_LONGEST_NAME = 80
_SIGNATURES = (
    (re.compile(rb"%PDF-[12]\.\d"), PDF),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)
_MARKUP = re.compile(r"\s*<[!?a-zA-Z]")
_CONTROL = re.compile(r"[\0-\x08\x0b\x0e-\x1f]")


@dataclass(frozen=True)
class Accepted:
    """Which files one place takes, and what it says of those that are empty, too large or other.

    `links` says whether a PDF keeps those to websites, e-mail addresses and telephones; one that
    is followed could tell whoever made the file that it was read.
    """

    kinds: tuple[str, ...]
    largest: int
    links: bool
    empty: str
    too_large: str
    other: str

    @property
    def endings(self) -> list[str]:
        """List the endings by which a browser offers such files."""
        return [ENDINGS[kind] for kind in self.kinds]


class Taken(NamedTuple):
    """A file as it is kept: a safe name, its media type, its bytes without what tells of people."""

    name: str
    kind: str
    content: bytes


def taken(content: bytes, accepted: Accepted, name: str = "") -> Taken | Problem:
    """Make of a file what can be kept, or say why it is not taken.

    This takes seconds: it belongs before any transaction.
    """
    if not content:
        return Problem(accepted.empty)
    if len(content) > accepted.largest:
        return Problem(accepted.too_large)
    kind = _kind(content)
    if kind not in accepted.kinds:
        return Problem(accepted.other)
    made = _made_anew(content, kind, links=accepted.links)
    return made if isinstance(made, Problem) else Taken(safe_name(name, kind), kind, made)


def _kind(content: bytes) -> str:
    known = (kind for pattern, kind in _SIGNATURES if pattern.match(content))
    return next(known, None) or (TEXT if _is_plain_text(content) else "")


def _is_plain_text(content: bytes) -> bool:
    # Markup, such as SVG, is no plain text.
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(text) and not _MARKUP.match(text)


def _made_anew(content: bytes, kind: str, *, links: bool) -> bytes | Problem:
    # Nothing is left of it but what can be seen.
    if kind in IMAGES:
        return pictures.drawn_anew(content)
    return pdfs.written_anew(content, links=links) if kind == PDF else content


def safe_name(name: str, kind: str) -> str:
    """Make a file name that is safe to offer: no folders, no hidden or steering characters."""
    base = re.split(r"[/\\]", normalised(name, "NFC"))[-1]
    stem = base.rpartition(".")[0] or base
    visible = "".join(
        letter for letter in stem if unicodedata.category(letter)[0] not in "CZ" or letter == " "
    )
    cleaned = re.sub(r"[\"*:<>?|%;=,'\s]+", " ", visible).strip(" .")[:_LONGEST_NAME].strip(" .")
    return (cleaned or "document") + ENDINGS[kind]
