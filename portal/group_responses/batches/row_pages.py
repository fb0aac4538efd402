"""Where a helper begins a batch, fills its rows, one at a time or as a grid, and gives it up."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms import form
from portal.group_responses import guards
from portal.group_responses.batches import choosing, forms, keeping, queries, rules
from portal.membership.guards import Mine, of_group
from portal.problems import Problem, Problems, mark
from portal.store import saving
from portal.store.db import now, random_id
from portal.web.page import (
    both,
    done,
    found,
    get,
    keep,
    link,
    page,
    post,
    redirect_to,
    render,
    sent_text,
)

_CLOSED = mark("This consultation takes no answers now.")
_MANY = mark("You have begun as many lists as you can. Send or delete one first.")
_MORE = 3
_PAGES = {"check": "send_batch", "questions": "batch_questions"}
"""Where buttons lead, after what was typed is kept."""


@page
@guards.ACTING
def batches(request: Request, session: Session, mine: Mine) -> Response:
    """Show what a helper has under way for a consultation, and begin another batch."""
    asked = guards.asked(request, session)
    if request.method == "GET":
        return _beginning(request, session, mine, asked)
    reading, moment = form.read(forms.BEGINNING, request.state.form), now()
    name = sent_text(request.state.form, "_key")[:22] or random_id()
    if begun := queries.draft(session, mine.membership, name, moment):
        return redirect_to(request, address(mine, begun.id))
    if problems := reading.problems or _hindrance(session, mine, asked):
        return _beginning(request, session, mine, asked, problems)
    name = random_id() if queries.is_taken(session, name) else name
    begins = _begins(request, asked, name, reading.values)
    days = request.state.council.draft_days
    draft = keeping.begin(session, mine, asked.consultation, begins, moment, days)
    return redirect_to(request, address(mine, draft.id))


@page
@guards.ACTING
def batch(request: Request, session: Session, mine: Mine) -> Response:
    """Show the rows of a batch, and keep what was entered."""
    name = request.path_params["batch"]
    here = keeping.here(session, mine, name, now())
    if here is None and queries.was_sent(session, mine.group, name):
        return render(request, "group_responses/batches/gone.html", status=410, group=mine.group)
    here = found(here)
    if request.method == "GET":
        wrong = rules.problems_of(here.asked, here.filled, whole=False)
        return _rows(request, here, here.filled, wrong)
    return _keep(request, session, here)


@page
@guards.ACTING
def delete_batch(request: Request, session: Session, mine: Mine) -> Response:
    """Give up a batch; a second tap finds nothing to give up, and is told the same."""
    asked = guards.asked(request, session)
    name = sent_text(request.state.form, "batch")
    if draft := queries.draft(session, mine.membership, name, now()):
        queries.forget(session, draft)
    return done(request, asked.address("group_batches", mine), "deleted")


@page
@of_group
def read_aloud(request: Request, session: Session, mine: Mine) -> Response:
    """Show in large print what is read aloud: what everybody agrees to, and the questions."""
    asked = guards.asked(request, session)
    return render(
        request,
        "group_responses/batches/read_aloud.html",
        group=mine.group,
        asked=asked,
        questionnaire=asked.questionnaire,
        numbers=rules.numbers(asked.questionnaire),
    )


def address(mine: Mine, name: str) -> str:
    """Give the address of a batch."""
    return link("group_batch", slug=mine.group.slug, batch=name)


def _hindrance(session: Session, mine: Mine, asked: guards.Asked) -> Problems:
    if not asked.is_open:
        return {"people": Problem(_CLOSED)}
    many = queries.count_drafts(session, mine.membership) >= rules.MOST_DRAFTS
    return {"people": Problem(_MANY)} if many else {}


def _begins(
    request: Request, asked: guards.Asked, name: str, values: Mapping[str, Any]
) -> keeping.Beginning:
    ticked = map(str, request.state.form.getlist(forms.ASKED))
    left_out = choosing.left_out(asked.questionnaire, ticked)
    return keeping.Beginning(name, values["language"], values["people"], left_out)


def _keep(request: Request, session: Session, here: keeping.Here) -> Response:
    sent, before = request.state.form, here.filled
    posted = {name: [str(value) for value in sent.getlist(name)] for name in sent}
    entered, overlong = rules.typed(here.asked, posted, len(before.rows))
    problems = rules.problems_of(here.asked, entered, whole=False) | overlong
    if saving.is_stale(sent, version(before)) and before != entered:
        return _rows(request, here, entered, problems, 409)
    # What is wrong is kept as it was typed, and is said once before the work goes on.
    if overlong or problems.keys() - rules.problems_of(here.asked, before, whole=False).keys():
        keep(request)
        keeping.save(session, here.draft, rules.shortened(entered, before, overlong))
        return _rows(request, here, entered, problems, 422)
    then = sent_text(sent, "_do")
    more = min(_MORE, rules.MOST_PEOPLE - len(entered.rows)) if then == "more" else 0
    entered = rules.Filled([*entered.rows, *({} for _ in range(more))], entered.together)
    keeping.save(session, here.draft, entered)
    return redirect_to(request, _onward(here, then, len(entered.rows)))


def _onward(here: keeping.Here, then: str, rows: int) -> str:
    """Say where the work goes on, once a batch is kept: at the check, or at a row."""
    if then in _PAGES:
        return link(_PAGES[then], slug=here.mine.group.slug, batch=here.draft.id)
    row = rows if then == "more" else int(then) if then.isdecimal() else 0
    place = f"#{rules.row_name(row)}" if 0 < row <= rows else "?done=saved"
    return address(here.mine, here.draft.id) + place


def version(filled: rules.Filled) -> str:
    """Name what stands in a batch, so that a form of before is told."""
    return saving.version_of([filled.rows, filled.together])


def _rows(
    request: Request,
    here: keeping.Here,
    filled: rules.Filled,
    problems: Problems,
    status: int = 200,
) -> Response:
    closed = rules.closed_questions(here.asked)
    return render(
        request,
        "group_responses/batches/rows.html",
        status=status,
        here=here,
        group=here.mine.group,
        closed=closed,
        across=len(closed) <= rules.MOST_ACROSS,
        written=rules.written_questions(here.asked),
        numbers=rules.numbers(here.whole),
        after=rules.deciding(here.whole),
        filled=filled,
        wrong_rows={name.partition(".")[0] for name in problems},
        version=version(here.filled),
        version_is_old=status == 409,
        is_kept=status == 422 or request.query_params.get("done") == "saved",
        wrong=rules.places(here.whole, problems),
        most=rules.MOST_PEOPLE,
        problems=problems,
    )


def _beginning(
    request: Request,
    session: Session,
    mine: Mine,
    asked: guards.Asked,
    problems: Problems | None = None,
) -> Response:
    usual = {"people": str(rules.USUAL_PEOPLE), "language": ""}
    return render(
        request,
        "group_responses/batches/batches.html",
        group=mine.group,
        asked=asked,
        drafts=queries.drafts(session, mine.membership, asked.consultation.id, now()),
        languages=(*mine.group.speaks, *asked.consultation.languages),
        most=rules.MOST_PEOPLE,
        shown=form.typed(forms.BEGINNING, getattr(request.state, "form", usual)),
        choosable=choosing.choosable(asked.questionnaire),
        ticked=_ticked(request, asked),
        numbers=rules.numbers(asked.questionnaire),
        key=random_id(),
        problems=problems or {},
    )


def _ticked(request: Request, asked: guards.Asked) -> list[str]:
    if request.method == "GET":
        return [one.code for one in choosing.choosable(asked.questionnaire)]
    return [str(one) for one in request.state.form.getlist(forms.ASKED)]


_ONE = "/member/groups/{slug}/consultations/{consultation}"

routes = [
    both(f"{_ONE}/people", batches, name="group_batches"),
    post(f"{_ONE}/people/delete", delete_batch, name="delete_batch"),
    get(f"{_ONE}/read-aloud", read_aloud, name="read_aloud"),
    both("/member/groups/{slug}/batches/{batch}", batch, name="group_batch"),
]
