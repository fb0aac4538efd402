"""One thing that is wrong with an installation, in words an operator can act on."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether the portal must not be used like this, or only lacks something."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to put right, and how."""

    severity: Severity
    message: str
    remedy: str


def error(message: str, remedy: str) -> Finding:
    """Say what must be put right first."""
    return Finding(Severity.ERROR, message, remedy)


def warning(message: str, remedy: str) -> Finding:
    """Say what lacks."""
    return Finding(Severity.WARNING, message, remedy)
