"""Language support that somebody asks for who joins: answered by whoever presides, and counted.

Only its month is kept of it, and never who asked. What they say in words besides is not counted.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.bodies.models import Membership
from portal.bodies.rules import Joining
from portal.forms import form
from portal.forms.words import Shown
from portal.joining import forms
from portal.language_support import keeping, needing, rules
from portal.language_support.rules import Answer, Booking, Kind, Need, Service, Why
from portal.languages import text_languages
from portal.languages.i18n import comma, gettext, language

Row = Mapping[str, str]
"""One thing that is needed in a language, and what came of it."""


def wanted(kinds: list[str], languages: needing.Languages) -> list[dict[str, str]]:
    """Give each thing that somebody needs, in each language; signs have one."""
    return [
        {"kind": kind, "language": tag, "named": named}
        for kind in kinds
        for tag, named in (languages[:1] if kind == Kind.BSL else languages)
    ]


def key(row: Row) -> str:
    """Name one of the things that a member needs."""
    return f"{row['kind']} {row['language']}"


def state(row: Row) -> Booking:
    """Tell whether it is seen to."""
    return Booking(row.get("state", Booking.WAITING))


def waits(mine: Membership) -> bool:
    """Tell whether anything that somebody needs waits for an answer."""
    return any(map(_waits, mine.support))


def named(row: Row) -> str:
    """Say what is needed, and in which language."""
    kind = gettext(dict(rules.KINDS)[Kind(row["kind"])])
    tongue = row["named"] or text_languages.named_in(row["language"], language())
    return kind if row["kind"] == Kind.BSL else f"{kind}{comma()}{tongue}"


class Stand(NamedTuple):
    """One thing that somebody needs by its name, how it stands, and why it is not possible."""

    key: str
    named: str
    state: Booking
    why: str


def stand(mine: Membership) -> list[Stand]:
    """List what somebody needs, and how each stands."""
    return [Stand(key(row), named(row), state(row), row.get("why", "")) for row in mine.support]


def all_named(mine: Membership) -> str:
    """Say all that somebody needs, in words."""
    return "; ".join(named(row) for row in mine.support)


def typed(mine: Membership) -> Shown:
    """Show what somebody needs as the form in which they said so."""
    tongues = [
        row["named"] or text_languages.named_in(row["language"], language())
        for row in mine.support
        if row["kind"] != Kind.BSL or len(mine.support) == 1
    ]
    ticked = form.show((forms.SUPPORT,), {"support": {row["kind"]: 1 for row in mine.support}})
    return ticked | {forms.SUPPORT_IN.name: ", ".join(dict.fromkeys(tongues))}


def settle(session: Session, mine: Membership, which: str, became: tuple[Booking, Why]) -> bool:
    """Say what came of a need, which is counted once; not if nothing of the kind waits."""
    rows = list(mine.support)
    at = next((n for n, row in enumerate(rows) if key(row) == which and _waits(row)), None)
    if at is None or became[0] is Booking.WAITING:
        return False
    _count(session, mine, rows[at], rules.came_of(*became))
    rows[at] = {**rows[at], "state": became[0].value, "why": became[1].value}
    _keep(session, mine, rows)
    return True


def end(session: Session, mine: Membership, answer: Answer = rules.UNNEEDED) -> None:
    """Count what was not answered, and keep none of it; what was never sent nobody asked for."""
    asked = mine.support if mine.state is not Joining.BEGUN else ()
    for row in filter(_waits, asked):
        _count(session, mine, row, answer)
    _keep(session, mine, [])


def _waits(row: Row) -> bool:
    return state(row) is Booking.WAITING


def _count(session: Session, mine: Membership, row: Row, answer: Answer) -> None:
    need = Need(row["language"], Kind(row["kind"]), Service.MEETING)
    keeping.count(session, need, answer, mine.applied.date())


def _keep(session: Session, mine: Membership, rows: list[dict[str, Any]]) -> None:
    if mine.support != rows:
        mine.support = rows
        session.add(mine)
        session.flush()
