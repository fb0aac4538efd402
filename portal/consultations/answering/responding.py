"""Answering: sections as pages, in order or picked from the contents page."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from portal.consultations.answering import answers_shown, found_answers, sending, versions, visits
from portal.consultations.answering.drafts import Work
from portal.consultations.answering.visits import Visit
from portal.problems import Problems
from portal.questions import answers, field_limits
from portal.questions.questionnaire import Question, Section
from portal.web.page import (
    both,
    found,
    get,
    link,
    page,
    public,
    redirect,
    redirect_to,
    render,
    same_for_all,
    switched,
)


@page
@public
def contents(request: Request, session: Session) -> Response:
    """List the sections and what has been answered in each, to pick one or go on."""
    here = visits.visit(request, session)
    if here.response is not None:
        return redirect(request, "respond_done", slug=here.slug)
    shown = answers.shown_sections(here.questionnaire, here.work.sent)
    parts = [(section, *_progress(questions, here.work)) for section, questions in shown]
    begun = versions.number_given(here.questionnaire, here.work)
    dropped = answers_shown.dropped(here.questionnaire, here.work)
    return render(
        request,
        "consultations/answering/contents.html",
        here=here,
        parts=parts,
        begun=begun,
        dropped=dropped,
    )


@page(quick=True)
@public
def section(request: Request, session: Session) -> Response:
    """Show one section, and keep what is sent for it whatever is wrong with it."""
    here = visits.visit(request, session)
    if here.response is not None:
        return _sent_before(request, session, here)
    shown = answers.shown_sections(here.questionnaire, here.work.sent)
    current = found(here.questionnaire.section(request.path_params["section"]))
    if request.method != "GET":
        return _keep_section(request, session, here, current)
    if current not in [s for s, _ in shown]:
        return redirect(request, "respond", slug=here.slug)
    return _shown_section(request, here, current)


def _sent_before(request: Request, session: Session, here: Visit) -> Response:
    """Lead to the receipt, which says that what a form brought is not kept if it says else."""
    current = here.questionnaire.section(request.path_params["section"])
    form = getattr(request.state, "form", FormData())
    posted = {name: [str(value) for value in form.getlist(name)] for name in form}
    kept = sending.kept_answers(session, here.response) if here.response else {}
    changed = bool(posted and current and answers.differ(current, posted, kept))
    sent = "before" if changed else "already"
    return redirect_to(request, f"{link('respond_done', slug=here.slug)}?sent={sent}")


def _keep_section(request: Request, session: Session, here: Visit, current: Section) -> Response:
    if elsewhere := switched(request):
        return elsewhere
    form = request.state.form
    posted = {name: [str(value) for value in form.getlist(name)] for name in form}
    if unkept := _unkept(request, here, current, posted):
        return unkept
    moves_on = not {"_switch", "_save", versions.USE} & form.keys()
    work = versions.with_section(here.questionnaire, current, here.work, posted, settles=moves_on)
    work = visits.typed_in(request, here, work)
    here = here.with_work(work.with_changes(lost=here.has_lost(request)))
    questions = _questions(here, current)
    problems = _twice(questions, here.work) | _problems(questions, here.work.sent)
    opened = not {q.code for q in questions} <= versions.shown(posted)
    here = here.with_work(here.work.with_changes(opened=current.code if opened else ""))
    if asked := visits.asked_for_code(request, here):
        return asked
    visits.keep_work(session, here)
    if moves_on and problems and not opened:
        return visits.holding_nothing(
            request, here, visits.tell(request, _address(request, here, current))
        )
    return visits.holding_nothing(request, here, _onward(request, here, current, stay=opened))


def _unkept(
    request: Request, here: Visit, current: Section, posted: dict[str, list[str]]
) -> Response | None:
    """Show again what is far too long, or of another draft, with all that stood on it."""
    if versions.is_elsewhere(here.work, posted):
        return _elsewhere(request, here, current, posted)
    if problems := field_limits.overlong(current, posted):
        typed = here.with_work(here.work.with_changes(sent=here.work.sent | posted))
        return _section_page(request, typed, current, problems, versions.carried(posted))
    return None


def _elsewhere(
    request: Request, here: Visit, current: Section, posted: Mapping[str, Sequence[str]]
) -> Response:
    """Show a page of another draft as it came, and leave to somebody where it belongs."""
    others = answers.without(current.questions, here.work.sent)
    typed = here.work.with_changes(sent=others | answers.typed(current, posted), versions={})
    showing = here.with_work(visits.typed_in(request, here, typed))
    names = (question.code for question in _on_page(showing, current))
    carried = versions.taken_over(names, here.work)
    return _section_page(request, showing, current, {}, carried, elsewhere=True)


def _onward(request: Request, here: Visit, current: Section, *, stay: bool) -> Response:
    form = request.state.form
    if "_save" in form:
        nothing = here.work.is_empty and visits.tell(
            request, _address(request, here, current), visits.NOTHING
        )
        return nothing or redirect(request, "respond_saved", slug=here.slug)
    if stay or {"_switch", versions.USE} & form.keys():
        return redirect_to(request, _address(request, here, current) + versions.place(form))
    codes = [s.code for s, _ in answers.shown_sections(here.questionnaire, here.work.sent)]
    if current.code not in codes:
        return redirect(request, "respond", slug=here.slug)
    place = codes.index(current.code) + 1
    if place == len(codes) or visits.from_check(request):
        address = link("respond_check", slug=here.slug)
        return (
            visits.tell(request, address) if here.work.is_empty else redirect_to(request, address)
        )
    return redirect(request, "respond_section", slug=here.slug, section=codes[place])


def _shown_section(request: Request, here: Visit, current: Section) -> Response:
    work, told = here.work, visits.is_told(request)
    asked = _questions(here, current) if told or work.versions else []
    problems = _twice(asked, work) | (_problems(asked, work.sent) if told else {})

    def make() -> Response:
        shown = versions.fingerprint(_on_page(here, current), work, name)
        return _section_page(request, here, current, problems, shown)

    # Most visits are a first look; drawing the fields of a page is what takes its time.
    item = here.consultation
    key = (item.id, item.edition, item.slug, current.code, visits.from_check(request))
    own = here.code or problems or visits.NOTHING in request.query_params
    name = versions.new_page() if own else versions.PAGE_MARK
    fill = {versions.PAGE_MARK: versions.new_page()}
    return make() if own else same_for_all(request, key, make, fill)


def _section_page(
    request: Request,
    here: Visit,
    current: Section,
    problems: Problems,
    carries: str,
    *,
    elsewhere: bool = False,
) -> Response:
    shown = [s for s, _ in answers.shown_sections(here.questionnaire, here.work.sent)]
    place = shown.index(current) if current in shown else 0
    questions = _on_page(here, current)
    return render(
        request,
        "consultations/answering/section.html",
        status=409 if elsewhere else 200,
        here=here,
        consultation=here.consultation,
        questionnaire=here.questionnaire,
        page_languages=here.languages,
        section=current,
        questions=questions,
        shown=carries,
        elsewhere=elsewhere,
        versions=answers_shown.shown_versions(questions, here.work),
        sent=here.work.sent,
        languages=here.work.languages,
        dropped=answers_shown.dropped(here.questionnaire, here.work),
        opened=here.work.opened == current.code,
        begun=visits.BEGUN if here.begun else "",
        lost=here.work.lost,
        found=found_answers.found_answers(request, here),
        nothing=visits.NOTHING in request.query_params,
        place=place + 1,
        places=len(shown),
        back=_back(here, shown[:place]),
        action=_address(request, here, current),
        problems=problems,
    )


def _back(here: Visit, before: Sequence[Section]) -> str:
    if not before:
        return link("consultation", slug=here.slug)
    return link("respond_section", slug=here.slug, section=before[-1].code)


def _questions(here: Visit, current: Section) -> list[Question]:
    codes = {question.code for question in answers.applying(here.questionnaire, here.work.sent)}
    return [question for question in current.questions if question.code in codes]


def _on_page(here: Visit, current: Section) -> Sequence[Question]:
    # A page that another tab took away is shown whole to whoever still writes on it.
    return _questions(here, current) or current.questions


def _problems(questions: list[Question], sent: answers.Sent) -> Problems:
    problems: Problems = {}
    for question in questions:
        problems |= answers.read_question(question, sent)[1]
    return problems


def _twice(questions: Sequence[Question], work: Work) -> Problems:
    return versions.problems((question.code for question in questions), work.versions)


def _progress(questions: list[Question], work: Work) -> tuple[int, int]:
    asked = [question for question in questions if question.kind != "panel"]
    return sum(answers.is_answered(question, work.sent) for question in asked), len(asked)


def _address(request: Request, here: Visit, current: Section) -> str:
    path = link("respond_section", slug=here.slug, section=current.code)
    return path + visits.from_check(request)


_PATH = "/consultations/{slug}/respond"

routes = [get(_PATH, contents, name="respond")]

section_route = both(_PATH + "/{section}", section, name="respond_section")
"""The section pages, to be placed after every page whose address begins in the same way."""
