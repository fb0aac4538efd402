"""Filling a consultation's drafts from a questionnaire: a template, a copy or a demonstration."""

from typing import Any

from sqlmodel import Session

from portal.consultations import building, editor_queries
from portal.consultations.building import Content
from portal.consultations.models import Consultation, QuestionDraft, SectionDraft
from portal.consultations.questionnaire import Kind, from_json


def import_content(session: Session, consultation: Consultation, content: Content) -> None:
    """Replace the texts, pages and questions of a consultation by those of a questionnaire.

    A questionnaire that an edition could not be read from raises before anything is replaced.
    """
    from_json(content)
    for name in ("title", "summary", "purpose", "privacy"):
        setattr(consultation, name, dict(content.get(name) or {}))
    consultation.languages = list(content["languages"])
    consultation.minutes = content.get("minutes")
    session.add(consultation)
    session.flush()
    editor_queries.clear_drafts(session, consultation)
    for place, section in enumerate(content["sections"]):
        _add_section(session, consultation, section, place)


def drafted(session: Session, consultation: Consultation) -> Content:
    """Put a consultation's drafts together as the edition they would become."""
    return building.content(
        consultation,
        editor_queries.sections(session, consultation),
        editor_queries.questions(session, consultation),
    )


def _add_section(
    session: Session, consultation: Consultation, content: Content, place: int
) -> None:
    section = SectionDraft(
        consultation_id=_id(consultation.id),
        place=place,
        code=content["code"],
        title=content["title"],
        intro=content.get("intro") or {},
        show_if=content.get("show_if") or {},
    )
    session.add(section)
    session.flush()
    for number, question in enumerate(content["questions"]):
        session.add(_question(_id(section.id), question, number))
    session.flush()


def _question(section_id: int, content: Content, place: int) -> QuestionDraft:
    empty: dict[str, Any] = {"options": [], "rows": []}
    names = ("hint", "context", "low", "high", "show_if", "options", "rows")
    return QuestionDraft(
        section_id=section_id,
        place=place,
        code=content["code"],
        kind=Kind(content["kind"]),
        label=content["label"],
        required=bool(content.get("required")),
        minimum=content.get("minimum"),
        maximum=content.get("maximum"),
        **{name: content.get(name) or empty.get(name, {}) for name in names},
    )


def _id(number: int | None) -> int:
    assert number is not None  # noqa: S101 - the row has just been flushed
    return number
