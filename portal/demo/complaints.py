"""Comment cards, complaints and what became of them: nobody sent any of it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session
from starlette.datastructures import FormData

from portal.accounts import queries as accounts
from portal.categories import queries as categories
from portal.categories.rules import read_answers
from portal.complaints import arrangements, demo_codes, forms, keeping, queries
from portal.complaints.models import Comment
from portal.complaints.rules import Kind, State
from portal.council.rules import Council
from portal.demo import content, sent
from portal.groups import choosing
from portal.sealing import crypto
from portal.settings import Settings
from portal.store import audit

ACTOR = "demo"
_STEPS = (State.READ, State.ANSWERED, State.PASSED, State.ESCALATED)
_NOTES = {State.ANSWERED: "who", State.PASSED: "reference", State.ESCALATED: "whom"}


def seed(session: Session, settings: Settings, council: Council, today: date) -> None:
    """Have people write about the council's services and be answered."""
    tables = content.complaints()
    arrangements.save(session, arrangements.from_json(tables["arrangements"]))
    cards = [made for made in tables["comments"] if "kind" not in made]
    complaints = [made for made in tables["comments"] if "kind" in made]
    for made in cards:
        _tell(session, council, _sent(session, made, crypto.new_code(), today), made)
    for number, made in enumerate(complaints):
        _sent(session, made, demo_codes.code(settings, number), today)
    audit.record(session, ACTOR, "complaints.seeded", "comments", number=len(tables["comments"]))


def _sent(session: Session, made: Mapping[str, Any], code: str, today: date) -> Comment:
    """Fill in the form as a browser would, and have officers do what they did."""
    day = today - timedelta(days=made["days_ago"])
    keeping.receive(session, code, _read(session, made), day)
    comment = keeping.known(session, code)
    assert comment  # noqa: S101 - it was received just now
    officer = accounts.by_email(session, "officer@voices.example")
    for state in _STEPS:
        if state.value in made:
            when, by = today - timedelta(days=made[state.value]), officer.id if officer else None
            keeping.move(session, comment, state, when, by=by, said=_said(state, made))
    for tag, words in list(made.get("answer", {}).items())[1:]:
        step = next(one for one in queries.steps(session, comment) if one.words)
        keeping.translate(session, step, tag, words)
    return comment


def _read(session: Session, made: Mapping[str, Any]) -> Mapping[str, Any]:
    offered = choosing.services(session), choosing.areas(session)
    if made.get("kind", Kind.CARD) == Kind.CARD:
        read = forms.read_card(forms.card(*offered), made)
    else:
        form = {"happened": made["wrong"], **made, **made.get("told", {})}
        read = forms.read_complaint(forms.complaint(*offered), form)
    sent.taken(read.problems)
    return read.values


def _said(state: State, made: Mapping[str, Any]) -> keeping.Said:
    note = made.get(_NOTES.get(state, ""), "")
    if state is not State.ANSWERED:
        return keeping.Said(note)
    tag, words = next(iter(made["answer"].items()))
    return keeping.Said(note, tag, words)


def _tell(session: Session, council: Council, comment: Comment, made: Mapping[str, Any]) -> None:
    if group := made.get("ethnic_group"):
        asked = categories.questions(session, council.nation)
        told, problems = read_answers(asked, FormData({"ethnic_group": group}))
        sent.taken(problems)
        keeping.tell_equality(session, comment, council.nation, told)
