"""Words that must never be found where they do not belong, in whatever shape they are written."""

import base64
import gzip
import re
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from urllib.parse import quote

_GZIP = re.compile(rb"\x1f\x8b\x08")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_MOST = 1_000_000


def shapes(word: str) -> Iterator[bytes]:
    """Write a word the ways in which it could lie on a disk."""
    plain = word.encode()
    yield plain
    yield word.encode("utf-16-le")
    yield word.encode("utf-16-be")
    yield plain.hex().encode()
    yield plain.hex().upper().encode()
    yield quote(word, safe="").encode()
    yield "".join(f"%{byte:02X}" for byte in plain).encode()
    yield word.encode("unicode_escape")
    for lead in range(3):
        # The middle of a word looks the same wherever base64 begins to count, but for its ends.
        whole = base64.b64encode(b"\0" * lead + plain)
        yield whole[4 : len(whole) - 4]


def found(words: dict[str, str], *folders: Path) -> list[str]:
    """Name the words that lie in any file of these folders, and where."""
    wanted = {shape: name for name, word in words.items() for shape in set(shapes(word))}
    hits = []
    for file in _files(*folders):
        data = file.read_bytes()
        for part in chain([data], _unpacked(data)):
            hits += [f"{name} in {file}" for shape, name in wanted.items() if shape in part]
    return sorted(set(hits))


def _files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)


def _unpacked(data: bytes) -> Iterator[bytes]:
    for match in _GZIP.finditer(data):
        yield _opened(data[match.start() : match.start() + _MOST], 31)
    for match in _ZLIB.finditer(data):
        yield _opened(data[match.start() : match.start() + _MOST], 15)


def _opened(data: bytes, wbits: int) -> bytes:
    try:
        return zlib.decompressobj(wbits).decompress(data, _MOST)
    except zlib.error:
        return b""


def packed(word: str) -> bytes:
    """Pack a word, to prove that it would be found."""
    return gzip.compress(b"before " + word.encode() + b" after")
