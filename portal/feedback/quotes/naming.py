"""What may be said of whoever is quoted: one thing that they told, if ten or more told it.

Of one writer all quotes say the same thing, or several would tell who it is. It is counted when a
quote is chosen, when it is signed off, every hour, and whenever somebody reads it. What people told
about themselves is deleted by a promised day; from then on nothing is said of them.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.categories import queries as categories
from portal.categories.options import option_of, options_of, roll_up
from portal.categories.rules import PREFER_NOT, Characteristic, Level
from portal.consultations.models import Consultation
from portal.council import queries as council
from portal.feedback.models import Quote
from portal.feedback.quotes import queries
from portal.feedback.rules import FEWEST_ALIKE

AMONG = "/"
"""Stands between the code of a characteristic and that of an option, where both are chosen."""


class Who(NamedTuple):
    """One thing that is said of somebody: the codes, and what both are called."""

    characteristic: str
    option: str
    label: Mapping[str, str]
    about: Mapping[str, str]

    @property
    def code(self) -> str:
        """Write both codes as a form sends them."""
        return f"{self.characteristic}{AMONG}{self.option}"


def asked(session: Session) -> dict[str, Characteristic]:
    """Give the equality questions by their codes."""
    nation = council.stored(session).nation
    return {one.code: one for one in categories.questions(session, nation)}


def may_name(
    session: Session, consultation: Consultation, characteristic: str, option: str
) -> bool:
    """Tell whether ten or more who answered told this about themselves, so that it tells nobody."""
    one = asked(session).get(characteristic)
    return one is not None and _counted(session, consultation, one)[option] >= FEWEST_ALIKE


def often(
    session: Session, consultation: Consultation, characteristics: Collection[str]
) -> set[tuple[str, str]]:
    """Name what ten or more told of some things about themselves, by both codes."""
    known = asked(session)
    return {
        (code, option)
        for code in characteristics
        if code in known
        for option, number in _counted(session, consultation, known[code]).items()
        if number >= FEWEST_ALIKE
    }


def offered(
    session: Session, consultation: Consultation, response: str, but: str = ""
) -> list[Who]:
    """List what may be said of whoever sent a response: what other quotes say of them already.

    Where none but the one that is named `but` says anything, all that is told by enough.
    """
    told, said = queries.told(session, response), queries.said_of(session, response, but)
    known = asked(session)
    given: Mapping[str, Any] = told.answers if told else {}
    return [
        who
        for code, answer in given.items()
        if code in known
        for who in _often(session, consultation, known[code], answer["codes"])
        if not said or (who.characteristic, who.option) in said
    ]


def unname(session: Session, consultation: Consultation) -> list[Quote]:
    """Say nothing of those of whom it may no longer be said; list the quotes that lost it."""
    late = [
        one
        for one in queries.named(session, consultation)
        if not may_name(session, consultation, one.characteristic, one.option)
    ]
    for one in late:
        one.characteristic, one.option = "", ""
        session.add(one)
    session.flush()
    return late


def who_of(known: Mapping[str, Characteristic], characteristic: str, option: str) -> Who | None:
    """Give what is said of somebody in words; None if nothing is, or nobody knows it any more."""
    one = known.get(characteristic)
    if one is None or option not in options_of(one):
        return None
    return Who(characteristic, option, option_of(one, option).label, one.label)


def _often(
    session: Session, consultation: Consultation, one: Characteristic, codes: Sequence[str]
) -> Iterator[Who]:
    counted = _counted(session, consultation, one) if codes else Counter[str]()
    for code in dict.fromkeys(name for told in codes for name in _levels(one, told)):
        who = who_of({one.code: one}, one.code, code)
        if who and counted[code] >= FEWEST_ALIKE and code != PREFER_NOT:
            yield who


def _counted(session: Session, consultation: Consultation, one: Characteristic) -> Counter[str]:
    """Count who told something by its code, and by that of the group it belongs to."""
    counted: Counter[str] = Counter()
    for codes, number in queries.alike(session, consultation, one.code):
        every = {name for code in codes for name in _levels(one, code)}
        counted.update(dict.fromkeys(every, number))
    return counted


def _levels(one: Characteristic, code: str) -> list[str]:
    if code not in options_of(one):
        return []
    return list(dict.fromkeys(filter(None, (roll_up(one, code, Level.GROUP), code))))
