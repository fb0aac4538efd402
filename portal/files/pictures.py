"""Pictures without what they tell about the camera, the place and the person: drawn anew."""

import sys
import warnings
from enum import IntEnum
from io import BytesIO
from typing import TYPE_CHECKING

from portal.files import sandbox
from portal.problems import Problem, mark

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 50_000_000
_QUALITY = 85
_PLAIN_MODES = ("L", "RGB", "RGBA")
_SCAN = b"\xff\xda"
_MOST_SCANS = 100  # Cameras and websites write a JPEG in ten at most; each is drawn by itself.


class Failure(IntEnum):
    """Why a picture could not be drawn anew; the exit status of the process."""

    DAMAGED = 3
    TOO_LARGE = 4
    MOVING = 5


_PROBLEMS = {
    Failure.DAMAGED: mark("The picture is damaged. Take a screenshot of it and send that."),
    Failure.TOO_LARGE: mark("The picture has too many points to be cleaned. Make it smaller."),
    Failure.MOVING: mark("Moving pictures cannot be cleaned. Take screenshots and send those."),
}


def drawn_anew(content: bytes) -> bytes | Problem:
    """Draw a JPEG, PNG or WebP picture anew, as the same kind of file and with nothing added."""
    drawn = tried(content)
    return Problem(_PROBLEMS[drawn]) if isinstance(drawn, Failure) else drawn


def tried(content: bytes) -> bytes | Failure:
    """Draw a picture anew, or name what stands against it."""
    status, drawn = sandbox.run("portal.files.pictures", content)
    if status < 0:
        return Failure.TOO_LARGE
    if status == 0 and drawn:
        return drawn
    return Failure(status) if status in list(Failure) else Failure.DAMAGED


def main() -> int:
    """Clean the picture that comes in, within the limits."""
    from PIL import Image, ImageOps  # noqa: F401 - their files are read before none may be opened

    Image.init()
    sandbox.limit()
    try:
        sys.stdout.buffer.write(_drawn_anew(sys.stdin.buffer.read()))
    except _RefusedError as refusal:
        return int(refusal.failure)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return Failure.TOO_LARGE
    except (OSError, SyntaxError, ValueError, Warning):
        return Failure.DAMAGED
    return 0


class _RefusedError(Exception):
    def __init__(self, failure: Failure) -> None:
        self.failure = failure


def _drawn_anew(content: bytes) -> bytes:
    from PIL import Image, ImageOps

    warnings.simplefilter("error")
    with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
        kind = "JPEG" if image.format == "MPO" else str(image.format)
        if image.width * image.height > MOST_PIXELS:
            raise _RefusedError(Failure.TOO_LARGE)
        if kind == "JPEG" and content.count(_SCAN) > _MOST_SCANS:
            raise _RefusedError(Failure.DAMAGED)
        # A telephone hides a second, like picture behind a photo; the first one is the photo.
        if kind != "JPEG" and getattr(image, "n_frames", 1) > 1:
            raise _RefusedError(Failure.MOVING)
        image.load()
        upright = ImageOps.exif_transpose(_plain(image, kind))
    upright.info = {}
    drawn = BytesIO()
    upright.save(drawn, kind, quality=_QUALITY)
    return drawn.getvalue()


def _plain(image: "Image", kind: str) -> "Image":
    if kind == "JPEG":
        return image if image.mode == "L" else image.convert("RGB")
    if image.mode in _PLAIN_MODES and "transparency" not in image.info:
        return image
    see_through = "transparency" in image.info or image.mode.endswith(("A", "a"))
    return image.convert("RGBA" if see_through else "RGB")


if __name__ == "__main__":
    sys.exit(main())
