"""Meetings of bodies as everybody finds them: the list, each one's page, minutes and papers."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, anybody, belonging
from portal.files.handed_out import attached
from portal.forms.words import flat
from portal.meetings import acts, beside, forms, looking, models, queries, rules, translated
from portal.store import db
from portal.web import lists
from portal.web.page import done, found, get, link, page, post, render


@page
@anybody
def meetings(request: Request, session: Session, visit: Visit) -> Response:
    """List the meetings of a body, those to come first."""
    body, here = visit.body, link("forum_meetings", body=visit.body.slug)
    over = queries.over(session, body, db.now())
    part = lists.among(over, lists.place(request), lambda one: one.id)
    return render(
        request,
        "meetings/index.html",
        visit=visit,
        to_come=queries.to_come(session, body, db.now()),
        over=part.rows,
        pages=lists.pages(part, here, {}),
        summaries={one.id: owed for one, owed in beside.summaries(session, body)},
        labels=forms,
    )


@page
@looking.shown
def meeting(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Show a meeting."""
    return looking.meeting_page(request, session, visit, meeting)


@page
@belonging
def come(request: Request, session: Session, visit: Visit) -> Response:
    """Say that one comes to a meeting, or does not."""
    number = request.path_params["meeting"]
    meeting = found(queries.one(session, visit.body, number, hold=True))
    if not visit.takes_part:
        raise HTTPException(403)
    if not rules.is_coming(meeting.state, meeting.ends, db.now()):
        raise HTTPException(409)
    comes = flat(request.state.form).get("_do") == "yes"
    if problem := acts.say(session, meeting, visit.own, comes=comes):
        return looking.meeting_page(request, session, visit, meeting, problems={"come": problem})
    return done(request, link("forum_meeting", body=visit.body.slug, meeting=meeting.id), "said")


@page
@looking.shown
def minutes(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Show the minutes of a meeting to members, and once they are agreed to everybody."""
    if not looking.reads_minutes(visit, meeting):
        raise HTTPException(403)
    record = found(queries.record(session, meeting, rules.What.MINUTES))
    at: dict[str, Any] = {"visit": visit, "meeting": meeting, "labels": forms}
    at |= {"record": record, "agreed_at": _agreed_at(session, visit, meeting)}
    at |= looking.beside(request, session, visit, meeting, record)
    return render(request, "meetings/minutes.html", **at)


@page
@looking.shown
def aloud(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Show the chair's summary as a sheet to read aloud, with what is to be done."""
    summary = queries.record(session, meeting, rules.What.SUMMARY)
    summary = found(summary if summary and summary.text else None)
    there = translated.aloud(session, summary, looking.asked_for(request))
    text = there.made.words[translated.TEXT] if there.made else summary.text
    at: dict[str, Any] = {"visit": visit, "meeting": meeting, "labels": forms}
    at |= {"there": there, "summary": summary, "parts": rules.parts(text)}
    at |= looking.actions(session, visit, meeting)
    at["way"] = link("forum_meeting", body=visit.body.slug, meeting=meeting.id)
    return render(request, "meetings/aloud.html", **at)


@page
@looking.shown
def history(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Show how a summary or minutes read before; of minutes that were a draft members alone."""
    record = looking.record_of(request, session, meeting)
    draft = record.what is rules.What.MINUTES
    if draft and not looking.reads_minutes(visit, meeting):
        raise HTTPException(403)
    rows = queries.versions(session, record)
    if draft and meeting.agreed and not visit.belongs:
        rows = [one for one in rows if one.replaced >= meeting.agreed]
    at: dict[str, Any] = {"visit": visit, "meeting": meeting, "labels": forms}
    return render(request, "meetings/history.html", record=record, versions=rows, **at)


@page
@looking.shown
def paper(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Hand out a paper to everybody, or to members alone."""
    kept = found(queries.paper(session, meeting, request.path_params["paper"]))
    if kept.closed and not visit.belongs:
        raise HTTPException(403)
    return attached(kept.content, kept.filename)


def _agreed_at(session: Session, visit: Visit, meeting: models.Meeting) -> models.Meeting | None:
    at = meeting.agreed_at
    return queries.one(session, visit.body, at) if at else None


_ONE = "/forum/{body}/meetings/{meeting}"

routes = [
    get("/forum/{body}/meetings", meetings, name="forum_meetings"),
    get(_ONE, meeting, name="forum_meeting"),
    post(f"{_ONE}/coming", come, name="forum_come"),
    get(f"{_ONE}/minutes", minutes, name="forum_minutes"),
    get(f"{_ONE}/aloud", aloud, name="forum_aloud_summary"),
    get(f"{_ONE}/history/{{what}}/{{language}}", history, name="forum_record_history"),
    get(f"{_ONE}/papers/{{paper}}", paper, name="forum_paper"),
]
