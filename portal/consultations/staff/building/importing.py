"""Filling a consultation's drafts from a questionnaire: a template, a copy or a demonstration."""

from typing import Any

from sqlmodel import Session

from portal.consultations import texts
from portal.consultations.models import Consultation, QuestionDraft, SectionDraft
from portal.consultations.staff import queries
from portal.consultations.staff.building import composition
from portal.consultations.staff.building.composition import Content
from portal.questions.questionnaire import Kind, from_json

_WORDS = (*texts.QUESTION, *texts.LISTS)
_EMPTY: dict[str, Any] = {"languages": [], "options": [], "rows": [], "minutes": None}


def import_content(session: Session, consultation: Consultation, content: Content) -> None:
    """Replace the texts, pages and questions of a consultation by those of a questionnaire.

    A questionnaire that an edition could not be read from raises before anything is replaced.
    """
    from_json(content)
    for name in texts.DETAILS:
        setattr(consultation, name, dict(content.get(name) or {}))
    consultation.languages = list(content["languages"])
    consultation.minutes = content.get("minutes")
    session.add(consultation)
    session.flush()
    queries.clear_drafts(session, consultation)
    for place, section in enumerate(content["sections"]):
        _add_section(session, consultation, section, place)


def restore(session: Session, consultation: Consultation, content: Content) -> None:
    """Put the words of a questionnaire back into drafts of the same structure, row by row.

    What has them already stays as it is, and so do the forms that are open on it.
    """
    pages = {one.code: one for one in queries.sections(session, consultation)}
    asked = {one.code: one for one in queries.questions(session, consultation)}
    _put_back(session, consultation, content, (*texts.DETAILS, "languages", "minutes"))
    for page in content["sections"]:
        _put_back(session, pages[page["code"]], page, texts.SECTION)
        for question in page["questions"]:
            _put_back(session, asked[question["code"]], question, _WORDS)


def drafted(session: Session, consultation: Consultation) -> Content:
    """Put a consultation's drafts together as the edition they would become."""
    return composition.content(
        consultation,
        queries.sections(session, consultation),
        queries.questions(session, consultation),
    )


def _put_back(
    session: Session,
    row: Consultation | SectionDraft | QuestionDraft,
    content: Content,
    names: tuple[str, ...],
) -> None:
    values = {name: content.get(name) or _EMPTY.get(name, {}) for name in names}
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    row.revision += bool(changed)
    session.add(row)


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
    names = (*_WORDS, "show_if")
    return QuestionDraft(
        section_id=section_id,
        place=place,
        code=content["code"],
        kind=Kind(content["kind"]),
        required=bool(content.get("required")),
        minimum=content.get("minimum"),
        maximum=content.get("maximum"),
        **{name: content.get(name) or _EMPTY.get(name, {}) for name in names},
    )


def _id(number: int | None) -> int:
    assert number is not None  # noqa: S101 - the row has just been flushed
    return number
