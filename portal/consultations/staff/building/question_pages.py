"""What a question's editing pages show, and how a new question comes to be."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.models import Account
from portal.consultations.models import Consultation, QuestionDraft
from portal.consultations.staff import queries
from portal.consultations.staff.building import (
    composition,
    details,
    question_form,
    templates_library,
)
from portal.consultations.staff.building.importing import drafted
from portal.forms.form import Reading
from portal.forms.words import Shown
from portal.problems import Problem, Problems, mark
from portal.questions.questionnaire import Kind
from portal.store.saving import UNREFUSED, Change, Refusal, record
from portal.web.page import render

KINDS: dict[Kind, tuple[str, str]] = {
    Kind.SINGLE: (mark("One answer from a list"), ""),
    Kind.MULTIPLE: (mark("Several answers from a list"), ""),
    Kind.SCALE: (mark("A scale"), mark("Numbers from low to high, with words for both ends.")),
    Kind.RANKING: (mark("Putting things in order"), mark("Residents write 1, 2, 3 beside them.")),
    Kind.MATRIX: (mark("A table"), mark("The same answers to several short questions.")),
    Kind.NUMBER: (mark("A number"), ""),
    Kind.DATE: (mark("A date"), ""),
    Kind.SHORT: (mark("A few words"), ""),
    Kind.LONG: (mark("A long answer"), mark("In the resident's own words.")),
    Kind.PANEL: (mark("Information only"), mark("A heading and a text, nothing to answer.")),
}
"""What each kind of question is called, and what needs explaining about it."""


def new(
    request: Request,
    session: Session,
    consultation: Consultation,
    shown: Shown,
    problems: Problems | None = None,
) -> Response:
    """Show the form of a question that is not there yet."""
    return render(
        request,
        "consultations/staff/building/question_new.html",
        block="main",
        problems=problems,
        consultation=consultation,
        sections=queries.sections(session, consultation),
        shown=shown,
        kinds=KINDS,
    )


def form(
    request: Request,
    session: Session,
    consultation: Consultation,
    question: QuestionDraft,
    shown: Shown,
    refusal: Refusal = UNREFUSED,
) -> Response:
    """Show the form of a question, with what was typed into it before it was refused."""
    return _page(
        request,
        session,
        consultation,
        question,
        **refusal.shown,
        version=question.revision,
        shown=shown,
    )


def deleted(
    request: Request, session: Session, consultation: Consultation, sent: Shown
) -> Response:
    """Show what was typed into the form of a question that somebody else deleted meanwhile."""
    kind = _kind(sent) or Kind.SHORT
    question = QuestionDraft(section_id=0, code="", kind=kind)
    return _page(
        request, session, consultation, question, status=409, theirs=[], version=0, shown=sent
    )


def added(
    session: Session, account: Account, consultation: Consultation, sent: Shown
) -> tuple[QuestionDraft | None, Problems]:
    """Add a question at the end of its section, or say what is wrong with it."""
    kind = _kind(sent)
    if kind is None:
        return None, {"kind": Problem(mark("Choose a kind of question."))}
    question = QuestionDraft(section_id=0, code="", kind=kind)
    reading = question_form.read_question(sent, question, consultation.languages, fixed=False)
    reading = with_section(session, consultation, question, sent, reading)
    if reading.problems:
        return None, reading.problems
    for name, value in reading.values.items():
        setattr(question, name, value)
    taken = {one.code for one in queries.questions(session, consultation)}
    question.code = composition.code_from(question.label, taken, "question")
    if kind is Kind.LONG and not question.hint:
        languages = tuple(consultation.languages)
        question.hint = templates_library.in_languages(
            templates_library.phrases()["no_names"], languages
        )
    session.add(question)
    session.flush()
    record(session, Change(account.id, "question.added", f"{consultation.slug}/{question.code}"))
    return question, {}


def with_section(
    session: Session,
    consultation: Consultation,
    question: QuestionDraft,
    sent: Shown,
    reading: Reading,
) -> Reading:
    """Add to what was read which section the question goes to, at its end when it is new there."""
    sections = {str(one.id): one for one in queries.sections(session, consultation)}
    if sent.get("section") not in sections:
        problem = Problem(mark("Choose a section. If there is none yet, add one first."))
        return Reading(reading.values, reading.problems | {"section": problem})
    section_id = sections[sent["section"]].id
    if section_id == question.section_id:
        return reading
    every = queries.questions(session, consultation)
    place = max((one.place for one in every if one.section_id == section_id), default=-1) + 1
    return Reading(reading.values | {"section_id": section_id, "place": place}, reading.problems)


def listed(question: QuestionDraft) -> dict[str, list[str]]:
    """Name the options and rows of a question, in their order."""
    lists = {"options": question.options, "rows": question.rows}
    return {name: [item["code"] for item in items] for name, items in lists.items()}


def place(
    consultation: Consultation,
    question: QuestionDraft,
    command: str,
    before: Mapping[str, list[str]],
) -> str:
    """Name the place where the work goes on: the item that moved, a new one, or the next one."""
    name, _, rest = command.partition(".")
    code = rest.partition(".")[2]
    known, codes = before.get(name, []), listed(question).get(name, [])
    added = [one for one in codes if one not in known]
    if code in codes:
        return f"{name}-{code}"
    if added:
        return f"{name}-{added[0]}-label-{consultation.languages[0]}"
    if codes and code in known:
        return f"{name}-{codes[min(known.index(code), len(codes) - 1)]}"
    return f"{name}-list"


def _page(
    request: Request,
    session: Session,
    consultation: Consultation,
    question: QuestionDraft,
    **context: Any,
) -> Response:
    content = drafted(session, consultation)
    return render(
        request,
        "consultations/staff/building/question.html",
        block="main",
        consultation=consultation,
        fixed=details.is_fixed(consultation),
        question=question,
        sections=queries.sections(session, consultation),
        texts=question_form.texts_of(question.kind),
        lists=question_form.items(context["shown"], question.kind),
        choices=composition.earlier_choices(content, question=question.code),
        **({"problems": {}} | context),
    )


def _kind(sent: Shown) -> Kind | None:
    return next((kind for kind in Kind if kind.value == sent.get("kind")), None)
