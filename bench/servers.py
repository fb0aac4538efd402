"""Starting one server process at a time, and looking at its memory."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

_PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Server:
    """A server that is running: its process and where it listens."""

    process: int
    origin: str

    @property
    def busy(self) -> float:
        """Tell how long it has kept a processor busy so far, in seconds."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> float:
        """Measure its share of the memory (PSS), in MiB."""
        rollup = Path(f"/proc/{self.process}/smaps_rollup").read_text()
        found = re.search(r"^Pss:\s+(\d+) kB$", rollup, re.MULTILINE)
        return int(found[1]) / 1024 if found else 0.0


def portal(environment: Mapping[str, str]) -> contextlib.AbstractContextManager[Server]:
    """Run the portal as operators do, from its command."""
    command = (str(Path(sys.executable).with_name("portal")), "serve")
    return _running(command, environment, "/en/")


def plain(
    factory: str, environment: Mapping[str, str], first: str
) -> contextlib.AbstractContextManager[Server]:
    """Run another application under uvicorn as it comes, so that our own way of serving shows."""
    command = (sys.executable, "-m", "uvicorn", "--factory", factory)
    quiet = ("--no-access-log", "--log-level", "warning")
    return _running((*command, *quiet), environment, first)


@contextlib.contextmanager
def _running(
    command: tuple[str, ...], environment: Mapping[str, str], first: str
) -> Iterator[Server]:
    """Run a server process, once it has answered a first request, until the block ends."""
    port = free_port()
    process = subprocess.Popen(  # noqa: S603
        (*command, "--port", str(port)),
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        server = Server(process.pid, f"http://127.0.0.1:{port}")
        _wait(server.origin + first, process)
        yield server
    finally:
        process.terminate()
        process.wait(_PATIENCE_SECONDS)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(URLError, ConnectionError), urlopen(url) as answer:  # noqa: S310
            answer.read()
            return
        time.sleep(0.1)
    raise RuntimeError(f"The server at {url} did not start.")


def free_port() -> int:
    """Find a port on which nothing answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
