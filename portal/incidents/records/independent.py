"""Who outside the council could read a report about it, and when one of them last looked."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, SQLModel, col, func, select

from portal.incidents import report_settings, rules
from portal.incidents.models import KeyHolder
from portal.incidents.records import keys
from portal.incidents.rules import Circle
from portal.languages.calendar import Calendar

_OPENED = select(SQLModel.metadata.tables["incident_arrangements"].c.outside_opened)


@dataclass(frozen=True)
class Outside:
    """How many people outside hold a key that counts, and on which day one of them last looked.

    `closed` names why a report about the council is not left to them, as a key of
    `rules.OUTSIDE_MESSAGES`; nothing if it is.
    """

    people: int
    opened: date | None
    closed: str = ""

    @property
    def missing(self) -> str:
        """Say what a council has to mend: nobody looks, or too few could."""
        few = "few" if self.people < rules.FEWEST_OUTSIDE else ""
        return rules.OUTSIDE_MESSAGES.get(self.closed or few, "")


def now(session: Session, today: date, calendar: Calendar) -> Outside:
    """Look who is there now."""
    count = select(func.count()).select_from(KeyHolder)
    people = session.exec(
        count.where(col(KeyHolder.circle) == Circle.INDEPENDENT, *keys.counting())
    ).one()
    opened: date | None = session.connection().execute(_OPENED).scalar_one_or_none()
    quiet = report_settings.current(session).quiet_days
    closed = rules.why_outside_closed(people, opened, quiet, today, calendar)
    return Outside(people, opened, closed)


def reads(session: Session, today: date, calendar: Calendar) -> bool:
    """Tell whether a report about the council would be left to people outside it now."""
    return not now(session, today, calendar).closed
