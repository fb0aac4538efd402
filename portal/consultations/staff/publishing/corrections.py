"""Corrections that wait: what staff changed since the edition that residents read.

They are counted in one way everywhere: a change is one text in one language, or one other
value of the details.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlmodel import Session

from portal.consultations.models import Consultation, QuestionDraft, SectionDraft
from portal.consultations.staff import queries
from portal.consultations.staff.building import composition
from portal.consultations.staff.building.composition import Content
from portal.store.memory import at_hand

Change = tuple[str, str, str]
"""A text that differs: where it stands, before, after."""


def changes(published: Content | None, draft: Content) -> list[Change]:
    """List what a correction would change; what nobody reads yet is not corrected."""
    if published is None or not composition.same_structure(published, draft):
        return []
    return composition.changed_texts(published, draft)


def shown(
    session: Session, consultation: Consultation, draft: Content, listed: list[Change]
) -> dict[str, Any]:
    """Collect what a page shows of changes: each in words, and who made them."""
    return {
        "changes": [(*composition.located(draft, one[0]), *one[1:]) for one in listed],
        "editors": _editors(session, consultation, listed) if listed else [],
    }


class _Counted(dict[int, tuple[tuple[int, ...], int]]):
    """How often each consultation had been edited, and how many changes it had then."""


def counts(session: Session) -> dict[int, int]:
    """Count the changes that wait, by consultation; where none do it is not named.

    Only what was edited since it was counted last is compared again.
    """
    known = at_hand(session).of(_Counted)
    edited = queries.edited(session)
    anew = {number for number, times in edited.items() if known.get(number, ((),))[0] != times}
    for number, count in _compared(session, anew).items() if anew else ():
        known[number] = edited[number], count
    return {number: known[number][1] for number in edited if known[number][1]}


def _compared(session: Session, which: Collection[int]) -> dict[int, int]:
    sections: dict[int, list[SectionDraft]] = defaultdict(list)
    questions: dict[int, list[QuestionDraft]] = defaultdict(list)
    pages, asked = queries.parts(session, which)
    for question in asked:
        questions[question.section_id].append(question)
    for page in pages:
        sections[page.consultation_id].append(page)
    counted = {}
    for one, content in queries.public(session, which):
        here = sections[one.id or 0]
        parts = [question for page in here for question in questions[page.id or 0]]
        draft = composition.content(one, here, parts)
        counted[one.id or 0] = 0 if draft == content else len(changes(dict(content), draft))
    return counted


def _editors(session: Session, consultation: Consultation, listed: list[Change]) -> list[str]:
    parts = {_part(path) for path, _before, _after in listed}
    return queries.editors(session, consultation, parts)


def _part(path: str) -> tuple[str, str]:
    """Say what was edited for a change, as the log does: what kind of part, and its code."""
    steps = path.split(composition.STEP)
    if "questions" in steps[2:3]:
        return "question", steps[3]
    return ("section", steps[1]) if steps[0] == "sections" else ("consultation", steps[0])
