"""Where office holders look at what was reported, decide, and say which languages they read."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, moderating
from portal.forms import words
from portal.forum.topics import queries as topics
from portal.forum.topics import reading, rules
from portal.languages.i18n import language
from portal.moderation import acts, deciding, forms, matters, queries, reading_languages, reasons
from portal.problems import Problems
from portal.store import saving
from portal.web.page import both, done, found, get, link, page, post, render

_SHOWN = 15


@page(writes=True)
@moderating
def queue(request: Request, session: Session, visit: Visit) -> Response:
    """List what was reported and which appeals wait, what somebody can read first."""
    return _queue(request, session, visit)


@page
@moderating
def say_languages(request: Request, session: Session, visit: Visit) -> Response:
    """Keep which languages somebody reads who looks after a body."""
    problems = reading_languages.keep(session, visit, words.flat(request.state.form))
    if problems:
        return _queue(request, session, visit, problems)
    return done(request, link("forum_queue", body=visit.body.slug), "saved")


@page(writes=True)
@moderating
def look(request: Request, session: Session, visit: Visit) -> Response:
    """Show a post with what stands around it, and keep what is decided about it."""
    matter = _matter(request, session, visit)
    if request.method == "GET":
        return _look(request, session, visit, matter)
    if not matter.may:
        raise HTTPException(403)
    sent = words.flat(request.state.form)
    if saving.is_stale(sent, matter.version):
        if deciding.is_repeated(matter, visit.own, sent):
            return _decided(request, visit, sent)
        return _look(request, session, visit, matter, saving.Refusal(409), late=True)
    said, problems = deciding.read(session, visit.body, matter, sent)
    if problems:
        return _look(request, session, visit, matter, saving.Refusal(422, problems))
    acts.decide(session, visit, matter, said)
    return _decided(request, visit, sent)


@page(writes=True)
@moderating
def lock(request: Request, session: Session, visit: Visit) -> Response:
    """Have nothing added to a topic any more, for a reason, or again."""
    topic = reading.topic_of(request, session, visit, hold=request.method == "POST")
    opening = topics.opening(session, topic)
    sent, problems = words.flat(getattr(request.state, "form", {})), None
    matter = matters.matter(session, visit, topic, opening)
    locks = sent.get("locked", "" if topic.locked else "yes") == "yes"
    if topic.standing not in rules.READABLE or not visit.is_open:
        raise HTTPException(409)
    if request.method == "POST":
        said = deciding.read_lock(session, visit.body, matter, sent, locks=locks)
        problems = said.problems
        if not problems and locks != topic.locked:
            acts.lock(session, visit, topic, opening, said.values)
        if not problems:
            return done(request, link("forum_topic", body=visit.body.slug, topic=topic.id))
    return render(
        request,
        "moderation/lock.html",
        visit=visit,
        topic=topic,
        locks=locks,
        fields=forms.TO_AUTHOR,
        reason=reasons.field(session, visit.body, forms.REASON),
        sent={"language": language()} | sent,
        problems=problems,
    )


def _matter(request: Request, session: Session, visit: Visit) -> matters.Matter:
    hold = request.method == "POST"
    topic = reading.topic_of(request, session, visit, hold=hold)
    post = found(topics.post(session, topic, request.path_params["post"], hold=hold))
    if post.standing in (*rules.GONE, rules.Standing.NOT_PUT):
        raise HTTPException(404)
    return matters.matter(session, visit, topic, post)


def _look(
    request: Request,
    session: Session,
    visit: Visit,
    matter: matters.Matter,
    refusal: saving.Refusal = saving.UNREFUSED,
    *,
    late: bool = False,
) -> Response:
    topic, post = matter.topic, matter.post
    before, after = queries.beside(session, topic, post)
    around = [one for one in (before, post, after) if one]
    shown: dict[str, Any] = reading.of_posts(session, visit, around) | refusal.shown
    return render(
        request,
        "moderation/look.html",
        visit=visit,
        topic=topic,
        matter=matter,
        before=before,
        after=after,
        late=late,
        named=reasons.labels(session, visit.body),
        choice=deciding.choice(matter),
        reason=reasons.field(session, visit.body, forms.REASON),
        sent={"language": language(), "reason": matter.usual}
        | words.flat(getattr(request.state, "form", {})),
        labels=forms,
        **shown,
    )


def _queue(
    request: Request, session: Session, visit: Visit, problems: Problems | None = None
) -> Response:
    waiting = matters.queue(session, visit)
    return render(
        request,
        "moderation/queue.html",
        visit=visit,
        waiting=waiting[:_SHOWN],
        more=max(0, len(waiting) - _SHOWN),
        pleas=matters.pleas(session, visit),
        unread=matters.unread(session, visit.body),
        named=reasons.labels(session, visit.body),
        around=matters.around(session, waiting[:_SHOWN]),
        reads=matters.mine(session, visit),
        sent=words.flat(getattr(request.state, "form", {})),
        labels=forms,
        problems=problems,
    )


def _decided(request: Request, visit: Visit, sent: words.Shown) -> Response:
    name = "forum_today" if sent.get("_back") == "today" else "forum_queue"
    return done(request, link(name, body=visit.body.slug), f"post_{sent.get('act', '')}")


_TOPIC = "/forum/{body}/topics/{topic}"

routes = [
    get("/forum/{body}/queue", queue, name="forum_queue"),
    post("/forum/{body}/queue/languages", say_languages, name="forum_reads"),
    both(f"{_TOPIC}/posts/{{post}}/look", look, name="forum_look"),
    both(f"{_TOPIC}/lock", lock, name="forum_lock"),
]
