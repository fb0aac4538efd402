"""The demonstration, begun anew whenever a file of the portal changes."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from starlette.applications import Starlette
from uvicorn.supervisors.statreload import StatReload

from portal.app import create_app
from portal.demo import installation
from portal.operating import serving
from portal.settings import resource

_PORT = "PORTAL_DEVELOPING_ON"
_WATCHED = {
    Path(__file__).parent: ("*.py", "*.json", "*.csv"),
    resource("templates"): ("*.html", "*.xml"),
    resource("locales"): ("*.po", "*.csv"),
    resource("static"): ("*.css", "*.js"),
}


class _Watch(StatReload):
    """Looks at everything that a page is made of, and has words translated anew."""

    def iter_py_files(self) -> Iterator[Path]:
        """Go through what may change; the library calls it so because it looks at no more."""
        return watched()

    def restart(self) -> None:
        """Begin anew; where a file has a fault, the next change is waited for."""
        _compile_catalogues()
        super().restart()


def watched() -> Iterator[Path]:
    """Go through the files of which a page is made."""
    for folder, patterns in _WATCHED.items():
        for pattern in patterns:
            yield from folder.rglob(pattern)


def run(port: int, listening: socket.socket) -> None:
    """Serve until told to stop, each time as the files are then."""
    os.environ[_PORT] = str(port)
    server = serving.server("portal.developing:app", factory=True, reload=True)
    _Watch(server.config, target=server.run, sockets=[listening]).run()


def app() -> Starlette:
    """Make the demonstration's application, in the process that serves it."""
    return create_app(installation.settings(int(os.environ[_PORT])))


def _compile_catalogues() -> None:
    script = resource("locales") / "catalogues.py"
    if script.exists():
        subprocess.run([sys.executable, str(script), "compile"], check=False)  # noqa: S603
