"""A process of its own for reading what a stranger sent, with limits, which may write no file.

Bytes come and go through its pipes. Whatever they make the reader do, the portal itself goes
on, and its keys are elsewhere.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer

MOST_BYTES = 16 * 1024 * 1024
"""The most that such a process may give back."""

MEMORY = 640 * 1024 * 1024
"""How many bytes of addresses it may take; two at once run beside the portal."""

_SECONDS = 10
_POLITENESS = 10
_ROOT = Path(__file__).parents[2]
_END_FIRST = Path("/proc/self/oom_score_adj")


def run(module: str, content: bytes, *arguments: str) -> tuple[int, bytes]:
    """Have a module of the portal read bytes; give its exit status and what it made of them.

    The status is negative if it was ended because it took or gave too much.
    """
    command = [sys.executable, "-B", "-m", module, *arguments]
    status, given = passed(command, content)
    return (status, given) if len(given) <= MOST_BYTES else (min(status, -1), b"")


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
        given = read.read(MOST_BYTES + 1)
        if len(given) > MOST_BYTES:
            process.kill()
        return process.wait(), given


@contextmanager
def _ended_in_time(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    watch = Timer(_SECONDS, process.kill)
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def limit() -> None:
    """Let this process use so much memory and time and no more, and open no file or line.

    Pages come first: whoever waits for one does not wait for a stranger's file, and where memory
    runs out it is this process that ends.
    """
    os.nice(_POLITENESS)
    with suppress(OSError):
        _END_FIRST.write_text("1000")
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(kind, (most, most))
