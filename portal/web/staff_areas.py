"""The areas of the staff pages, and the pages to which the navigation leads."""

from dataclasses import dataclass
from enum import StrEnum

from portal.problems import mark


class Area(StrEnum):
    """A part of the staff pages, in the order in which they stand; one without pages does not."""

    START = mark("Start")
    CONSULTATIONS = mark("Consultations")
    REPORTS = mark("Reports")
    FORUM = mark("Forum and groups")
    FEEDBACK = mark("Feedback and plans")
    FIGURES = mark("Figures")
    SETTINGS = mark("Settings")


@dataclass(frozen=True)
class StaffPage:
    """A page that the navigation leads to: in an area, or beside one's own name if in none.

    What lies below its address stands under it, so that nobody lists the pages about one case.
    """

    area: Area | None
    label: str
    name: str
    roles: frozenset[str]
