"""What whoever presides decides about an application: they accept, ask back or say why not."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import acts, models
from portal.bodies import queries as bodies
from portal.bodies.rules import GroupSays, Joining, balance
from portal.bodies.visiting import Visit, presiding
from portal.forms.words import Shown, flat
from portal.joining import decisions, forms, needs, queries, rules
from portal.language_support import needing
from portal.languages.i18n import language
from portal.web.page import both, done, found, link, page, post, render

_DECISIONS = {
    "accept": Joining.ACCEPTED,
    "ask": Joining.ASKED_BACK,
    "decline": Joining.DECLINED,
}


@page(writes=True)
@presiding
def application(request: Request, session: Session, visit: Visit) -> Response:
    """Show an application, and keep what whoever presides decides about it."""
    mine = found(queries.application(session, visit.body, request.path_params["id"]))
    if mine.state is Joining.BEGUN:
        raise HTTPException(404)
    if request.method == "GET":
        return _shown(request, session, visit, mine, {"language": language()})
    sent = flat(request.state.form)
    agrees = sent.get("_do") == "group_agrees" and mine.group_says is not GroupSays.NO
    if agrees and mine.group_id and mine.state is Joining.ACCEPTED:
        return _group_agrees(request, session, visit, mine)
    return _decided(request, session, visit, mine, sent)


@page
@presiding
def support(request: Request, session: Session, visit: Visit) -> Response:
    """Note what came of language support that somebody needs, and tell them."""
    number = request.path_params["id"]
    mine = found(queries.application(session, visit.body, number))
    sent = flat(request.state.form)
    became = needing.settled(sent.get("_do", ""))
    if mine.state is Joining.BEGUN:
        raise HTTPException(404)
    if became is None:
        return _shown(request, session, visit, mine, {"language": language()}, status=422)
    if needs.settle(session, mine, sent.get("key", ""), became):
        decisions.tell_of_support(session, visit, mine)
    return done(request, link("forum_application", body=visit.body.slug, id=mine.id))


def _decided(
    request: Request, session: Session, visit: Visit, mine: models.Membership, sent: Shown
) -> Response:
    state = _DECISIONS.get(sent.get("_do", ""))
    if state is not None and mine.state is state:
        return _to_today(request, visit, f"application_{state.value}")
    if state is None or not rules.may_move(mine.state, state):
        return _shown(request, session, visit, mine, sent, status=409)
    if problems := decisions.decide(session, visit, mine, state, sent):
        return _shown(request, session, visit, mine, sent, problems=problems)
    if state is Joining.ACCEPTED and mine.contact in forms.BY_TELEPHONE:
        # The number stands there, and nothing else reminds of the call.
        address = link("forum_application", body=visit.body.slug, id=mine.id)
        return done(request, address, "accepted_call")
    return _to_today(request, visit, f"application_{state.value}")


def _group_agrees(
    request: Request, session: Session, visit: Visit, mine: models.Membership
) -> Response:
    decisions.group_agrees(session, visit, mine)
    return _to_today(request, visit, "group_yes")


def _shown(
    request: Request,
    session: Session,
    visit: Visit,
    mine: models.Membership,
    sent: Shown,
    **shown: Any,
) -> Response:
    return render(
        request,
        "joining/application.html",
        visit=visit,
        mine=mine,
        needs=needs.stand(mine),
        sent=sent,
        group=bodies.groups(session, [mine.group_id]).get(mine.group_id or 0),
        vacant=acts.vacant(session, visit.body),
        balance=balance(bodies.communities(session, visit.body)),
        communities=bodies.community_names(session),
        labels=forms,
        **shown,
    )


def _to_today(request: Request, visit: Visit, said: str) -> Response:
    return done(request, link("forum_today", body=visit.body.slug), said)


_ONE = "/forum/{body}/applications/{id}"

routes = [
    both(_ONE, application, name="forum_application"),
    post(f"{_ONE}/support", support, name="forum_support"),
]
