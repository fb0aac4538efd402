"""Offices: accepting one, offering one to a moderator, and how members end a term by a minute."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import acts, endings, forms, queries, rules, visiting
from portal.bodies.visiting import Visit, belonging, moderating, presiding
from portal.forms import form
from portal.forms.words import Shown, flat
from portal.languages.i18n import language, today
from portal.members import guards, models
from portal.problems import Problems
from portal.web.page import both, done, found, get, link, page, post, render


@page
@guards.open_to_all
def office(request: Request, session: Session, member: models.Member | None) -> Response:
    """Show the office that a link offers, also to somebody who is no member yet."""
    return _office(request, session, member, None)


@page
@guards.member_only
def accept_office(request: Request, session: Session, member: models.Member) -> Response:
    """Give an office to the member who accepts it."""
    offered = acts.offered(session, request.path_params["token"])
    if offered is None:
        return _office(request, session, member, None)
    holder, body = offered
    if refused := acts.accept_problem(session, body, holder, member.id):
        return _office(request, session, member, {"office": refused})
    named = flat(request.state.form).get("named") == "yes"
    acts.accept(session, body, holder, member.id, member.public_name if named else "")
    Visit(body, holder=holder).log(session, "body.office_accepted", since=holder.since)
    if body.stage is rules.Stage.DRAFT:
        return render(request, "bodies/office_accepted.html", body=body)
    return done(request, link("forum_body", body=body.slug), "accepted")


@page
@presiding
def offer_moderator(request: Request, session: Session, visit: Visit) -> Response:
    """Offer to be a moderator by a link, which takes the yes of whoever presides."""
    reading = form.read((forms.UNTIL,), request.state.form)
    problems, until, address = reading.problems, reading.values["until"], ""
    if until and (wrong := acts.offer_problem(session, visit.body, rules.Office.MODERATOR, until)):
        problems = {"until": wrong}
    if not problems:
        settings = request.state.settings
        address = acts.offer(
            session, settings, visit.body, rules.Office.MODERATOR, {"until": until}
        )
        visit.log(session, "body.office_offered", office=rules.Office.MODERATOR)
    shown: dict[str, Any] = {
        "address": address,
        "days": acts.COUNTS.days,
        "sent": flat(request.state.form),
    }
    return render(request, "bodies/moderator.html", visit=visit, problems=problems, **shown)


@page
@moderating
def stop_reset(request: Request, session: Session, visit: Visit) -> Response:
    """Stop a new way in to one's own office that somebody else asked for."""
    if visit.holder is None or visit.holder.reset_asked is None:
        raise HTTPException(404)
    visit.holder.reset_asked = None
    session.add(visit.holder)
    visit.log(session, "body.office_reset_stopped")
    return _today(request, visit, "done")


@page
@presiding
def end_seat(request: Request, session: Session, visit: Visit) -> Response:
    """Have a seat fall vacant before its last day."""
    seat = found(queries.seat(session, visit.body, request.path_params["id"]))
    if not seat.is_free:
        acts.empty(session, seat)
        visit.log(session, "body.seat_ended")
    return _today(request, visit, "done")


@page
@moderating
def next_meeting(request: Request, session: Session, visit: Visit) -> Response:
    """Say on which day the body meets next, or that no day is set."""
    reading = form.read((forms.MEETS,), request.state.form)
    day = reading.values["meets"]
    if reading.problems or (day and day < today()):
        return _today(request, visit, "no_day")
    visit.body.meets = day
    session.add(visit.body)
    return _today(request, visit, "done")


@page
@belonging
def terms(request: Request, session: Session, visit: Visit) -> Response:
    """List whose terms run and which minutes end one, and take a new minute of a member."""
    if request.method == "GET":
        return _terms(request, session, visit, {"language": language()})
    reading = form.read(endings.fields(session, visit), request.state.form)
    if problems := reading.problems or endings.minuted(session, visit, reading.values):
        return _terms(request, session, visit, flat(request.state.form), problems)
    return done(request, link("forum_terms", body=visit.body.slug), "done")


@page
@belonging
def confirm(request: Request, session: Session, visit: Visit) -> Response:
    """Confirm a minute: once enough members of no common group have, the term is over."""
    ending, holder = found(queries.ending(session, visit.body, request.path_params["id"]))
    if problem := endings.confirmed(session, visit, ending, holder):
        return _terms(request, session, visit, {"language": language()}, {"confirm": problem})
    return done(request, link("forum_terms", body=visit.body.slug), "done")


def _office(
    request: Request, session: Session, member: models.Member | None, problems: Problems | None
) -> Response:
    offered = acts.offered(session, token := request.path_params["token"])
    if offered is None:
        return render(request, "bodies/office_over.html", status=404)
    shown = {"holder": offered[0], "body": offered[1], "member": member, "token": token}
    return render(request, "bodies/office.html", problems=problems, labels=forms, **shown)


def _terms(
    request: Request,
    session: Session,
    visit: Visit,
    shown: Shown,
    problems: Problems | None = None,
) -> Response:
    return render(
        request,
        "bodies/terms.html",
        visit=visit,
        fields=endings.fields(session, visit),
        running=visiting.running(session, visit.body),
        endings=queries.endings(session, visit.body),
        shown=shown,
        labels=forms,
        problems=problems,
    )


def _today(request: Request, visit: Visit, said: str) -> Response:
    return done(request, link("forum_today", body=visit.body.slug), said)


routes = [
    get("/forum/office/{token}", office, name="forum_office"),
    post("/forum/office/{token}/accept", accept_office, name="accept_office"),
    post("/forum/{body}/moderators", offer_moderator, name="forum_offer_moderator"),
    post("/forum/{body}/stop-reset", stop_reset, name="forum_stop_reset"),
    post("/forum/{body}/seats/{id}/end", end_seat, name="forum_end_seat"),
    post("/forum/{body}/next-meeting", next_meeting, name="forum_next_meeting"),
    both("/forum/{body}/terms", terms, name="forum_terms"),
    post("/forum/{body}/terms/{id}/confirm", confirm, name="forum_confirm_ending"),
]
