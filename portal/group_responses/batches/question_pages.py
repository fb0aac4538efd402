"""Where a helper changes which questions a batch asks, once it is under way."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.group_responses import guards
from portal.group_responses.batches import choosing, forms, keeping, rules
from portal.membership.guards import Mine
from portal.problems import Problem, Problems, mark
from portal.store.db import now
from portal.web.page import both, found, link, page, redirect_to, render

_ANSWERED = mark(
    "Person %(person)s answered question %(question)s. Empty that first, or ask the question."
)


@page
@guards.ACTING
def batch_questions(request: Request, session: Session, mine: Mine) -> Response:
    """Show which questions a batch asks, and ask others; none of them takes an answer away."""
    here = found(keeping.here(session, mine, request.path_params["batch"], now()))
    whole = here.whole
    if request.method == "GET":
        without = here.draft.left_out
        asked = [one.code for one in choosing.choosable(whole) if one.code not in without]
        return _page(request, here, asked, {})
    ticked = [str(one) for one in request.state.form.getlist(forms.ASKED)]
    left_out = choosing.left_out(whole, ticked)
    if problems := _hindrance(here, left_out):
        return _page(request, here, ticked, problems)
    keeping.choose(session, here.draft, left_out)
    return redirect_to(request, link("group_batch", slug=mine.group.slug, batch=here.draft.id))


def _hindrance(here: keeping.Here, left_out: list[str]) -> Problems:
    gone = choosing.missing(here.whole, choosing.narrowed(here.whole, left_out))
    for person, code in choosing.answered(here.filled, gone):
        values = {"person": person, "question": rules.numbers(here.whole)[code]}
        return {forms.ASKED: Problem(_ANSWERED, values)}
    return {}


def _page(request: Request, here: keeping.Here, ticked: list[str], problems: Problems) -> Response:
    return render(
        request,
        "group_responses/batches/questions.html",
        status=422 if problems else 200,
        here=here,
        group=here.mine.group,
        choosable=choosing.choosable(here.whole),
        numbers=rules.numbers(here.whole),
        ticked=ticked,
        problems=problems,
    )


routes = [
    both(
        "/member/groups/{slug}/batches/{batch}/questions", batch_questions, name="batch_questions"
    ),
]
