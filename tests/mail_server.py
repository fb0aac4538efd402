"""A mail server on this machine that keeps what it took, refuses some people and may be slow."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from aiosmtpd.smtp import Session as Client

from tests.certificates import Certificate

HOST = "127.0.0.1"
USER, PASSWORD = "portal@council.example", "p:a/s@s"


@dataclass
class MailServer:
    """What a server does and what it has seen. While `hold` is set it takes a mail in no hurry."""

    port: int
    refused: frozenset[str] = frozenset()
    hold: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Event = field(default_factory=threading.Event)
    taken: list[Envelope] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    users: list[bytes] = field(default_factory=list)
    ways: set[object] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Give its address as an operator writes it."""
        return f"smtp://{HOST}:{self.port}"

    @property
    def mails(self) -> list[EmailMessage]:
        """Read the mails that it took."""
        return [
            message_from_bytes(one.content, policy=policy.default)  # type: ignore[arg-type]
            for one in self.taken
        ]

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _client: Client, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Refuse some people, with an answer that would colour a terminal."""
        if address in self.refused:
            return "550 5.1.1 Nobody of this name \x1b[31m"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, client: Client, envelope: Envelope
    ) -> str:
        """Take a mail."""
        self.arrived.set()
        while self.hold.is_set():
            await asyncio.sleep(0.01)
        self.taken.append(envelope)
        self.ways.add(client.peer)
        self.encrypted.append(client.ssl is not None)
        return "250 Taken"

    def authenticate(
        self, _server: SMTP, _client: Client, _envelope: Envelope, _mechanism: str, login: object
    ) -> AuthResult:
        """Let one user in."""
        assert isinstance(login, LoginPassword)
        self.users.append(login.login)
        known = (login.login, login.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=known, handled=False)


@contextmanager
def running(server: MailServer, **options: Any) -> Iterator[MailServer]:
    """Have a server answer on its port."""
    controller = Controller(server, hostname=HOST, port=server.port, **options)
    controller.start()
    try:
        yield server
    finally:
        server.hold.clear()
        controller.stop()


def free_port() -> int:
    """Find a port on which nothing answers."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def tls(certificate: Certificate) -> ssl.SSLContext:
    """Encrypt a server's side of a connection."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.chain, certificate.key)
    return context
