"""What is wrong with an installation, in words an operator can act on."""

import os
import sys
from collections.abc import Iterator, Mapping
from itertools import starmap
from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlmodel import Session

from portal import migrations
from portal.features import FEATURES, JOBS
from portal.findings import Finding, Severity
from portal.findings import error as _error
from portal.findings import warning as _warning
from portal.operating import storage
from portal.settings import Settings, SettingsError, from_environment
from portal.site import well_known
from portal.site.staff import deletion
from portal.store import mail, smtp
from portal.store.db import open_engine

__all__ = ["Finding", "Severity"]

SECRET_LENGTH = 32
_MENDED = {(3, 11): (3, 11, 10), (3, 12): (3, 12, 6)}
"""From which versions on Python's own reader of cookies takes time that grows with their length."""


def examine(environment: Mapping[str, str] = os.environ) -> list[Finding]:
    """Read the settings and examine the installation; unreadable settings are a finding too."""
    try:
        settings = from_environment(environment)
    except SettingsError as error:
        return [_error(str(error), "Set it and run this again; nothing else was examined.")]
    return [*python_findings(sys.version_info[:3]), *findings(settings, environment)]


def findings(settings: Settings, environment: Mapping[str, str]) -> list[Finding]:
    """Look at the settings, the folder and the database; nothing is changed."""
    return [
        *_secret(settings, environment),
        *_exposure(settings),
        *_mail_and_links(settings),
        *starmap(_warning, well_known.advice(settings)),
        *storage.folder(settings.var),
        *storage.belongings(settings),
        *storage.room(settings),
        *_database(settings),
    ]


def python_findings(version: tuple[int, int, int]) -> Iterator[Finding]:
    """Name a Python whose library lacks what was mended in newer ones of the same line."""
    if version < _MENDED.get(version[:2], version):
        yield _warning(
            f"Python {'.'.join(map(str, version))} has faults with which strangers keep it busy.",
            "Install the newest Python of the same line, and the portal into it anew.",
        )


def _secret(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    if len(settings.secret) < SECRET_LENGTH:
        yield _error(
            f"The secret key is missing or shorter than {SECRET_LENGTH} characters.",
            "Set PORTAL_SECRET_KEY_FILE to a file that holds a long random text.",
        )
    elif "PORTAL_SECRET_KEY" in environment:
        yield _warning(
            "The secret key stands in the environment, where other programs may read it.",
            "Put it into a file and set PORTAL_SECRET_KEY_FILE instead.",
        )


def _exposure(settings: Settings) -> Iterator[Finding]:
    if settings.debug:
        yield _error(
            "Debugging is on: visitors see invented languages.", "Set PORTAL_DEBUG to false."
        )
    if not settings.https:
        yield _error(
            "HTTPS is off: answers and sessions travel where others can read them.",
            "Put a proxy with a certificate in front, as in deploy/nginx.conf or deploy/Caddyfile, "
            "and set PORTAL_HTTPS to true.",
        )
    elif not settings.source_header:
        yield _warning(
            "Behind a proxy all visitors seem to be of one network: answers are marked as a rush, "
            "and reports held, that are none, and strangers can keep staff waiting who sign in "
            "where they never did before.",
            "Let the proxy pass the network on, as in deploy/, and set PORTAL_SOURCE_HEADER.",
        )


def _mail_and_links(settings: Settings) -> Iterator[Finding]:
    if not settings.public_url:
        yield _error(
            "The portal does not know its own address, so links in mails and posters fail.",
            "Set PORTAL_PUBLIC_URL, for example to https://voices.example.gov.uk",
        )
    elif settings.https and not settings.public_url.startswith("https://"):
        yield _error(
            "The portal's own address does not begin with https://",
            "Correct PORTAL_PUBLIC_URL.",
        )
    if not settings.smtp_url:
        yield _warning(
            "There is no mail server, so nobody is sent a mail.",
            "Set PORTAL_SMTP_URL, for example to smtp://user:password@mail.example:587",
        )
        return
    try:
        smtp.server(settings.smtp_url, settings.public_url)
    except ValueError as error:
        yield _error(f"The mail server cannot be used: {error}.", "Correct PORTAL_SMTP_URL.")


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        url = make_url(settings.database_url)
    except ArgumentError:
        url = make_url("nothing://")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        yield _error(
            "PORTAL_DATABASE_URL cannot be read, or names a database that the portal cannot use.",
            "Begin it with sqlite:/// or postgresql+psycopg://",
        )
        return
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        # Connecting would create it.
        yield _error(f"The database {url.database} does not exist yet.", "Run: portal migrate")
        return
    engine = open_engine(settings.database_url)
    try:
        yield from _contents(engine, settings)
    except SQLAlchemyError as error:
        yield _error(
            f"The database cannot be reached: {type(error).__name__}.",
            "Check PORTAL_DATABASE_URL and that the server runs and lets the portal in.",
        )
    finally:
        engine.dispose()


def _contents(engine: Engine, settings: Settings) -> Iterator[Finding]:
    try:
        migrations.require_newest(engine)
    except migrations.SchemaError as error:
        yield _error("The tables are of another version of the portal.", str(error))
        return
    yield from storage.writing(engine)
    with Session(engine) as session:
        yield from storage.log(session, settings)
        yield from starmap(_warning, deletion.advice(session, JOBS))
        yield from _outbox(session)
        for feature in FEATURES:
            yield from feature.findings(session, settings)


def _outbox(session: Session) -> Iterator[Finding]:
    if number := mail.count_given_up(session):
        yield _error(
            f"{number} mails could not be sent for two days. The server last answered: "
            f"{mail.last_error(session) or 'nothing'}",
            "Correct PORTAL_SMTP_URL or the address, then run: portal resend",
        )
