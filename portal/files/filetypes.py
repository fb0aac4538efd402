"""What a file really is, judged by its bytes and never by its name."""

import re
import unicodedata

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


def by_signature(content: bytes) -> str | None:
    """Tell the media type of a PDF or an image by how it begins."""
    return next((kind for pattern, kind in _SIGNATURES if pattern.match(content)), None)


def is_plain_text(content: bytes) -> bool:
    """Tell whether a file holds letters and nothing else; markup, such as SVG, is no plain text."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(text) and not _MARKUP.match(text)


def made_anew(content: bytes, kind: str, *, links: bool) -> bytes | Problem:
    """Make a picture or a PDF anew, so that nothing of it is left but what can be seen.

    `links` says whether a PDF keeps those to websites, e-mail addresses and telephones. This
    takes seconds: it belongs before any transaction.
    """
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
