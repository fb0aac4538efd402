"""What a council says about itself, and what it has not said yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter

from portal.frozen import FrozenDict, frozen
from portal.languages.calendar import Calendar

Translated = dict[str, str]

_REMEMBERED = 100
"""How many earlier wordings are kept at most: far more than a council writes on purpose."""


class Nation(StrEnum):
    """Which nation's harmonised questions are asked."""

    WALES = "wales"
    ENGLAND = "england"


class Compliance(StrEnum):
    """How far the portal meets WCAG 2.2 AA, in the words of the model statement."""

    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True)
class Telephone:
    """A number to call, and when somebody who speaks the language answers it."""

    number: str = ""
    hours: Translated = field(default_factory=FrozenDict)


@dataclass(frozen=True)
class Contact:
    """Somebody to write to."""

    name: str = ""
    email: str = ""
    telephone: str = ""
    address: str = ""


@dataclass(frozen=True)
class Council:
    """The council's settings. Periods are in the unit that their name says."""

    name: Translated = field(default_factory=lambda: FrozenDict(en="The council"))
    wordmark: str = "Voices"
    nation: Nation = Nation.WALES
    languages: tuple[str, ...] = ("en", "cy", "pl", "ur", "ar")
    timezone: str = "Europe/London"
    closed_days: tuple[date, ...] = ()
    telephones: Mapping[str, Telephone] = field(default_factory=FrozenDict)
    data_protection: Contact = field(default_factory=Contact)
    accessibility: Contact = field(default_factory=Contact)
    complaints: Contact = field(default_factory=Contact)
    safeguarding: Contact = field(default_factory=Contact)
    recipients: Translated = field(default_factory=FrozenDict)
    never_recipients: Translated = field(default_factory=FrozenDict)
    earlier_recipients: tuple[dict[str, Any], ...] = ()
    draft_days: int = 30
    written_months: int = 12
    equality_months: int = 12
    report_back_weeks: int = 12
    accessibility_status: Compliance = Compliance.PARTLY
    accessibility_prepared: str = ""
    accessibility_tested: str = ""
    accessibility_method: Translated = field(default_factory=FrozenDict)
    accessibility_faults: Translated = field(default_factory=FrozenDict)
    accessibility_burden: Translated = field(default_factory=FrozenDict)
    accessibility_exempt: Translated = field(default_factory=FrozenDict)
    accessibility_reply_days: int = 10
    support_reply_days: int = 5
    support_days: int = 28
    support_email: str = ""
    assess_welsh: bool = True
    assess_socio_economic: bool = True
    leave_address: str = "https://www.bbc.co.uk/weather"
    audit_email: str = ""

    @cached_property
    def calendar(self) -> Calendar:
        """Give the calendar on which the council's days are counted."""
        return Calendar(self.timezone, frozenset(self.closed_days))

    def recipients_since(self, opened: datetime) -> list[tuple[date, Translated, Translated]]:
        """List who was said since then to receive answers, and who not, and until when."""
        every = [
            (date.fromisoformat(one["until"]), one["recipients"], one["never_recipients"])
            for one in self.earlier_recipients
        ]
        return [said for said in every if said[0] >= opened.date()]

    def telephone(self, tag: str) -> Telephone | None:
        """Find the number to call in a language, else the first language's, else none."""
        for wanted in (tag, *self.languages):
            if wanted in self.telephones and self.telephones[wanted].number:
                return self.telephones[wanted]
        return None


def remembered(council: Council, before: Council, today: date, since: date | None) -> Council:
    """Keep beside what is now said about who receives answers everything that was said before.

    Only what was said `since` the first consultation opened matters to anybody; without one
    nothing does.
    """
    said = {"recipients": before.recipients, "never_recipients": before.never_recipients}
    changed = (council.recipients, council.never_recipients) != tuple(said.values())
    if not changed or not any(said.values()):
        return council
    earlier = (*council.earlier_recipients, {"until": today.isoformat(), **said})
    read = tuple(one for one in earlier if since and one["until"] >= since.isoformat())
    return replace(council, earlier_recipients=read[-_REMEMBERED:])


def from_json(values: Mapping[str, Any]) -> Council:
    """Read the settings as they are stored; what is missing keeps its default."""
    council: Council = frozen(_JSON.validate_python(values))
    return council


def to_json(council: Council) -> dict[str, Any]:
    """Write the settings as they are stored."""
    written: dict[str, Any] = _JSON.dump_python(council, mode="json")
    return written


_JSON = TypeAdapter(Council)
