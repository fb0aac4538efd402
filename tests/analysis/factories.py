"""Consultations that have been answered, and analysts who look at them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.categories.rules import PREFER_NOT
from portal.consultations.hidden_texts import HiddenText
from portal.consultations.models import (
    Consultation,
    EqualityAnswers,
    Response,
    WrittenAnswer,
)
from portal.store.db import random_id
from tests.accounts.factories import account, sign_in
from tests.consultations.factories import question

QUESTIONS = [
    question("use", "single", required=True),
    question("often", "scale", show_if={"question": "use", "options": ["yes"]}),
    question("why", "long"),
    question(
        "keep",
        "multiple",
        options=[
            {"code": code, "label": {"en": code.title(), "ur": f"اردو {code}"}}
            for code in ("trees", "ponds", "paths")
        ],
    ),
]
"""A section that asks something of each sort; `often` is for those who use parks."""


def response(session: Session, to: Consultation, **answers: Any) -> Response:
    """Keep a response; `texts`, `equality` and fields of the response stand apart from answers."""
    texts: Mapping[str, str] = answers.pop("texts", {})
    equality: Mapping[str, Any] | None = answers.pop("equality", None)
    own = {name: answers.pop(name) for name in list(answers) if name in Response.model_fields}
    values: dict[str, Any] = {
        "edition": 1,
        "receipt": random_id(),
        "language": "en",
        "day": date(2026, 11, 2),
    }
    one = Response(consultation_id=to.id or 0, answers=answers, **(values | own))
    session.add(one)
    session.flush()
    for name, text in texts.items():
        session.add(
            WrittenAnswer(response_id=one.id, question=name, text=text, language=one.language)
        )
    if equality is not None:
        session.add(EqualityAnswers(response_id=one.id, nation="wales", answers=told(**equality)))
    session.commit()
    return one


def why(session: Session) -> dict[str, str]:
    """Read which words are hidden, and why."""
    session.rollback()
    return {row.name: row.reason for row in session.exec(select(HiddenText))}


def told(**codes: str) -> dict[str, Any]:
    """Write equality answers as they are stored; "" stands for a question that was skipped."""
    return {name: _answer(code) for name, code in codes.items()}


def analyst(browser: TestClient, session: Session) -> Account:
    """Sign an analyst in."""
    one = account(session, Role.ANALYST)
    sign_in(browser, session, one)
    return one


def _answer(code: str) -> dict[str, Any]:
    if code == PREFER_NOT:
        return {"state": "prefer_not", "codes": []}
    return {"state": "answered", "codes": [code]} if code else {"state": "skipped", "codes": []}
