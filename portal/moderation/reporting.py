"""Reporting a post: anybody can who reads it, members without being named, others without one."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, anybody, signed_in
from portal.forms import form, once, words
from portal.forum.topics import reading, rules, translated
from portal.languages import text_languages
from portal.moderation import acts, forms, queries, reasons
from portal.moderation.rules import MOST_OF_MEMBER, MOST_OF_RESIDENTS
from portal.web.networks import Bounded
from portal.web.page import both, done, found, link, page, post, render, switched


class _Reporting(Bounded):
    """How many reports came lately of each network."""

    usual, seconds_each = 6, 600.0


@page
@anybody
def report(request: Request, session: Session, visit: Visit) -> Response:
    """Take a report of somebody without an account, or show the form to anybody."""
    if request.method == "GET":
        return _page(request, session, visit)
    return switched(request) or _taken(request, session, Visit(visit.body))


@page
@signed_in
def report_as_member(request: Request, session: Session, visit: Visit) -> Response:
    """Take a report of a member, whose name nobody is told."""
    return _taken(request, session, visit)


def _taken(request: Request, session: Session, visit: Visit) -> Response:
    # Whoever is second waits here for the first, and reads the post as it stands then.
    reading.topic_of(request, session, visit, hold=True)
    topic, post, translation = _reported(request, session, visit)
    sent = request.state.form
    said = form.read((reasons.field(session, visit.body, ""), *forms.REPORTED), sent)
    if said.problems or "_switch" in sent:
        problems = {} if "_switch" in sent else said.problems
        return _page(request, session, visit, problems=problems)
    if _is_full(request, session, visit, post, said.values["reason"]):
        return _page(request, session, visit, status=429, problems={"words": forms.MANY})
    values = said.values | {"language": text_languages.of_form(sent)}
    values["translation"] = translation.language if translation else ""
    acts.report(session, visit, topic, post, values, once.name(sent, post.id))
    at = {"body": visit.body.slug, "topic": topic.id, "post": post.id}
    # The reason would stay in the address, where others of the family read it.
    return done(request, link("forum_report", **at), "thanks")


def _is_full(request: Request, session: Session, visit: Visit, post: Any, reason: str) -> bool:
    """Tell whether a report is too much; the first that says somebody may come to harm never is."""
    waiting = (one.reason for one in queries.reports(session, post))
    if reasons.is_grave(reason) and not any(map(reasons.is_grave, waiting)):
        return False
    if visit.own:
        return len(queries.reported_by(session, visit.own)) >= MOST_OF_MEMBER
    # Of a post that is full nothing is counted, so that other posts can be reported.
    full = queries.count_of_residents(session, post) >= MOST_OF_RESIDENTS
    return full or request.state.memory.of(_Reporting).is_crowded(request)


def _reported(request: Request, session: Session, visit: Visit) -> Any:
    """Find the post, or its translation; nobody reports what they cannot read, or wrote."""
    topic, post = reading.read_post(request, session, visit)
    sent = getattr(request.state, "form", request.query_params)
    named = translated.named(session, post, words.sent_text(sent, "translation"))
    author = named.member_id if named else post.member_id
    if visit.own and author == visit.own:
        raise HTTPException(403)
    return topic, found(post if post.standing in rules.READABLE else None), named


def _page(request: Request, session: Session, visit: Visit, **shown: Any) -> Response:
    # Whoever was the second to report it does not read it any more, and is thanked all the same.
    thanked = request.query_params.get("done", "")
    none = (None, None, None)
    topic, post, named = none if thanked else _reported(request, session, visit)
    sent = getattr(request.state, "form", {})
    return render(
        request,
        "moderation/report.html",
        visit=visit,
        topic=topic,
        post=post,
        translation=named,
        thanked=thanked,
        at={key: request.path_params[key] for key in ("topic", "post")},
        fields=(reasons.field(session, visit.body, forms.WHY), *forms.REPORTED),
        sent=words.flat(sent),
        key=once.key(sent),
        labels=forms,
        **shown,
    )


_POST = "/forum/{body}/topics/{topic}/posts/{post}"

routes = [
    both(f"{_POST}/report", report, name="forum_report"),
    post(f"{_POST}/report/member", report_as_member, name="forum_report_as_member"),
]
