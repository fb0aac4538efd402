"""The page of a member: their name, their language, where they are signed in, what is held."""

import json
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.members import cards, forms, keeping, new_addresses, queries, sessions
from portal.members.guards import member_only
from portal.members.models import Member
from portal.problems import Problems
from portal.store.db import now
from portal.web.page import chapters, done, get, link, page, post, render


@page
@member_only
def own_page(request: Request, session: Session, member: Member) -> Response:
    """Show what is kept of a member, and what they can do about it."""
    return shown(request, session, member)


@page
@member_only
def save_name(request: Request, session: Session, member: Member) -> Response:
    """Keep the name of a member, whether others read it, and the language of their mails."""
    sent, languages = request.state.form, _languages(request, member)
    others = [name for one in request.state.features for name in one.named(session)]
    reading = forms.page(sent, languages, request.state.council, others)
    if reading.problems:
        filled = forms.page_typed(sent, languages)
        return shown(request, session, member, problems=reading.problems, filled=filled)
    for name, value in reading.values.items():
        setattr(member, name, value)
    session.add(member)
    return done(request, link("member_page"), "saved")


@page
@member_only
def sign_out_everywhere(request: Request, session: Session, member: Member) -> Response:
    """End every session of a member, every link that was mailed, and every secret address."""
    keeping.sign_out(request.state.features, session, member)
    return sessions.close_session(
        request, session, done(request, link("member_sign_in"), "everywhere")
    )


@page
@member_only
def download(request: Request, session: Session, member: Member) -> Response:
    """Give a member everything that is held about them."""
    everything = keeping.held(request.state.features, session, member, now())
    return Response(
        json.dumps(everything, ensure_ascii=False, indent=2) + "\n",
        media_type="application/json",
        headers={"content-disposition": 'attachment; filename="held.json"'},
    )


def shown(
    request: Request,
    session: Session,
    member: Member,
    *,
    problems: Problems | None = None,
    filled: Mapping[str, Any] | None = None,
    email: str = "",
) -> Response:
    """Draw the page, with what was typed into one of its forms."""
    moment, languages = now(), _languages(request, member)
    return render(
        request,
        "members/own/page.html",
        shown=filled or forms.page_shown(member, languages),
        languages=languages,
        new_email=email,
        change=new_addresses.waiting(session, member, moment),
        card=cards.of_member(session, member),
        devices=len(queries.sessions_of(session, member, moment)),
        chapters=chapters(request, session, "member_page", member),
        problems=problems,
    )


def _languages(request: Request, member: Member) -> list[str]:
    return list(dict.fromkeys([*request.state.council.languages, member.language]))


routes = [
    get("/member", own_page, name="member_page"),
    post("/member/name", save_name, name="save_member"),
    post("/member/sign-out-everywhere", sign_out_everywhere, name="member_sign_out_everywhere"),
    get("/member/held", download, name="member_held"),
]
