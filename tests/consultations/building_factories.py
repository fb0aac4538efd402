"""Consultations as staff build them, for tests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from portal.consultations.models import Consultation
from portal.consultations.staff.building.importing import import_content

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def words(text: str, *languages: str) -> dict[str, str]:
    """Write a text in several languages, each marked as such."""
    return {tag: f"{text} ({tag})" for tag in languages or ("en", "cy")}


def option(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "label": words(code.title()), "other": False, "exclusive": False} | more


def question(code: str, kind: str = "short", **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "kind": kind,
        "label": words(code.title()),
        "hint": {},
        "context": {},
        "required": False,
        "options": [],
        "rows": [],
        "minimum": None,
        "maximum": None,
        "low": {},
        "high": {},
        "show_if": None,
    } | more


def choice(code: str, *options: str, kind: str = "single", **more: Any) -> dict[str, Any]:
    return question(code, kind, options=[option(name) for name in options], **more)


def section(code: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "title": words(code.title()),
        "intro": {},
        "show_if": None,
        "questions": list(questions),
    } | more


def content(*sections: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Write a questionnaire with nothing to complain about, in English and Welsh."""
    usual = (
        section("buses", choice("use", "often", "never"), question("why", hint=words("No names"))),
        section("more", question("ideas", "long", hint=words("No names"))),
    )
    return {
        "title": words("Buses"),
        "summary": words("About buses"),
        "purpose": words("Why we ask"),
        "privacy": words("We keep no names"),
        "languages": ["en", "cy"],
        "minutes": 5,
        "sections": list(sections or usual),
    } | more


def drafted(session: Session, slug: str = "buses", **more: Any) -> Consultation:
    """Keep a consultation that is being prepared and could be published as it is."""
    consultation = Consultation(
        slug=slug,
        opens=more.pop("opens", datetime.now(UTC) + timedelta(days=1)),
        closes=more.pop("closes", datetime.now(UTC) + timedelta(days=31)),
        report_back=date(2035, 1, 1),
        delete_written=date(2036, 1, 1),
        delete_equality=date(2036, 1, 1),
    )
    import_content(session, consultation, more.pop("content", None) or content())
    for name, value in more.items():
        setattr(consultation, name, value)
    session.commit()
    return consultation
