"""Where office holders look at changes of first posts, which wait beside what is read of them."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, moderating
from portal.forms import words
from portal.forum.topics import changes, reading, rules
from portal.forum.topics import queries as topics
from portal.languages.i18n import language
from portal.moderation import acts, deciding, forms, matters, reasons
from portal.moderation.rules import Act, may_decide
from portal.store import saving
from portal.web.page import both, done, found, link, page, render


@page(writes=True)
@moderating
def change(request: Request, session: Session, visit: Visit) -> Response:
    """Show a change of a post beside what stands there, and keep what is decided about it."""
    sends, back = request.method == "POST", link("forum_today", body=visit.body.slug)
    topic = reading.topic_of(request, session, visit, hold=sends)
    post = found(topics.post(session, topic, request.path_params["post"], hold=sends))
    one = changes.waiting(session, post)
    if one is None or post.standing is not rules.Standing.SHOWN:
        return done(request, back, "post_changed")
    if not may_decide(visit.own, post.member_id):
        raise HTTPException(403)
    why = reasons.field(session, visit.body, forms.REASON)
    sent = {"language": language()} | words.flat(getattr(request.state, "form", {}))
    refusal = saving.UNREFUSED
    if sends:
        act = Act.SHOWN if sent.get("act") == Act.SHOWN else Act.NOT_PUT
        matter = matters.matter(session, visit, topic, post)
        said = deciding.read_change(matter, sent, () if act is Act.SHOWN else (why,))
        stale = saving.is_stale(sent, post.revision)
        refusal = saving.Refusal(409 if stale else 422, said.problems)
        if not stale and not said.problems:
            acts.settle(session, visit, topic, post, one, {**said.values, "act": act})
            return done(request, back, f"post_{act}")
    here: dict[str, Any] = {"visit": visit, "topic": topic, "post": post, "change": one}
    here |= {"reason": why, "sent": sent, "labels": forms, "late": refusal.status == 409}
    files = topics.attachments(session, [post.id])
    return render(request, "moderation/change.html", files=files, **here, **refusal.shown)


routes = [
    both("/forum/{body}/topics/{topic}/posts/{post}/change", change, name="forum_change"),
]
