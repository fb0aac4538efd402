"""The answers to one section, counted for the page that shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from portal.analysis import queries, snapshot
from portal.analysis.encoding import Shape
from portal.analysis.rules import STATES
from portal.analysis.snapshot import Snapshot
from portal.analysis.staff.crosstabs import tables
from portal.analysis.staff.crosstabs.groups import Way, by_help, split
from portal.analysis.staff.crosstabs.selection import LEVELS, Selection
from portal.analysis.staff.crosstabs.tables import Result, Words
from portal.analysis.staff.reading import texts
from portal.analysis.staff.reading.texts import PEOPLE, Wanted
from portal.analysis.staff.words import of as word
from portal.categories import queries as categories
from portal.categories.options import options_of
from portal.categories.rules import Characteristic, State, option_of
from portal.consultations.count_models import EqualityCount
from portal.consultations.models import Consultation
from portal.languages.i18n import gettext, number
from portal.questions.questionnaire import Questionnaire

_HIDDEN = Wanted(who=PEOPLE, hidden=True)


@dataclass(frozen=True)
class Shown:
    """One section's results, and what they can be split by.

    `languages` and `hidden` count texts by question and language, as their lists hold them.
    `remaining` are the numbers that stayed of a characteristic whose answers were deleted.
    """

    chosen: Selection
    people: int
    characteristics: Sequence[Characteristic | Way]
    by: Characteristic | Way | None
    results: Sequence[Result]
    languages: Mapping[str, Mapping[str, int]]
    hidden: Mapping[str, Mapping[str, int]]
    remaining: Sequence[tuple[Words, str]] = ()


def read(
    session: Session,
    consultation: Consultation,
    questionnaire: Questionnaire,
    chosen: Selection,
    nation: str,
) -> Shown:
    """Count how individuals answered a section, and split it by what was chosen."""
    asked = categories.questions(session, nation)
    current = snapshot.of(session, consultation, Shape(consultation.edition, questionnaire, asked))
    told = queries.told_deleted(session, consultation)
    helped = queries.helped(session, consultation)
    offered: list[Characteristic | Way] = [one for one in asked if _was_put(current, one, told)]
    if helped:
        offered.append(Way("help", gettext("Whether a group helped")))
    by = next((one for one in offered if one.code == chosen.by), None)
    deleted = queries.written_deleted(session, consultation)
    return Shown(
        chosen=chosen,
        people=len(current.rows),
        characteristics=offered,
        by=by,
        results=_results(current, chosen, by, deleted, helped),
        languages={} if by else texts.by_language(session, consultation, Wanted(who=PEOPLE)),
        hidden={} if by else texts.by_language(session, consultation, _HIDDEN),
        remaining=_remaining(by, told) if isinstance(by, Characteristic) else (),
    )


def _results(
    current: Snapshot,
    chosen: Selection,
    by: Characteristic | Way | None,
    deleted: Mapping[str, int],
    helped: frozenset[str],
) -> list[Result]:
    if by is None:
        return tables.distributions(current, chosen.section, deleted)
    if isinstance(by, Way):
        groups = by_help(current, helped)
    else:
        groups = split(current.told(by.code), by, LEVELS[chosen.level])
    return tables.splits(current, chosen.section, groups, deleted)


def _was_put(
    current: Snapshot, characteristic: Characteristic, told: Sequence[EqualityCount]
) -> bool:
    states = current.told(characteristic.code).states
    live = bool((states != STATES.index(State.NOT_ASKED)).any())
    return live or any(one.characteristic == characteristic.code for one in told)


def _remaining(by: Characteristic, told: Sequence[EqualityCount]) -> list[tuple[Words, str]]:
    known = options_of(by)
    kept = [one for one in told if one.characteristic == by.code]
    answered = sorted(
        (one for one in kept if one.code in known), key=lambda one: known.index(one.code)
    )
    silent = [one for one in kept if one.code not in known]
    return [
        *((option_of(by, one.code).label, number(one.number)) for one in answered),
        *((word(one.state), number(one.number)) for one in silent),
    ]
