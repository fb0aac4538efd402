"""What a group answers together: all of it at a glance, its sections, and who changed what."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.consultations.answering import answers_shown, languages, receipt_view, versions, visits
from portal.group_responses.shared import choosing, drafting, queries
from portal.languages import text_languages
from portal.membership.guards import Mine, of_group
from portal.problems import Problems, mark
from portal.questions import answers, field_limits
from portal.questions.questionnaire import Question, Section
from portal.web.page import both, found, get, page, redirect_to, render

_UNTOLD: dict[str, Any] = {"over": False, "anew": False, "changes": {}, "chosen": ""}
SAID = mark("Also given in your group")


@page
@of_group
def shared_answer(request: Request, session: Session, mine: Mine) -> Response:
    """Show how far the answer of the group is, or what was sent."""
    return overview(request, session, drafting.find(request, session, mine))


def overview(
    request: Request, session: Session, here: drafting.Drafting, status: int = 200, **told: Any
) -> Response:
    """Draw the page of the answer of a group."""
    if here.response is not None:
        sent: dict[str, Any] = {"problems": {}, "again": False}
        sent |= receipt_view.shown(request, session, here.consultation, here.response)
        return render(
            request,
            "group_responses/shared/standing.html",
            status=status,
            here=here,
            **(sent | told),
        )
    shown = answers.shown_sections(here.questionnaire, here.work.sent)
    changes = queries.latest(session, here.answer) if here.answer and here.begun else ()
    parts = [(section, *_progress(asked, here), _last(asked, changes)) for section, asked in shown]
    return render(
        request,
        "group_responses/shared/overview.html",
        status=status,
        here=here,
        parts=parts,
        dropped=answers_shown.dropped(here.questionnaire, here.work),
        **told,
    )


@page
@of_group
def shared_section(request: Request, session: Session, mine: Mine) -> Response:
    """Show one section, and keep what is sent for it whatever is wrong with it."""
    here = drafting.find(request, session, mine)
    current = found(here.questionnaire.section(request.path_params["section"]))
    if request.method != "GET":
        return _keep(request, session, here, current)
    if not here.may_write or current not in _shown(here):
        return redirect_to(request, here.address())
    asked = _questions(here, current)
    chosen = request.query_params.get(choosing.CHOSEN, "")
    problems = choosing.problems(asked, here, chosen)
    if visits.is_told(request):
        problems |= _problems(asked, here.work.sent)
    carries = versions.fingerprint(asked, here.work, versions.new_page())
    latest = queries.latest(session, here.answer) if here.answer and here.begun else ()
    changes = {one.question: one for one in reversed(latest)}
    return _page(request, here, current, problems, carries, changes=changes, chosen=chosen)


@page
@of_group
def shared_history(request: Request, session: Session, mine: Mine) -> Response:
    """Show which answers were given to a question lately, and whether one gave them oneself."""
    here = drafting.find(request, session, mine)
    question = found(here.questionnaire.question(request.path_params["question"]))
    answer = found(here.answer if here.begun else None)
    sections = here.questionnaire.sections
    return render(
        request,
        "group_responses/shared/history.html",
        here=here,
        question=question,
        section=next(one for one in sections if question in one.questions),
        changes=[
            (one, answers_shown.as_typed(question, one.sent, one.language))
            for one in queries.history(session, answer, question.code)
        ],
    )


def _keep(
    request: Request, session: Session, here: drafting.Drafting, current: Section
) -> Response:
    form = request.state.form
    posted = {name: [str(value) for value in form.getlist(name)] for name in form}
    if refused := _unkept(request, here, current, posted):
        return refused
    settles = versions.USE not in form
    moves_on = settles and "_save" not in form
    work = versions.with_section(here.questionnaire, current, here.work, posted, settles=settles)
    tag = text_languages.of_form(form)
    after = here.with_work(languages.filed(here.questionnaire, here.work, work, tag))
    if after.work.sent != here.work.sent or after.work.versions != here.work.versions:
        days = request.state.council.draft_days
        after = drafting.keep(session, after, here.work, tag, days)
    return redirect_to(request, _onward(request, after, current, moves_on=moves_on))


def _unkept(
    request: Request, here: drafting.Drafting, current: Section, posted: dict[str, list[str]]
) -> Response | None:
    """Show again what cannot be kept as it came: it is over, of another draft, or far too long."""
    rest = answers.without(current.questions, here.work.sent)
    sent = rest | answers.typed(current, posted)
    typed = here.with_work(here.work.with_changes(sent=sent, versions={}))
    carries = versions.carried(posted)
    if not here.may_write:
        return _page(request, typed, current, {}, carries, status=409, over=True)
    if versions.is_elsewhere(here.work, posted):
        again = versions.taken_over((one.code for one in current.questions), here.work)
        return _page(request, typed, current, {}, again, status=409, anew=True)
    if problems := field_limits.overlong(current, posted):
        return _page(request, typed, current, problems, carries)
    return None


def _onward(request: Request, here: drafting.Drafting, current: Section, *, moves_on: bool) -> str:
    own = here.address("shared_section", section=current.code) + visits.from_check(request)
    asked = _questions(here, current)
    twice = choosing.unsettled(asked, here)
    if place := versions.place(request.state.form):
        return _with(own, f"{choosing.CHOSEN}={place.removeprefix('#')}{place}")
    if twice:
        return f"{own}#{twice[0]}"
    if moves_on and _problems(asked, here.work.sent):
        return _with(own, "wrong=yes")
    if visits.from_check(request):
        return here.address("shared_check")
    return _next(here, current) if moves_on else here.address()


def _with(address: str, said: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{said}"


def _next(here: drafting.Drafting, current: Section) -> str:
    codes = [one.code for one in _shown(here)]
    if current.code not in codes:
        return here.address()
    after = codes[codes.index(current.code) + 1 :]
    if after:
        return here.address("shared_section", section=after[0])
    return here.address("shared_check" if here.begun else "shared_answer")


def _page(
    request: Request,
    here: drafting.Drafting,
    current: Section,
    problems: Problems,
    carries: str,
    status: int = 200,
    **told: Any,
) -> Response:
    shown = _shown(here)
    questions: Sequence[Question] = _questions(here, current) or current.questions
    return render(
        request,
        "group_responses/shared/section.html",
        status=status,
        here=here,
        section=current,
        questions=questions,
        place=shown.index(current) + 1 if current in shown else 0,
        places=len(shown),
        shown=carries,
        said=SAID,
        versions=answers_shown.shown_versions(questions, here.work),
        dropped=answers_shown.dropped(here.questionnaire, here.work),
        action=here.address("shared_section", section=current.code) + visits.from_check(request),
        problems=problems,
        **(_UNTOLD | told),
    )


def _shown(here: drafting.Drafting) -> list[Section]:
    return [one for one, _ in answers.shown_sections(here.questionnaire, here.work.sent)]


def _questions(here: drafting.Drafting, current: Section) -> list[Question]:
    shown = answers.shown_sections(here.questionnaire, here.work.sent)
    return next((asked for section, asked in shown if section == current), [])


def _problems(questions: Sequence[Question], sent: Mapping[str, Sequence[str]]) -> Problems:
    problems: Problems = {}
    for question in questions:
        problems |= answers.read_question(question, sent)[1]
    return problems


def _progress(questions: list[Question], here: drafting.Drafting) -> tuple[int, int]:
    asked = [question for question in questions if question.kind != "panel"]
    return sum(answers.is_answered(one, here.work.sent) for one in asked), len(asked)


def _last(questions: list[Question], changes: Sequence[Any]) -> Any:
    codes = {question.code for question in questions}
    return next((one for one in changes if one.question in codes), None)


_ONE = "/member/groups/{slug}/consultations/{consultation}"

routes = [
    get(_ONE, shared_answer, name="shared_answer"),
    both(f"{_ONE}/sections/{{section}}", shared_section, name="shared_section"),
    get(f"{_ONE}/history/{{question}}", shared_history, name="shared_history"),
]
