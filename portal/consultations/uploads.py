"""What an uploaded document really is, judged by its bytes and never by its name."""

import warnings
from io import BytesIO

from portal import filetypes
from portal.filetypes import safe_name
from portal.problems import Problem, mark

__all__ = ["ENDINGS", "LARGEST", "media_type", "safe_name"]

LARGEST = 10 * 1024 * 1024
"""The most bytes that a document may have."""

ENDINGS = {kind: filetypes.ENDINGS[kind] for kind in (filetypes.PDF, *filetypes.IMAGES)}
"""The media types that are accepted, with the ending that a file of each gets."""

_MOST_PIXELS = 40_000_000


def media_type(content: bytes) -> str | Problem:
    """Tell what a file is by its content, or why it is not accepted."""
    if not content:
        return Problem(mark("Choose a file."))
    if len(content) > LARGEST:
        return Problem(mark("The file is larger than 10 MB."))
    found = filetypes.by_signature(content)
    if found is None:
        return Problem(mark("The file must be a PDF, PNG, JPEG or WebP file."))
    is_pdf = found == filetypes.PDF
    problem = filetypes.pdf_problem(content) if is_pdf else _image_problem(content)
    return problem or found


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
