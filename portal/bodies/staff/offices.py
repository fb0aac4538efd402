"""Offering the chair and the deputy's office, and a new way in to whoever lost theirs."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, models
from portal.bodies import acts, forms, held, held_queries, queries, rules, telling
from portal.bodies.staff import founding
from portal.forms import form
from portal.forms.words import flat
from portal.problems import Problem, mark
from portal.store import audit
from portal.store.db import now
from portal.web.page import both, done, found, link, page, post, render

_OF_OFFICE = mark(
    "Its owner holds an office in a body. Ask for a new way in beside their office, on the page of "
    "the body: everybody in it is told. Three days later you can do this here."
)


@page
@guards.officer_only
def offer_office(request: Request, session: Session, account: models.Account) -> Response:
    """Offer an office by a link that is shown once."""
    posted, slug = request.method == "POST", request.path_params["body"]
    body = found(queries.by_slug(session, slug, hold=posted))
    languages = request.state.council.languages
    shown: dict[str, Any] = {"body": body, "fields": forms.OFFERED, "languages": languages}
    if not posted:
        return render(request, "bodies/staff/offer.html", shown={}, **shown)
    reading = form.read(forms.OFFERED, request.state.form, ground=founding.ground(request))
    said, problems = reading.values, reading.problems
    if not problems:
        office = rules.Office(said["office"])
        wrong = acts.offer_problem(session, body, office, said["until"])
        problems = {"until": wrong} if wrong else {}
    if problems:
        shown |= {"shown": flat(request.state.form), "problems": problems}
        return render(request, "bodies/staff/offer.html", **shown)
    address = acts.offer(session, request.state.settings, body, office, said)
    audit.record(session, account.id or 0, "body.office_offered", slug, office=office)
    return _link(request, shown, office, address)


@page
@guards.officer_only
def reset_office(request: Request, session: Session, account: models.Account) -> Response:
    """Ask for a new way in to somebody's office, and three days later give it."""
    body = found(queries.by_slug(session, request.path_params["body"], hold=True))
    holder = found(queries.holder(session, body, request.path_params["id"]))
    back, by = link("staff_body", body=body.slug), account.id or 0
    if holder.member_id is None or holder.ended:
        return done(request, back)
    if rules.reset_counts(holder.reset_asked, now()):
        address = acts.way_in(session, request.state.settings, holder)
        audit.record(session, by, "body.office_reset", body.slug, office=holder.office)
        return _link(request, {"body": body}, holder.office, address)
    if holder.reset_asked is None:
        acts.ask_way_in(session, holder)
        telling.tell_of_changes(session, body)
        audit.record(session, by, "body.office_reset_asked", body.slug, office=holder.office)
    return done(request, back, "reset")


def new_way_in(session: Session, member: str) -> Problem | None:
    """Have nobody take an office over with a card, or close it, before all knew for three days."""
    holders = [one for one, _ in held_queries.offices(session, member) if held.goes_on(one)]
    if not all(rules.reset_counts(one.reset_asked, now()) for one in holders):
        return Problem(_OF_OFFICE)
    for one in holders:
        one.reset_asked = None
        session.add(one)
    return None


def _link(request: Request, shown: dict[str, Any], office: rules.Office, address: str) -> Response:
    shown |= {"address": address, "office": forms.OFFICES[office], "days": acts.COUNTS.days}
    return render(request, "bodies/staff/offered.html", **shown)


routes = [
    both("/staff/forum/{body}/offices", offer_office, name="offer_office"),
    post("/staff/forum/{body}/offices/{id}/reset", reset_office, name="reset_office"),
]
