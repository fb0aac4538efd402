"""The demonstration's settings, and what its operator is told."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from starlette.datastructures import Secret

from portal.accounts.commands import DEMO_PASSWORD, DemoAccount
from portal.languages import locales
from portal.settings import Settings
from portal.web.links import link

HOST = "127.0.0.1"


def settings(port: int, var: Path = Path("var")) -> Settings:
    """Choose the settings of the demonstration: on this machine only, without https."""
    return Settings(
        secret_key=Secret(_secret(var / "secret")),
        database_url=f"sqlite:///{var / 'portal.db'}",
        var=var,
        public_url=f"http://{HOST}:{port}",
        https=False,
        demo=True,
    )


def in_the_way(settings: Settings) -> str:
    """Say that the folder holds something else, which a demonstration must not touch."""
    folder = settings.var.absolute()
    return f"{folder} holds a real portal. Start the demonstration in another folder."


def welcome(settings: Settings, languages: Iterable[str], accounts: Iterable[DemoAccount]) -> str:
    """Say where the demonstration is, and who can sign in."""
    pages = [
        f"  {settings.public_url}{link('home', lang=tag):<8} {locales.get(tag).endonym}"
        for tag in languages
    ]
    people = [f"  {account.email:<32} {account.name}" for account in accounts]
    return "\n".join(
        [
            "Voices: a demonstration. Everybody in it is made up, and so are all answers.",
            "",
            "For residents:",
            *pages,
            "",
            f"For staff: {settings.public_url}{link('sign_in', lang='en')}",
            *people,
            f"  Password of each: {DEMO_PASSWORD}",
            "  The one-time code is shown where it is asked for.",
            "",
            f"Everything is kept in {settings.var.absolute()}; delete it to start afresh.",
            "Ctrl-C stops the demonstration.",
        ]
    )


def _secret(file: Path) -> str:
    """Draw a secret once, for this user's eyes only."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as fresh:
            fresh.write(secrets.token_urlsafe(48))
    return file.read_text(encoding="utf-8").strip()
