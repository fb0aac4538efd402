"""Handing a mail to a mail server, encrypted wherever it matters."""

import re
import smtplib
import ssl
from base64 import encodebytes
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import localtime
from ipaddress import ip_address
from types import TracebackType
from typing import Self
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from portal.forms.addresses import is_email

SCHEMES = ("smtp", "smtp+tls", "smtps")
_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
_SUBMISSION = 587
_ADDRESS_LIKE = re.compile(r"[^\s<>'\"(),:;]*@[^\s<>'\"(),:;]*")
_PATIENCE_SECONDS = 20.0


class _OnOneLine(UnstructuredHeader, BaseHeader):
    """An address, which a mail program takes for encoded words once it was broken."""

    def fold(self, *, policy: Policy) -> str:
        """Write it as it is."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _OnOneLine)
_WIRE = SMTP.clone(header_factory=_HEADERS)


@dataclass(frozen=True)
class Beside:
    """What a mail has beside its plain words: the same as HTML, and an address that stops it.

    Whoever posts to the address, as a mail program does for its owner (RFC 8058), gets no more.
    """

    html: str = ""
    stop: str = ""


NOTHING = Beside()


@dataclass(frozen=True)
class Server:
    """Where mails are handed over, as whom, and from which address they come.

    `required` says that a connection without a trusted certificate is none.
    """

    host: str
    port: int
    encrypted: bool
    required: bool
    user: str
    password: str
    sender: str


def server(address: str, public_url: str) -> Server:
    """Read a server's address; ValueError if it cannot be read.

    smtps:// is encrypted from the start. smtp:// takes encryption when it is offered; it insists
    on port 587, for smtp+tls://, and whenever a password would leave this machine.
    """
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ValueError("the address must begin with smtp://, smtp+tls:// or smtps://")
    port = parts.port or _PORTS[parts.scheme]
    asked = parts.scheme == "smtp+tls" or port == _SUBMISSION
    return Server(
        host=parts.hostname,
        port=port,
        encrypted=parts.scheme == "smtps",
        required=asked or bool(parts.password and not _is_here(parts.hostname)),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=_sender(parts, public_url),
    )


def host(public_url: str) -> str:
    """Name the machine at which the portal is reached; mails and feeds carry it in their names."""
    return urlsplit(public_url).hostname or ""


def require_address(address: str) -> None:
    """Refuse, with ValueError, what is not exactly one address."""
    if not is_email(address, dotted=False):
        raise ValueError("not an address to which a mail can be sent")


def described(failure: Exception) -> str:
    """Say in a line what went wrong, as the server put it, without what a terminal obeys."""
    words = f"{type(failure).__name__}: {failure}"
    return "".join(letter if letter.isprintable() else " " for letter in words)[:200]


def without_addresses(words: str) -> str:
    """Leave out of a server's answer whose addresses it names."""
    return _ADDRESS_LIKE.sub("…", words)


class Post:
    """One way to the server, made when the first mail goes and used for all that follow."""

    def __init__(self, address: str, public_url: str) -> None:
        self.reachable = True
        self._address, self._public_url = address, public_url
        self._server: Server | None = None
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Begin; no connection is made yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        place: TracebackType | None,
    ) -> None:
        """Say goodbye to the server; what it took, it keeps even if it does not answer."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()

    def send(
        self, name: str, recipient: str, subject: str, body: str, beside: Beside = NOTHING
    ) -> None:
        """Hand a mail over; SMTPException or OSError if the server does not take it."""
        self.reachable = False
        target, connection = self._connected()
        message = written(target.sender, name, recipient, subject, body, beside)
        try:
            connection.send_message(message)
        finally:
            # The library closes the connection when it is of no more use.
            self.reachable = connection.sock is not None

    def _connected(self) -> tuple[Server, smtplib.SMTP]:
        if self._server is None:
            self._server = server(self._address, self._public_url)
        if self._connection is None:
            self._connection = _connect(self._server)
        return self._server, self._connection


def written(
    sender: str, name: str, recipient: str, subject: str, body: str, beside: Beside = NOTHING
) -> EmailMessage:
    """Write a mail whose size depends on recipient, subject and what it says alone."""
    message = EmailMessage(policy=_WIRE)
    message["From"] = Address(addr_spec=sender)
    message["To"] = Address(addr_spec=recipient)
    message["Subject"] = subject
    message["Date"] = localtime()
    message["Message-ID"] = f"<{name}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if beside.stop:
        message["List-Unsubscribe"] = f"<{beside.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if beside.html:
        _alternate(message, {"plain": body, "html": beside.html}, f"=_{name}")
    else:
        message.set_content(body)
    return message


def _alternate(message: EmailMessage, parts: Mapping[str, str], between: str) -> None:
    """Give a mail its words in several forms, of which a program shows the last that it can.

    Thousands go out at once, and the library takes four times as long to put parts together. What
    stands `between` them cannot stand in them, because base64 has no such sign.
    """
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = f'multipart/alternative; boundary="{between}"'
    written = "".join(
        f"--{between}\nContent-Type: text/{kind}; charset=utf-8\n"
        f"Content-Transfer-Encoding: base64\n\n{encodebytes(words.encode()).decode()}\n"
        for kind, words in parts.items()
    )
    # The library hands on as it is what it did not put together: lines end as they are sent.
    message.set_payload(f"{written}--{between}--\n".replace("\n", "\r\n"))


def _connect(target: Server) -> smtplib.SMTP:
    connection = _opened(target)
    try:
        _introduce(connection, target)
    except Exception:
        connection.close()
        raise
    return connection


def _opened(target: Server) -> smtplib.SMTP:
    name = target.sender.rpartition("@")[2]
    if target.encrypted:
        trusted = ssl.create_default_context()
        return smtplib.SMTP_SSL(
            target.host, target.port, name, timeout=_PATIENCE_SECONDS, context=trusted
        )
    return smtplib.SMTP(target.host, target.port, name, timeout=_PATIENCE_SECONDS)


def _introduce(connection: smtplib.SMTP, target: Server) -> None:
    connection.ehlo_or_helo_if_needed()
    if not target.encrypted and (target.required or connection.has_extn("starttls")):
        connection.starttls(context=_context(required=target.required))
    if target.user:
        connection.login(target.user, target.password)


def _context(*, required: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not required:
        # Whoever could show a false certificate could as well hide that the server encrypts.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _sender(parts: SplitResult, public_url: str) -> str:
    chosen = parse_qs(parts.query).get("from", [""])[0] or unquote(parts.username or "")
    if "@" not in chosen:
        chosen = f"no-reply@{host(public_url) or parts.hostname}"
    require_address(chosen)
    return chosen


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
