"""Running the portal as a server that writes down nothing about its visitors."""

import signal
import socket
import sys
from contextlib import suppress
from types import FrameType
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from portal.operating.connections import Connection, Server, most

_GRACE_SECONDS = 10
_BACKLOG = 128

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"error": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["error"], "level": "WARNING"},
    # They warn of each request that cannot be read, as often as a stranger likes.
    "loggers": {name: {"level": "ERROR"} for name in ("uvicorn.error", "python_multipart")},
}
"""Warnings and errors only. No line of ours or of the server's holds an address or a query."""


class ServingError(Exception):
    """The portal cannot listen where it was told to; the message says why."""


def listen(host: str, port: int) -> socket.socket:
    """Take an address before anything else is done, and say so in words if it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        taken = socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        raise ServingError(
            f"The portal cannot listen on {host} port {port}: {error}. "
            "Another port is chosen with --port, for example --port 8001."
        ) from error
    # An answer leaves in two pieces. Unless told otherwise, the system keeps the second back until
    # the visitor has acknowledged the first, which takes them 40 ms. Connections inherit this;
    # asyncio sets it by itself only on sockets that it made.
    taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return taken


def server(app: ASGIApp | str, **options: Any) -> Server:
    """Make the server that notes nothing about visitors and waits for none of them for ever.

    In place of an application stands the name of the function that makes it, where a process
    is begun anew again and again.
    """
    config = uvicorn.Config(
        app,
        http=Connection,
        # So many newcomers are let in before those that stand are looked at.
        backlog=max(_BACKLOG, Connection.most // 4),
        access_log=False,
        server_header=False,
        # Nothing here asks who the visitor is or how they came, so no proxy is believed.
        proxy_headers=False,
        log_config=LOGGING,
        log_level=None,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        ws="none",
        lifespan="on",
        **options,
    )
    return Server(config)


def run(app: ASGIApp, listening: socket.socket) -> None:
    """Serve until told to stop by Ctrl-C or the system, and end what visitors have begun."""
    Connection.most = most()
    with suppress(KeyboardInterrupt):
        server(app).run(sockets=[listening])


def stop_when_told() -> None:
    """End the process in good order when the system asks it to stop."""
    signal.signal(signal.SIGTERM, _stop)


def _stop(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)
