"""What stands beside a post against hate and danger, and what those who hold an office do there."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, anybody, moderating
from portal.forms import form
from portal.forms.words import flat
from portal.forum.topics import queries, reading
from portal.forum.topics.models import Post, Topic
from portal.languages.i18n import language, today
from portal.order import blocks
from portal.order import forms as of_order
from portal.web.page import both, done, found, get, link, page, render


@page
@anybody
def danger(request: Request, _session: Session, visit: Visit) -> Response:
    """Say where hate is told of, and whom to call where somebody is in danger."""
    return render(request, "moderation/danger.html", visit=visit)


@page
@moderating
def mark_danger(request: Request, session: Session, visit: Visit) -> Response:
    """Say what to do first where somebody may be in danger, and mark the post, or no more."""
    topic, post = _post(request, session, visit)
    at: dict[str, Any] = {"body": visit.body.slug, "topic": topic.id, "post": post.id}
    if request.method == "GET":
        return render(request, "moderation/mark_danger.html", at=at, post=post, visit=visit)
    if flat(request.state.form).get("_do") == "over":
        post.danger = None
    else:
        post.danger = post.danger or today()
    session.add(post)
    visit.log(session, "forum.danger_marked" if post.danger else "forum.danger_over", topic.logged)
    said = "marked" if post.danger else "over"
    return done(request, link("forum_mark_danger", **at), said)


@page
@moderating
def block_author(request: Request, session: Session, visit: Visit) -> Response:
    """Keep whoever wrote a post from writing in this body; nobody learns who they are."""
    topic, post = _post(request, session, visit)
    if post.member_id is None or post.member_id == visit.own:
        raise HTTPException(404)
    at: dict[str, Any] = {"body": visit.body.slug, "topic": topic.id, "post": post.id}
    shown: dict[str, Any] = {"sent": {"language": language()}, "problems": {}}
    if request.method == "POST":
        reading_ = form.read(of_order.BLOCKING, request.state.form)
        problems, place = reading_.problems, f"topics/{topic.id}#post-{post.id}"
        if not problems:
            said = reading_.values
            refused = blocks.begin(session, visit, post.member_id, place, said)
            problems = {"reason": refused} if refused else {}
        if not problems:
            blocks.part(request, session, visit, post.member_id)
            return done(request, link("forum_today", body=visit.body.slug), "block_begun")
        shown = {"sent": flat(request.state.form), "problems": problems}
    page_: dict[str, Any] = {"visit": visit, "post": post, "at": at, "fields": of_order.BLOCKING}
    return render(request, "moderation/block_author.html", **page_, **shown)


def _post(request: Request, session: Session, visit: Visit) -> tuple[Topic, Post]:
    topic = reading.topic_of(request, session, visit, hold=request.method == "POST")
    hold = request.method == "POST"
    return topic, found(queries.post(session, topic, request.path_params["post"], hold=hold))


_POST = "/forum/{body}/topics/{topic}/posts/{post}"

routes = [
    get("/forum/{body}/danger", danger, name="forum_danger"),
    both(f"{_POST}/danger", mark_danger, name="forum_mark_danger"),
    both(f"{_POST}/block", block_author, name="forum_block_author"),
]
