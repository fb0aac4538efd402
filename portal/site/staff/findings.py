"""What an operator is told of the council's own settings."""

from collections.abc import Iterator

from sqlmodel import Session

from portal.council.queries import stored
from portal.findings import Finding, warning
from portal.settings import Settings
from portal.site.staff.settings import SETTINGS


def findings(session: Session, _settings: Settings) -> Iterator[Finding]:
    """Look what the council has still to say."""
    for duty in SETTINGS.unfinished(stored(session)):
        yield warning(duty.message, "An administrator writes it on the settings pages.")
