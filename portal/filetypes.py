"""What a file really is, judged by its bytes and never by its name."""

import re
import unicodedata
import zlib
from collections.abc import Iterator

from portal.normal_form import normalised
from portal.problems import Problem, mark

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

_MOST_INFLATED = 20 * 1024 * 1024
_LONGEST_NAME = 80
_SIGNATURES = (
    (re.compile(rb"%PDF-[12]\.\d"), PDF),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)
_LONGEST_HEAD = 2000
_BEGIN = re.compile(rb"(?<!end)stream\r?\n")
_END = b"endstream"
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z0-9])")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_MARKUP = re.compile(r"\s*<[!?a-zA-Z]")
_PLAIN = "\t\n\r\f"


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
    control = (letter for letter in text if letter < " " and letter not in _PLAIN)
    return next(control, None) is None and not _MARKUP.match(text)


def safe_name(name: str, kind: str) -> str:
    """Make a file name that is safe to offer: no folders, no hidden or steering characters."""
    base = re.split(r"[/\\]", normalised(name, "NFC"))[-1]
    stem = base.rpartition(".")[0] or base
    visible = "".join(
        letter for letter in stem if unicodedata.category(letter)[0] not in "CZ" or letter == " "
    )
    cleaned = re.sub(r"[\"*:<>?|%;=,'\s]+", " ", visible).strip(" .")[:_LONGEST_NAME].strip(" .")
    return (cleaned or "document") + ENDINGS[kind]


def pdf_problem(content: bytes) -> Problem | None:
    """Say why a PDF is not accepted: damaged, locked, or with scripts or files inside."""
    if b"%%EOF" not in content[-2048:]:
        return Problem(mark("The PDF file is damaged: its end is missing."))
    plain = _without_streams(content)
    if b"/Encrypt" in plain:
        return Problem(mark("The PDF file is locked with a password. Save it without one."))
    for part in (plain, *_packed_objects(content)):
        if _ACTIVE.search(_named(part)):
            return Problem(
                mark("The PDF file holds scripts or other files. Print it to PDF again.")
            )
    return None


def _streams(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Find what is packed: where its keyword, its bytes and its end are.

    Each byte is looked at a few times at most, so that no file can be made to take for ever.
    """
    place, last = 0, content.rfind(_END)
    while begin := _BEGIN.search(content, place):
        place = content.find(_END, begin.end()) if begin.end() <= last else begin.end()
        yield begin.start(), begin.end(), place


def _without_streams(content: bytes) -> bytes:
    """Leave out what is packed, because by chance it could look like anything."""
    parts, place = [], 0
    for keyword, _, end in _streams(content):
        parts.append(content[place:keyword])
        place = end
    return b" ".join([*parts, content[place:]])


def _packed_objects(content: bytes) -> list[bytes]:
    parts, left = [], _MOST_INFLATED
    for keyword, start, _ in _streams(content):
        head = content[max(0, keyword - _LONGEST_HEAD) : keyword].rpartition(b"stream")[2]
        if b"/ObjStm" in _named(head) and left > 0:
            try:
                part = zlib.decompressobj().decompress(memoryview(content)[start:], left)
            except zlib.error:
                continue
            parts.append(part)
            left -= len(part)
    return parts


def _named(part: bytes) -> bytes:
    """Write names plainly, which may be written with hexadecimal digits."""
    return _HEX.sub(lambda match: bytes([int(match[1], 16)]), part)
