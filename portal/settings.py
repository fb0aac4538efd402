"""Every knob the operator can turn, read once from PORTAL_* and PORTAL_*_FILE."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from starlette.datastructures import Secret

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"", "0", "false", "no", "off"})
_EMAIL = re.compile(r"[^@:\s]+@[^@:\s]+", re.ASCII)
_CONTACT = re.compile(r"(mailto:[^@\s]+@[^@\s]+|https://\S+|tel:\+[0-9-]+)", re.ASCII)


@dataclass(frozen=True)
class Settings:
    """What an installation of the portal may choose."""

    secret_key: Secret
    database_url: str = "sqlite:///var/portal.db"
    var: Path = Path("var")
    public_url: str = ""
    smtp_url: str = ""
    https: bool = True
    debug: bool = False
    demo: bool = False
    jobs: bool = True
    source_header: str = ""
    security_contact: tuple[str, ...] = ()
    security_expires: date | None = None

    @property
    def secret(self) -> bytes:
        """Give the installation's secret as bytes, for keys derived from it."""
        return str(self.secret_key).encode()

    @property
    def documents(self) -> Path:
        """Say where uploaded documents are kept."""
        return self.var / "documents"

    @property
    def proofs(self) -> Path:
        """Say where files are kept that show that something was done."""
        return self.var / "proofs"

    @property
    def anchor(self) -> Path:
        """Say where the head of the audit log is written outside the database."""
        return self.var / "audit-head"

    @property
    def last_backup(self) -> Path:
        """Say where it is written down on which day a backup was made last."""
        return self.var / "last-backup"


class SettingsError(Exception):
    """A setting is missing or cannot be read; the message says which and what to do."""


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; a missing secret key is an error, never a default."""
    secret = _value(environ, "SECRET_KEY")
    if len(secret) < 32:
        raise SettingsError("PORTAL_SECRET_KEY must be set to at least 32 characters.")
    var = Path(_value(environ, "VAR", "var"))
    return Settings(
        secret_key=Secret(secret),
        database_url=_value(environ, "DATABASE_URL", f"sqlite:///{var / 'portal.db'}"),
        var=var,
        public_url=_value(environ, "PUBLIC_URL").rstrip("/"),
        smtp_url=_value(environ, "SMTP_URL"),
        https=_switch(environ, "HTTPS", default=True),
        debug=_switch(environ, "DEBUG", default=False),
        jobs=_switch(environ, "JOBS", default=True),
        source_header=_value(environ, "SOURCE_HEADER").lower(),
        security_contact=_contacts(_value(environ, "SECURITY_CONTACT")),
        security_expires=_day(environ, "SECURITY_EXPIRES"),
    )


def resource(name: str) -> Path:
    """Find the folder of templates, static files or catalogues, installed or in a checkout."""
    inside = Path(__file__).parent / name
    return inside if inside.is_dir() else Path(__file__).parents[1] / name


def _value(environ: Mapping[str, str], name: str, default: str = "") -> str:
    if path := environ.get(f"PORTAL_{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"PORTAL_{name}_FILE cannot be read: {error}.") from error
    return environ.get(f"PORTAL_{name}", default)


def _contacts(value: str) -> tuple[str, ...]:
    """Read addresses as RFC 9116 wants them: each says how it is reached."""
    contacts = tuple(f"mailto:{c}" if _EMAIL.fullmatch(c) else c for c in value.split())
    if wrong := [contact for contact in contacts if not _CONTACT.fullmatch(contact)]:
        raise SettingsError(
            f"PORTAL_SECURITY_CONTACT must hold e-mail or https:// addresses, not {wrong[0]!r}."
        )
    return contacts


def _day(environ: Mapping[str, str], name: str) -> date | None:
    value = _value(environ, name)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise SettingsError(f"PORTAL_{name} must be a day such as 2027-06-30.") from error


def _switch(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = _value(environ, name, str(default)).lower()
    if value not in _TRUE | _FALSE:
        raise SettingsError(f"PORTAL_{name} must be true or false, not {value!r}.")
    return value in _TRUE
