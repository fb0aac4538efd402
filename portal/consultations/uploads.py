"""What an uploaded document really is, judged by its bytes and never by its name."""

import re
import unicodedata
import warnings
import zlib
from collections.abc import Iterator
from io import BytesIO

from portal.problems import Problem, mark

LARGEST = 10 * 1024 * 1024
"""The most bytes that a document may have."""

ENDINGS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
}
"""The media types that are accepted, with the ending that a file of each gets."""

_MOST_PIXELS = 40_000_000
_MOST_INFLATED = 20 * 1024 * 1024
_LONGEST_NAME = 80
_SIGNATURES = (
    (re.compile(rb"%PDF-[12]\.\d"), "application/pdf"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)
_LONGEST_HEAD = 2000
_BEGIN = re.compile(rb"(?<!end)stream\r?\n")
_END = b"endstream"
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z0-9])")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")


def media_type(content: bytes) -> str | Problem:
    """Tell what a file is by its content, or why it is not accepted."""
    if not content:
        return Problem(mark("Choose a file."))
    if len(content) > LARGEST:
        return Problem(mark("The file is larger than 10 MB."))
    found = next((kind for pattern, kind in _SIGNATURES if pattern.match(content)), None)
    if found is None:
        return Problem(mark("The file must be a PDF, PNG, JPEG or WebP file."))
    problem = _pdf_problem(content) if found == "application/pdf" else _image_problem(content)
    return problem or found


def safe_name(name: str, kind: str) -> str:
    """Make a file name that is safe to offer: no folders, no hidden or steering characters."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = base.rpartition(".")[0] or base
    visible = "".join(
        letter for letter in stem if unicodedata.category(letter)[0] not in "CZ" or letter == " "
    )
    cleaned = re.sub(r"[\"*:<>?|%;=,'\s]+", " ", visible).strip(" .")[:_LONGEST_NAME].strip(" .")
    return (cleaned or "document") + ENDINGS[kind]


def _pdf_problem(content: bytes) -> Problem | None:
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


def _image_problem(content: bytes) -> Problem | None:
    from PIL import Image, UnidentifiedImageError

    damaged = Problem(mark("The picture is damaged or too large to be shown."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as image:
                if image.width * image.height > _MOST_PIXELS:
                    return damaged
                image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning):
        return damaged
    except Image.DecompressionBombError:
        return damaged
    return None
