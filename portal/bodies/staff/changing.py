"""Closing a body, or opening it again: one asks, for a reason that all read, and another agrees."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, models
from portal.bodies import change_queries, closings, rules
from portal.bodies.staff import body_pages, forms, wishes
from portal.forms.words import flat
from portal.languages.i18n import today
from portal.web.page import both, done, found, link, page, render


@page
@guards.only(*wishes.ROLES)
def change_body(request: Request, session: Session, account: models.Account) -> Response:
    """Ask for an open body to be closed or a closed one to be opened, or decide about that."""
    body = body_pages.body_of(request, session)
    what, waiting = found(wishes.WANTED.get(body.stage)), change_queries.wanted(session, body)
    wish = waiting[0][0] if waiting else None
    shown: dict[str, Any] = {"body": body, "wish": wish, "own": account.id, "fields": forms.WHY}
    if request.method == "GET":
        return _page(request, session, shown)
    became, sent = "late", request.state.form
    if wish is not None:
        became, shown["problems"] = wishes.decide(request, session, account, body, wish)
    elif "_do" not in sent:
        became, shown["problems"] = wishes.ask(request, session, account, body, what)
    if shown.get("problems"):
        return _page(request, session, shown | {"shown": flat(sent)})
    return done(request, link("change_body", body=body.slug), became)


def _page(request: Request, session: Session, shown: dict[str, Any]) -> Response:
    wish, languages = shown["wish"], request.state.council.languages
    asker = session.get(models.Account, wish.asked_by) if wish and wish.asked_by else None
    here = {"shown": {}, "asker": asker, "languages": languages, "until": None, **shown}
    if wish and not rules.may_be_agreed(wish.what, closings.asked_on(wish), today()):
        here["until"] = closings.objected_until(wish)
    return render(request, "bodies/staff/change.html", **here)


routes = [both("/staff/forum/{body}/change", change_body, name="change_body")]
