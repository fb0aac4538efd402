"""Entries as pages show them: what each says, how late it is, and what belongs to it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.consultations import views as consultations
from portal.feedback.entries import history, proved, queries, rules, wording
from portal.feedback.entries.history import Lists, Was
from portal.feedback.entries.queries import Row
from portal.feedback.models import ReportBackEdition
from portal.feedback.quotes import shown as quoting
from portal.feedback.rules import OWED, REFUSALS, TEXTS, Concern, Content
from portal.groups import choosing
from portal.languages import i18n
from portal.store.db import now
from portal.web.brought import Chapter, Thing, evidence
from portal.web.chapters import chapters

BESIDE = "feedback_entry"
"""The place in which features show something beside each entry: they are given all at once."""


@dataclass(frozen=True)
class Shown:
    """An entry with what its outcome is called, how many days late it is, and what belongs to it.

    `head` is a message with its values; it stands above what the council does about it.
    """

    row: Row
    head: tuple[str, Mapping[str, str]]
    late: int
    concerns: Mapping[Concern, Sequence[Mapping[str, str]]]
    evidence: Sequence[Thing] = ()
    proofs: Sequence[proved.Proved] = ()
    quotes: Sequence[quoting.Quoted] = ()
    history: Sequence[Was] = ()
    translated: bool = True

    @property
    def said(self) -> Content:
        """Give what everybody reads of it."""
        return self.row.shown

    @property
    def moved(self) -> date | None:
        """Give the day that is promised now, if the one from which it is late is another."""
        now = self.said["due"]
        return date.fromisoformat(now) if now and now != str(self.row.due) else None

    @property
    def refused(self) -> bool:
        """Tell whether nothing comes of it, for a reason."""
        return self.row.outcome in REFUSALS

    @property
    def owed(self) -> bool:
        """Tell whether it is a promise that is still to be kept."""
        return self.row.outcome in OWED


def lists(session: Session) -> Lists:
    """Read what entries may concern, by the code of each."""
    chosen = choosing.lists(session)
    listed = {
        Concern.COMMUNITY: chosen.communities,
        Concern.AREA: chosen.areas,
        Concern.SERVICE: choosing.services(session),
    }
    return {kind: {one.code: one for one in options} for kind, options in listed.items()}


def short(rows: Iterable[Row], known: Lists = MappingProxyType({})) -> list[Shown]:
    """Say of entries what they say, how late they are and, as far as known, what they concern."""
    return [_short(row, known) for row in rows]


def named(session: Session, key: str) -> Shown:
    """Say what everybody reads of one entry."""
    (one,) = short(queries.named(session, [key]), lists(session))
    return one


def of_report(
    request: Request, session: Session, editions: Sequence[ReportBackEdition]
) -> list[Shown]:
    """Say all of the entries of a report: what they rest on, what shows it, what they said.

    The `editions` are those that everybody could read, the one that counts last.
    """
    rows, known = in_order(session, editions[-1]), lists(session)
    said = [row.shown for row in rows]
    things = _things(request, session, _all(said, "evidence"))
    proofs = queries.proofs(session, _all(said, "proofs"))
    quoted = quoting.public(session, _all(said, "quotes"))
    return [
        replace(
            one,
            evidence=[
                thing
                for thing in _some(things, one.said, "evidence")
                if thing.key != consultations.key_of(one.row.slug)
            ],
            proofs=proved.read(_some(proofs, one.said, "proofs"), one.said),
            quotes=_some(quoted, one.said, "quotes"),
            history=history.of(one.row.key, editions, known),
        )
        for one in short(rows, known)
    ]


def in_order(session: Session, edition: ReportBackEdition) -> list[Row]:
    """List the entries of a report in the order that was signed off last."""
    return ordered(queries.of_report(session, edition.report_back_id), edition)


def ordered(rows: Iterable[Row], edition: ReportBackEdition) -> list[Row]:
    """Put the entries of a report in the order that was signed off last."""
    places = {key: place for place, key in enumerate(edition.content["order"])}
    return sorted(rows, key=lambda row: places.get(row.key, len(places)))


def read_aloud(one: Shown) -> list[str]:
    """Give the words of an entry that a sheet to read aloud has."""
    return [i18n.pick(one.said["said"]), i18n.pick(one.said["did"])]


def beside(
    request: Request, session: Session, entries: Sequence[Shown], code: str = ""
) -> list[Chapter]:
    """Collect what others show beside entries; `code` is that with which somebody came back.

    The template of each is drawn once for each entry, which is called `entry` there. What readers
    say of it comes last, once they have read what others bring.
    """
    return chapters(request, session, BESIDE, [one.row for one in entries], code)[::-1]


def _short(row: Row, known: Lists) -> Shown:
    said = row.shown
    return Shown(
        row,
        wording.head(row.outcome, said["reason"]),
        rules.days_late(row.outcome, row.due, i18n.today()),
        history.concerns(said, known),
        translated=all(i18n.language() in said[name] for name in TEXTS if said[name]),
    )


def _things(request: Request, session: Session, keys: Collection[str]) -> dict[str, Thing]:
    if not keys:
        return {}
    return {one.key: one for one in evidence(request, session, now(), keys)}


def _all(said: Iterable[Content], name: str) -> list[str]:
    return [key for one in said for key in one.get(name, ())]


def _some(found: Mapping[str, Any], said: Content, name: str) -> list[Any]:
    return [found[key] for key in said.get(name, ()) if key in found]
