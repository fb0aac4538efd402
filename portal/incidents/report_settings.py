"""What a council decides about reports before it takes any in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, SQLModel, select

from portal.incidents import signposts
from portal.incidents.models import IncidentArrangements
from portal.incidents.rules import Clocks, Outcome
from portal.incidents.signposts import NAMES, Support
from portal.store.db import serialise

Translated = dict[str, str]
_LOCK = 0x696E6369
_VERSION = select(SQLModel.metadata.tables["incident_arrangements"].c.version)
_VALUES = select(SQLModel.metadata.tables["incident_arrangements"].c["values"])


@dataclass(frozen=True)
class LocalStrand:
    """A ground of hostility that the council counts beside the five monitored ones."""

    code: str
    label: Translated = field(default_factory=dict)


@dataclass(frozen=True)
class NamedReader:
    """A caseworker who agreed to be named to residents, in the words by which these know them.

    `account` is the number of the account that has the address; 0 where none has.
    """

    code: str
    email: str
    label: Translated = field(default_factory=dict)
    account: int = 0


@dataclass(frozen=True)
class SignOff:
    """A native reader who read a safety text in one language; `digest` names the text as read."""

    reader: str
    day: str
    digest: str


_RETENTION = {
    Outcome.CRIMINAL.value: 72,
    Outcome.CIVIL.value: 36,
    Outcome.INFORMAL.value: 24,
    Outcome.NONE_ANONYMOUS.value: 12,
    Outcome.COUNTED.value: 12,
    Outcome.NOT_HATE.value: 6,
    Outcome.SPAM.value: 1,
}


@dataclass(frozen=True)
class Arrangements:
    """The council's decisions. Periods are in the unit that their name says.

    `duty_…` are telephone numbers for danger and children; `who_looks` says who looks when.
    `sign_offs` holds, by language and safety text, who read it.
    """

    enabled: bool = False
    quiet_days: int = 5
    clocks: Clocks = field(default_factory=Clocks)
    readers: Translated = field(default_factory=dict)
    police_access: Translated = field(default_factory=dict)
    home_office_access: Translated = field(default_factory=dict)
    danger: Translated = field(default_factory=dict)
    duty_out_of_hours: str = ""
    duty_children: str = ""
    duty_adults: str = ""
    who_looks: Translated = field(default_factory=dict)
    named_readers: tuple[NamedReader, ...] = ()
    support: tuple[Support, ...] = NAMES
    rung_months: int = 6
    independent: Translated = field(default_factory=dict)
    elsewhere: Translated = field(default_factory=dict)
    local_strands: tuple[LocalStrand, ...] = ()
    equality_more: tuple[str, ...] = ()
    notice_to: tuple[str, ...] = ()
    notice_times: tuple[str, ...] = ("09:00",)
    danger_notice: bool = True
    retention_months: Mapping[str, int] = field(default_factory=lambda: dict(_RETENTION))
    backup_days: int = 30
    key_backup_days: int = 7
    recovery_decided: bool = False
    recovery_wanted: bool = False
    sign_offs: Mapping[str, Mapping[str, SignOff]] = field(default_factory=dict)


BEFORE_OPENING = ("duty_out_of_hours", "duty_children", "duty_adults", "who_looks")
"""What has to be decided before reports are taken in, because somebody may be in danger."""


def lacking(decided: Arrangements) -> list[str]:
    """Name what of `BEFORE_OPENING` is not decided."""
    values = {name: getattr(decided, name) for name in BEFORE_OPENING}
    return [
        name
        for name, said in values.items()
        if not (any(said.values()) if isinstance(said, dict) else said)
    ]


def from_json(values: Mapping[str, Any]) -> Arrangements:
    """Read the arrangements as they are stored; what is missing keeps its default.

    Those that were stored before anybody rang a number have support of one kind only; the names
    that a new portal begins with come after it.
    """
    kept = _RETENTION | dict(values.get("retention_months", {}))
    read = {**values, "retention_months": kept}
    if "support" in values:
        support = tuple(signposts.read(one) for one in values["support"])
        read["support"] = support if "rung_months" in values else signposts.with_names(support)
    return _JSON.validate_python(read)


def of_intake(values: Mapping[str, Any]) -> Arrangements:
    """Read them without who helps, whom a report that comes in need not wait for."""
    return from_json({**values, "support": ()})


def to_json(arrangements: Arrangements) -> dict[str, Any]:
    """Write the arrangements as they are stored."""
    written: dict[str, Any] = _JSON.dump_python(arrangements, mode="json")
    # Every report that comes in reads them, so of who helps only what is said is stored.
    said = [{name: one[name] for name in one if one[name]} for one in written["support"]]
    return {**written, "support": said}


def current(session: Session) -> Arrangements:
    """Give the council's arrangements."""
    values = session.connection().execute(_VALUES).scalar_one_or_none()
    return from_json(values) if values else Arrangements()


def version(session: Session) -> int:
    """Tell how often the arrangements have been changed."""
    return session.connection().execute(_VERSION).scalar_one_or_none() or 0


def for_change(session: Session) -> Arrangements:
    """Give the arrangements, and let every other change wait until this one is kept."""
    serialise(session, _LOCK)
    return current(session)


def save(session: Session, arrangements: Arrangements) -> None:
    """Keep changed arrangements."""
    row = session.get(IncidentArrangements, 1) or IncidentArrangements()
    row.values = to_json(arrangements)
    row.version += 1
    session.add(row)
    session.flush()


_JSON = TypeAdapter(Arrangements)
