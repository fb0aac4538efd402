"""The pages of a questionnaire: what stands on which, in which order."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.consultations import rules
from portal.consultations.models import Consultation, SectionDraft
from portal.consultations.staff import queries
from portal.consultations.staff.building import (
    composition,
    details,
    importing,
    ordering,
    question_form,
)
from portal.consultations.staff.publishing import checklist
from portal.forms.words import Shown, flat
from portal.problems import Problem
from portal.store.saving import UNREFUSED, Change, Refusal, record, save
from portal.web.page import both, found, get, page, render


@page
@officer_only
def outline(request: Request, session: Session, account: Account) -> Response:
    """Show every section and question in order."""
    consultation = found(queries.by_slug(session, request.path_params["slug"]))
    questions = queries.questions(session, consultation)
    content = importing.drafted(session, consultation)
    return render(
        request,
        "consultations/staff/building/outline.html",
        block="main",
        consultation=consultation,
        fixed=details.is_fixed(consultation),
        sections=[
            (section, [q for q in questions if q.section_id == section.id])
            for section in queries.sections(session, consultation)
        ],
        shown_after=composition.shown_after(content),
        faults=_faults(content),
    )


@page
@officer_only
def new_section(request: Request, session: Session, account: Account) -> Response:
    """Add a section at the end."""
    slug = request.path_params["slug"]
    if request.method == "GET":
        consultation = found(queries.by_slug(session, slug))
        return _form(request, session, consultation, None, {})
    consultation = found(queries.for_change(session, slug))
    if details.is_fixed(consultation):
        return ordering.refused(request, consultation)
    return _add(request, session, account, consultation)


@page
@officer_only
def edit_section(request: Request, session: Session, account: Account) -> Response:
    """Change a section's texts and when it is shown."""
    slug, number = request.path_params["slug"], request.path_params["id"]
    if request.method == "GET":
        consultation = found(queries.by_slug(session, slug))
        opened = found(queries.section(session, consultation, number))
        fixed = details.is_fixed(consultation)
        shown = _shown(opened, consultation, fixed=fixed)
        return _form(request, session, consultation, opened, shown)
    consultation = found(queries.for_change(session, slug))
    sent, fixed = flat(request.state.form), details.is_fixed(consultation)
    if (section := queries.section(session, consultation, number)) is None:
        return _form(request, session, consultation, None, sent, Refusal(409))
    before = _shown(section, consultation, fixed=False)
    sent = details.completed(sent, before, _shown(section, consultation, fixed=True))
    reading = question_form.read_section(sent, section, consultation.languages, fixed=fixed)
    change = Change(account.id, "section.edited", f"{slug}/{section.code}")
    if refusal := save(session, change, section, before, sent, reading):
        return _form(request, session, consultation, section, sent, refusal)
    return ordering.back(request, consultation, ordering.place_of(section))


def _add(
    request: Request, session: Session, account: Account, consultation: Consultation
) -> Response:
    sent = flat(request.state.form)
    section = SectionDraft(consultation_id=consultation.id or 0, code="")
    reading = question_form.read_section(sent, section, consultation.languages, fixed=False)
    if reading.problems:
        refusal = Refusal(422, reading.problems)
        return _form(request, session, consultation, None, sent, refusal)
    siblings = queries.sections(session, consultation)
    taken = {one.code for one in siblings} | rules.RESERVED_SECTIONS
    section.code = composition.code_from(reading.values["title"], taken, "section")
    section.place = max((one.place for one in siblings), default=-1) + 1
    for name, value in reading.values.items():
        setattr(section, name, value)
    session.add(section)
    session.flush()
    change = Change(account.id, "section.added", f"{consultation.slug}/{section.code}")
    record(session, change)
    return ordering.back(request, consultation, ordering.place_of(section))


def _form(
    request: Request,
    session: Session,
    consultation: Consultation,
    section: SectionDraft | None,
    shown: Shown,
    refusal: Refusal = UNREFUSED,
) -> Response:
    content = importing.drafted(session, consultation)
    return render(
        request,
        "consultations/staff/building/section.html",
        block="main",
        **refusal.shown,
        deleted=refusal.status == 409 and section is None,
        version=section.revision if section else 0,
        consultation=consultation,
        fixed=details.is_fixed(consultation),
        section=section,
        shown=shown,
        choices=composition.earlier_choices(content, section=section.code if section else ""),
    )


def _shown(section: SectionDraft, consultation: Consultation, *, fixed: bool) -> Shown:
    return question_form.show_section(section, consultation.languages, fixed=fixed)


def _faults(content: composition.Content) -> dict[tuple[str, str], list[Problem]]:
    """Collect what could not be shown to residents, by "section" or "question" and its code."""
    faults: dict[tuple[str, str], list[Problem]] = {}
    for finding in checklist.broken(content):
        for place in finding.places:
            faults.setdefault((place.part, place.code), []).append(finding.problem)
    return faults


_SECTIONS = "/staff/consultations/{slug}/sections"

routes = [
    get("/staff/consultations/{slug}/questions", outline, name="staff_questions"),
    both(f"{_SECTIONS}/new", new_section, name="new_section"),
    both(f"{_SECTIONS}/{{id}}", edit_section, name="edit_section"),
]
