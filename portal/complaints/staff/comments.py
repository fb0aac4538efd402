"""What came: listed by the day on which it is due, and each with all that can be done with it."""

from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, models
from portal.accounts import queries as accounts
from portal.complaints import forms as of_residents
from portal.complaints import keeping, queries, rules
from portal.complaints.staff import acts, forms
from portal.forms import form
from portal.groups import choosing
from portal.languages import i18n
from portal.web import acting, brought, lists
from portal.web.page import found, get, link, page, render

_ONE = "/staff/comments/{id}"


@page
@guards.officer_only
def listed(request: Request, session: Session, account: models.Account) -> Response:
    """List what waits, that first which is due first, or what is settled."""
    services = _called(choosing.services(session))
    offered = {"view": forms.VIEWS, "kind": [*rules.Kind], "service": services}
    asked = request.query_params
    chosen = {name: lists.chosen(asked, name, codes) for name, codes in offered.items()}
    view = chosen["view"] or "waits"
    read = queries.waiting if view == "waits" else queries.settled
    part = read(session, chosen["kind"], chosen["service"], lists.place(request))
    return render(
        request,
        "complaints/staff/comments.html",
        listed=part.rows,
        countdowns={one.id: keeping.countdown(one) for one in part.rows},
        chosen={**chosen, "view": view},
        views=forms.VIEWS,
        services=services,
        labels=of_residents,
        pages=lists.pages(part, link("staff_comments"), chosen),
    )


@page(writes=True)
@guards.officer_only
def one(request: Request, session: Session, account: models.Account) -> Response:
    """Show a comment; whoever sent it sees that it was read."""
    shown = _found(request, session, account)
    acts.read(session, shown)
    return _one(request, session, shown)


def _found(request: Request, session: Session, account: models.Account) -> acts.One:
    name = request.path_params["id"]
    return acts.One(account, found(queries.held(session, name)))


def _one(request: Request, session: Session, one: acts.One, **context: Any) -> Response:
    comment, sent = one.comment, getattr(request.state, "form", {})
    steps, who = queries.steps(session, comment), request.state.council.complaints.name
    usual = {"answer_in": comment.language, "reason_in": comment.language, "who": who}
    usual |= {"translation_in": i18n.language()}
    return render(
        request,
        "complaints/staff/comment.html",
        comment=comment,
        steps=steps,
        people=accounts.names(session, [step.by for step in steps]),
        told=keeping.told(session, comment),
        countdown=keeping.countdown(comment),
        about=brought.thing(request, session, comment.about),
        service=_called(choosing.services(session)).get(comment.service),
        area=_called(choosing.areas(session)).get(comment.area),
        may=[one for one in rules.State if rules.may_move(comment.kind, comment.state, one)],
        answered=acts.last_answer(session, one) is not None,
        forms=forms,
        labels=of_residents,
        shown=form.typed(forms.EVERY, {**usual, **sent}),
        **({"problems": {}} | context),
    )


def _called(options: Any) -> dict[str, Any]:
    return {one.code: one.label for one in options}


_COMMENT = acting.Matter(
    guards.officer_only,
    _found,
    _one,
    acts.log,
    lambda one: link("staff_comment", id=one.comment.id),
)


def _act(name: str, fields: form.Fields, do: Any, meanwhile: Any) -> Any:
    path, named = f"{_ONE}/{name}", f"staff_comment_{name}"
    return _COMMENT.act(path, fields, do, name=named, meanwhile=meanwhile)


def _once(state: rules.State) -> Any:
    same = acting.once(partial(acts.before, state=state))

    def met(session: Session, one: acts.One, fields: form.Fields, sent: Any) -> Any:
        return same(session, one, fields, sent) or acts.moved_on(one, sent)

    return met


routes = [
    get("/staff/comments", listed, name="staff_comments"),
    get(_ONE, one, name="staff_comment"),
    _act("answer", forms.ANSWER, acts.answer, _once(rules.State.ANSWERED)),
    _act("pass", forms.PASS, acts.pass_on, _once(rules.State.PASSED)),
    _act("escalate", forms.ESCALATE, acts.escalate, _once(rules.State.ESCALATED)),
    _act("decline", forms.DECLINE, acts.decline, _once(rules.State.DECLINED)),
    _act("translate", forms.TRANSLATION, acts.translate, acts.translated),
]
