"""Pictures without what they tell about the camera, the place and the person: drawn anew.

A picture from a stranger is read in a process of its own, with limits on memory, time and
pixels, which may write no file; its bytes come and go through pipes. Whatever a picture may
make the reader do, the portal itself goes on, and its keys are elsewhere.
"""

import resource
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from io import BytesIO
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 50_000_000
MOST_BYTES = 16 * 1024 * 1024
_MEMORY = 1024 * 1024 * 1024
_SECONDS = 20
_QUALITY = 85
_PLAIN_MODES = ("L", "RGB", "RGBA")
_ROOT = Path(__file__).parents[2]


class Failure(IntEnum):
    """Why a picture could not be drawn anew; the exit status of the process."""

    DAMAGED = 3
    TOO_LARGE = 4
    MOVING = 5


def cleaned(content: bytes) -> bytes | Failure:
    """Draw a JPEG, PNG or WebP picture anew, as the same kind of file and with nothing added."""
    status, drawn = passed([sys.executable, "-B", "-m", "portal.incidents.cleaning"], content)
    if status < 0 or len(drawn) > MOST_BYTES:  # it was ended at one of the limits
        return Failure.TOO_LARGE
    if status == 0 and drawn:
        return drawn
    return Failure(status) if status in list(Failure) else Failure.DAMAGED


def passed(command: list[str], content: bytes) -> tuple[int, bytes]:
    """Give a process bytes to read; give back how it ended, and at most a little more than allowed.

    It ends when its time is up or it has written too much, whatever it is doing.
    """
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(  # noqa: S603 - the command is ours
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=_ROOT, env={}
        ) as process,
        _ended_in_time(process),
    ):
        written, read = process.stdin, process.stdout
        assert written and read  # noqa: S101, PT018 - they are pipes
        with suppress(BrokenPipeError), written:
            written.write(content)
        drawn = read.read(MOST_BYTES + 1)
        if len(drawn) > MOST_BYTES:
            process.kill()
        return process.wait(), drawn


@contextmanager
def _ended_in_time(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    watch = Timer(_SECONDS, process.kill)
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def main() -> int:
    """Clean the picture that comes in, within the limits."""
    from PIL import Image, ImageOps  # noqa: F401 - their files are read before none may be opened

    Image.init()
    limit()
    try:
        sys.stdout.buffer.write(_drawn_anew(sys.stdin.buffer.read()))
    except _RefusedError as refusal:
        return int(refusal.failure)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return Failure.TOO_LARGE
    except (OSError, SyntaxError, ValueError, Warning):
        return Failure.DAMAGED
    return 0


def limit() -> None:
    """Let this process use so much memory and time and no more, and open no file or line."""
    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(kind, (most, most))


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
