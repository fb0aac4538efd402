"""What whoever presides prepares for a meeting: its agenda, and the papers beside it."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit
from portal.forms import form
from portal.forms.words import flat
from portal.forum.topics import translated
from portal.languages.i18n import language
from portal.meetings import agenda, forms, looking, models, queries, rules
from portal.meetings import papers as kept_papers
from portal.problems import Problems
from portal.web.page import both, done, link, page, render


@page(writes=True)
@looking.presided
def order(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Put the agenda in order: topics that were brought, and items of the chair's own."""
    if not rules.has_papers(meeting.kind):
        raise HTTPException(404)
    problems: Problems = {}
    if agenda.is_next(session, visit.body, meeting):
        agenda.gather(session, visit.body, meeting)
    if request.method == "POST":
        if problems := _ordered(request, session, meeting):
            return _order(request, session, visit, meeting, problems)
        return done(request, link("forum_agenda", body=visit.body.slug, meeting=meeting.id))
    return _order(request, session, visit, meeting, problems)


@page(writes=True, uploads=kept_papers.prepare)
@looking.presided
def papers(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Put a paper beside a meeting, or take one away."""
    if not rules.has_papers(meeting.kind):
        raise HTTPException(404)
    at: dict[str, Any] = {"body": visit.body.slug, "meeting": meeting.id}
    problem = None
    if request.method == "POST":
        problem = kept_papers.change(request, session, meeting)
        if problem is None:
            return done(request, link("forum_papers", **at))
    rows = queries.papers(session, meeting)
    wrong = {"file": problem} if problem else None
    endings = kept_papers.ENDINGS
    return render(
        request, "meetings/papers.html", at=at, papers=rows, endings=endings, problems=wrong
    )


def _ordered(request: Request, session: Session, meeting: models.Meeting) -> Problems:
    sent = flat(request.state.form)
    act, number = sent.get("_do", ""), sent.get("item", "")
    if act in ("up", "down"):
        agenda.move(session, meeting, number, up=act == "up")
    elif act == "away":
        agenda.take_away(session, meeting, number)
    else:
        reading = form.read(forms.ITEM, request.state.form)
        if reading.problems:
            return reading.problems
        said = reading.values
        full = agenda.add(session, meeting, said["title"], said["language"])
        return {"title": full} if full else {}
    return {}


def _order(
    request: Request, session: Session, visit: Visit, meeting: models.Meeting, problems: Problems
) -> Response:
    sent = flat(getattr(request.state, "form", {"language": language()}))
    rows = queries.items(session, meeting)
    more: dict[str, Any] = {"rows": rows, "fields": forms.ITEM, "shown": sent, "labels": forms}
    more["titles"] = translated.titles(session, [topic for _, topic in rows if topic])
    return render(
        request, "meetings/order.html", visit=visit, meeting=meeting, problems=problems, **more
    )


_ONE = "/forum/{body}/meetings/{meeting}"

routes = [
    both(f"{_ONE}/agenda", order, name="forum_agenda"),
    both(f"{_ONE}/papers", papers, name="forum_papers"),
]
