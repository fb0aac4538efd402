"""The pages on which somebody applies, and a group says whether they speak for it."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.rules import GroupSays, Joining
from portal.bodies.visiting import Visit, signed_in
from portal.forms import form
from portal.forms.words import Shown, flat
from portal.joining import applications, decisions, forms, needs, queries, rules
from portal.web.page import both, done, found, link, page, render

_RUNS = (Joining.WAITING, Joining.ASKED_BACK, Joining.ACCEPTED)
_SAYS = {"yes": GroupSays.YES, "no": GroupSays.NO}


@page
@signed_in
def apply(request: Request, session: Session, visit: Visit) -> Response:
    """Take somebody's wish to join, which they read once more before it goes to the chair."""
    if not visit.is_open:
        raise HTTPException(403)
    if not _may_apply(visit):
        return _to(request, visit, "forum_applied")
    names = applications.offered(session, visit.own)
    shown: dict[str, Any] = {"fields": forms.APPLYING, "offered": names}
    if request.method == "GET":
        return _render(request, "apply", visit, shown=_first(request, session, visit), **shown)
    said, problems = applications.read(session, request.state.form)
    if problems:
        sent = form.typed(forms.APPLYING, request.state.form)
        return _render(request, "apply", visit, problems=problems, shown=sent, **shown)
    applications.begin(session, visit.body, visit.own, said)
    return _to(request, visit, "forum_apply_sure")


@page
@signed_in
def sure(request: Request, session: Session, visit: Visit) -> Response:
    """Show somebody what they wrote, and send it to the chair once they say so."""
    mine = visit.membership
    if not visit.is_open:
        raise HTTPException(403)
    if mine is None or mine.state is not Joining.BEGUN:
        return _to(request, visit, "forum_apply" if _may_apply(visit) else "forum_applied")
    if request.method == "GET":
        sent = applications.typed(session, mine)
        return _render(request, "apply_sure", visit, sent=sent, needed=needs.all_named(mine))
    applications.send(session, mine)
    return _to(request, visit, "forum_applied", "sent")


@page(writes=True)
@signed_in
def vouch(request: Request, session: Session, visit: Visit) -> Response:
    """Ask who speaks for a group whether somebody does who joins a body in its name."""
    mine = found(queries.application(session, visit.body, request.path_params["id"]))
    group = found(applications.represented(session, visit.own).get(mine.group_id or 0))
    if mine.state not in _RUNS or mine.member_id == visit.own:
        raise HTTPException(404)
    says = _SAYS.get(flat(getattr(request.state, "form", {})).get("_do", ""))
    if request.method == "GET" or says is None:
        return _render(request, "vouch", visit, mine=mine, group=group)
    decisions.group_says(session, visit, mine, says)
    return done(request, link("member_page"), f"group_{says.value}")


def _first(request: Request, session: Session, visit: Visit) -> Shown:
    if visit.membership is not None:
        return applications.typed(session, visit.membership)
    return applications.blank(request.query_params.get("group", ""))


def _may_apply(visit: Visit) -> bool:
    mine = visit.membership
    return not visit.belongs and (mine is None or rules.may_apply(mine.state))


def _render(request: Request, name: str, visit: Visit, **shown: Any) -> Response:
    return render(request, f"joining/{name}.html", visit=visit, labels=forms, **shown)


def _to(request: Request, visit: Visit, name: str, said: str = "") -> Response:
    return done(request, link(name, body=visit.body.slug), said)


_APPLY = "/forum/{body}/join/apply"

routes = [
    both(_APPLY, apply, name="forum_apply"),
    both(f"{_APPLY}/check", sure, name="forum_apply_sure"),
    both("/forum/{body}/join/for-group/{id}", vouch, name="forum_vouch"),
]
