"""Office files are archives of XML: looked at before a library unpacks them. Pure.

A declared size binds: no more than it is ever unpacked of a part. The formats know no document type
(ECMA-376, part 2, 7.2.3), so whatever declares one, and entities with it, is refused.
"""

import zipfile
from io import BytesIO

from portal.files.documents.document import TooLargeError

_MOST_PARTS = 2_000
_MOST_UNPACKED = 96 * 1024 * 1024
_MOST_OF_A_PART = 48 * 1024 * 1024
_DECLARES = tuple("<!DOCTYPE".encode(form) for form in ("ascii", "utf-16-le", "utf-16-be"))
_MARKUP = (".xml", ".rels", ".vml")


class RefusedError(Exception):
    """An archive is built so that whoever reads it is harmed."""


def looked_through(content: bytes) -> list[str]:
    """List the parts of an archive, after looking into those that a library would read.

    Raises TooLargeError, RefusedError, and what `zipfile` raises for a damaged one.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        sizes = [part.file_size for part in parts]
        too_large = sum(sizes) > _MOST_UNPACKED or max(sizes, default=0) > _MOST_OF_A_PART
        if too_large or len(parts) > _MOST_PARTS:
            raise TooLargeError
        names = [part.filename for part in parts]
        if len(set(names)) < len(names) or any(part.flag_bits & 1 for part in parts):
            raise RefusedError
        for part in parts:
            if part.filename.lower().endswith(_MARKUP):
                _refuse_declarations(archive.read(part))
    return names


def _refuse_declarations(markup: bytes) -> None:
    if any(mark in markup for mark in _DECLARES):
        raise RefusedError
