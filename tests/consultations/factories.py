"""Consultations to answer: each test says only what matters to it."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from portal.consultations.models import Consultation, Edition
from portal.consultations.rules import Stage
from portal.store.db import now

YES_NO = [{"code": "yes", "label": {"en": "Yes"}}, {"code": "no", "label": {"en": "No"}}]


def question(code: str, kind: str = "short", **changes: Any) -> dict[str, Any]:
    """Describe a question in the form of an edition."""
    label = {"en": f"Label of {code}", "ur": f"{code} کا عنوان"}
    options = YES_NO if kind in ("single", "multiple", "ranking", "matrix") else []
    return {"code": code, "kind": kind, "label": label, "options": options} | changes


def content(*sections: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """Describe an edition whose sections are called s1, s2 and so on."""
    described = [
        {"code": f"s{n}", "title": {"en": f"Section {n}"}, "questions": questions}
        for n, questions in enumerate(sections, 1)
    ]
    return {
        "title": {"en": "Parks", "ur": "پارک"},
        "summary": {"en": "Tell us about parks."},
        "purpose": {"en": "We want **better** parks."},
        "privacy": {"en": "Only the parks team reads this."},
        "languages": ["en", "ur"],
        "minutes": 5,
        "sections": described or [_first()],
    } | changes


def consultation(session: Session, *sections: list[dict[str, Any]], **changes: Any) -> Consultation:
    """Save an open consultation, called parks, with one edition."""
    described = content(*sections, **changes.pop("content", {}))
    values: dict[str, Any] = {
        "slug": "parks",
        "stage": Stage.PUBLISHED,
        "title": described["title"],
        "summary": described["summary"],
        "languages": described["languages"],
        "opens": now() - timedelta(days=1),
        "closes": now() + timedelta(days=30),
        "report_back": (now() + timedelta(days=90)).date(),
        "edition": 1,
    }
    item = Consultation(**(values | changes))
    session.add(item)
    session.flush()
    session.add(Edition(consultation_id=item.id or 0, number=1, content=described))
    session.commit()
    return item


def _first() -> dict[str, Any]:
    return {
        "code": "s1",
        "title": {"en": "Section 1"},
        "questions": [question("idea", "long", required=True)],
    }
