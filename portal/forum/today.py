"""One page for whoever looks after a body: all that waits, and one press for each thing."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import queries as bodies
from portal.bodies import rules as of_bodies
from portal.bodies import visiting
from portal.bodies.visiting import Visit, moderating, presiding
from portal.forms.form import read
from portal.forms.words import flat
from portal.forum.topics import asks, forms, posts, queries, rules
from portal.languages.i18n import language
from portal.store import saving
from portal.web.page import both, done, found, get, link, page, post, render

_RELEASED = {"show": rules.Standing.SHOWN, "not_put": rules.Standing.NOT_PUT}


@page(writes=True)
@moderating
def today(request: Request, session: Session, visit: Visit) -> Response:
    """Show all that waits in a body."""
    body, waits = visit.body, queries.waiting(session, visit.body)
    council = [one for one in waits if one[0].voice is rules.Voice.COUNCIL]
    return render(
        request,
        "forum/today.html",
        visit=visit,
        applications=bodies.memberships(session, body, of_bodies.Joining.WAITING),
        questions=queries.questions(session, body),
        of_council=council,
        waiting=[one for one in waits if one not in council],
        owed=asks.counted(session, body),
        agenda=queries.on_agenda(session, body),
        seats=bodies.seats(session, body),
        running=visiting.running(session, body),
        balance=of_bodies.balance(bodies.communities(session, body)),
        communities=bodies.community_names(session),
        labels=forms,
    )


@page
@moderating
def release(request: Request, session: Session, visit: Visit) -> Response:
    """Show what waited, or do not put it in the room; topics of the council wait for the chair."""
    topic = found(queries.topic(session, visit.body, request.path_params["topic"], hold=True))
    waits = found(queries.post(session, topic, request.path_params["post"], hold=True))
    theirs = waits.voice is rules.Voice.COUNCIL and not visit.presides
    # Nobody lets their own words in.
    if theirs or waits.member_id == visit.own:
        raise HTTPException(403)
    standing = _RELEASED.get(flat(request.state.form).get("_do", ""))
    if waits.standing is rules.Standing.WAITING and standing:
        posts.stand(session, topic, waits, standing)
        visit.log(session, f"forum.post_{standing.value}", topic.id)
    return done(request, link("forum_today", body=visit.body.slug), "done")


@page(writes=True)
@presiding
def question(request: Request, session: Session, visit: Visit) -> Response:
    """Read a resident's question, and put it to the forum, or say why not in their language."""
    asked = found(queries.question(session, visit.body, request.path_params["id"]))
    shown: dict[str, Any] = {"asked": asked, "sent": {"said_in": language()}}
    if request.method == "GET":
        asks.move(session, asked, rules.Question.READ)
        return _question(request, visit, shown, saving.UNREFUSED)
    shown["sent"] = flat(request.state.form)
    if asked.state not in rules.ON_ITS_WAY:
        return _question(request, visit, shown, saving.Refusal(409))
    putting = shown["sent"].get("_do") != "not_put"
    said = read((forms.TITLED,) if putting else forms.NOT_PUT, request.state.form)
    if said.problems:
        return _question(request, visit, shown, saving.Refusal(422, said.problems))
    if putting:
        asks.put(session, visit.body, asked, said.values["title"])
    else:
        asked.said, asked.said_in = said.values["said"], said.values["said_in"]
        asks.move(session, asked, rules.Question.NOT_PUT)
    visit.log(session, f"forum.question_{asked.state.value}")
    return done(request, link("forum_today", body=visit.body.slug), "done")


def _question(
    request: Request, visit: Visit, shown: dict[str, Any], refusal: saving.Refusal
) -> Response:
    on_its_way = shown["asked"].state in rules.ON_ITS_WAY
    shown |= {"open": on_its_way, "labels": forms, "visit": visit, **refusal.shown}
    return render(request, "forum/question.html", **shown)


routes = [
    get("/forum/{body}/today", today, name="forum_today"),
    post("/forum/{body}/waiting/{topic}/{post}", release, name="forum_release"),
    both("/forum/{body}/questions/{id}", question, name="forum_resident_question"),
]
