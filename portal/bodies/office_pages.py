"""Offices: accepting one, offering one to a moderator, and how members end a term by a minute."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import acts, endings, forms, queries, rules, telling, visiting
from portal.bodies.visiting import Visit, belonging, moderating, presiding, signed_in
from portal.forms import form
from portal.forms.words import Shown, flat
from portal.languages.i18n import language
from portal.members import guards, models
from portal.problems import Problems
from portal.web.page import both, chapters, done, found, get, link, page, post, render


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
    if refused := acts.accept_problem(session, body, holder, member):
        return _office(request, session, member, {"office": refused})
    sent = flat(request.state.form)
    if sent.get("no_post") != "yes":
        return _office(request, session, member, {"no_post": forms.NOT_DECLARED})
    named = sent.get("named") == "yes"
    if acts.accept(session, body, holder, member.id, member.public_name if named else ""):
        telling.tell_of_changes(session, body)
    Visit(body, holder=holder).log(session, "body.office_accepted", since=holder.since)
    if body.stage is rules.Stage.DRAFT:
        chairs = holder.office is rules.Office.CHAIR
        told = chapters(request, session, "accept_office", body)
        shown: dict[str, Any] = {"body": body, "chairs": chairs, "chapters": told}
        return render(request, "bodies/office_accepted.html", **shown)
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
    return _today(request, visit, "reset_stopped")


@page
@presiding
def end_seat(request: Request, session: Session, visit: Visit) -> Response:
    """Have a seat fall vacant before its last day, once that is confirmed."""
    seat = found(queries.seat(session, visit.body, request.path_params["id"]))
    sure = flat(getattr(request.state, "form", {})).get("sure") == "yes"
    if not seat.is_free and not sure:
        unsure = {"sure": forms.UNSURE_SEAT} if request.method == "POST" else None
        group = queries.groups(session, [seat.group_id]).get(seat.group_id or 0)
        shown: dict[str, Any] = {"visit": visit, "seat": seat, "group": group}
        return render(request, "bodies/end_seat.html", problems=unsure, **shown)
    if not seat.is_free:
        acts.empty(session, seat)
        visit.log(session, "body.seat_ended")
    return _today(request, visit, "seat_ended")


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


@page
@signed_in
def take_minute_back(request: Request, session: Session, visit: Visit) -> Response:
    """Take back a minute that somebody wrote, also after they left the body."""
    ending, _ = found(queries.ending(session, visit.body, request.path_params["id"]))
    if ending.member_id != visit.own:
        raise HTTPException(403)
    endings.take_back(session, visit, ending)
    page = "forum_terms" if visit.belongs and visit.is_open else "forum_body"
    return done(request, link(page, body=visit.body.slug), "done")


def _office(
    request: Request, session: Session, member: models.Member | None, problems: Problems | None
) -> Response:
    offered = acts.offered(session, token := request.path_params["token"])
    if offered is None:
        return render(request, "bodies/office_over.html", status=404)
    shown: dict[str, Any] = {
        "holder": offered[0],
        "body": offered[1],
        "member": member,
        "token": token,
    }
    shown["sent"] = flat(getattr(request.state, "form", {}))
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
        coming=visiting.to_come(session, visit.body),
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
    both("/forum/{body}/seats/{id}/end", end_seat, name="forum_end_seat"),
    both("/forum/{body}/terms", terms, name="forum_terms"),
    post("/forum/{body}/terms/{id}/confirm", confirm, name="forum_confirm_ending"),
    post("/forum/{body}/terms/{id}/take-back", take_minute_back, name="forum_take_minute_back"),
]
