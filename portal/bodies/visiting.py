"""Who looks at a body, what they may do in it, and who may open which of its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import forms, queries, rules
from portal.bodies.models import Block, Body, Membership, OfficeHolder
from portal.bodies.rules import Joining, Office, Stage
from portal.languages.i18n import calendar, today
from portal.members.guards import member_only, open_to_all
from portal.members.models import Member
from portal.store import audit
from portal.store.db import now
from portal.web.page import View, found, render, sent_text

Held = dict[Office, list[OfficeHolder]]
"""Who holds each office now."""


@dataclass(frozen=True)
class Visit:
    """Somebody in a body: who they are, since when a member, in which office, and if they preside.

    `own` is their random name, which is empty for whoever is not signed in. Where there is a
    `block`, they may read and not write.
    """

    body: Body
    member: Member | None = None
    membership: Membership | None = None
    holder: OfficeHolder | None = None
    presides: bool = False
    own: str = ""
    block: Block | None = None

    @property
    def since(self) -> datetime | None:
        """Tell since when they are a member, if they are one."""
        mine = self.membership
        return mine.joined if mine and mine.state is Joining.ACCEPTED else None

    @property
    def office(self) -> Office | None:
        """Tell which office they hold."""
        return self.holder.office if self.holder else None

    @property
    def belongs(self) -> bool:
        """Tell whether they are a member or hold an office."""
        return self.since is not None or self.holder is not None

    @property
    def takes_part(self) -> bool:
        """Tell whether they belong to it and are not blocked for good."""
        for_good = self.block is not None and self.block.until is None
        return self.belongs and not for_good

    @property
    def is_open(self) -> bool:
        """Tell whether anything is still written in this body."""
        return self.body.stage is Stage.OPEN

    @property
    def writes(self) -> bool:
        """Tell whether they may write in this body now."""
        return self.belongs and self.is_open and self.block is None

    def log(self, session: Session, action: str, what: str = "", **details: object) -> None:
        """Write into the log what was done in an office, or by a member, and never by whom."""
        subject = f"{self.body.slug}/{what}" if what else self.body.slug
        audit.record(session, self.office or "member", action, subject, **details)


BodyView = Callable[[Request, Session, Visit], Response]


def visit(session: Session, body: Body, member: Member | None) -> Visit:
    """Say how somebody stands with a body."""
    if member is None:
        return Visit(body)
    held = current(session, body)
    mine = next(
        (one for office in held.values() for one in office if one.member_id == member.id), None
    )
    presides = mine is not None and mine.office is _acting(held, today())
    joined, block = queries.membership(session, body, member.id), blocked(session, body, member.id)
    return Visit(body, member, joined, mine, presides, member.id, block)


def blocked(session: Session, body: Body, member: str) -> Block | None:
    """Find what keeps somebody from writing in a body now: nothing whoever holds an office."""
    every = queries.blocks(session, body, member)
    counts = (one for one in every if rules.is_blocked(one.since, one.until, one.lifted, today()))
    block = next(counts, None)
    holds = block and any(one.member_id == member for one in running(session, body))
    return None if holds else block


def current(session: Session, body: Body) -> Held:
    """List who holds each office now."""
    held = [one for one in queries.holders(session, body) if _runs(one, now())]
    return {office: [one for one in held if one.office is office] for office in Office}


def running(session: Session, body: Body) -> list[OfficeHolder]:
    """List who runs a body: the chair, the deputy and the moderators."""
    return [one for held in current(session, body).values() for one in held]


def to_come(session: Session, body: Body) -> list[OfficeHolder]:
    """List who has accepted an office and begins in the days to come."""
    held = [one for one in queries.holders(session, body) if one.since and one.since > now()]
    return [one for one in held if one.since and _runs(one, one.since)]


def heads(session: Session, body: Body, day: date) -> list[OfficeHolder]:
    """List who decides on a day what the chair decides: the chair, or the deputy who acts."""
    held = current(session, body)
    acting = _acting(held, day)
    return held[acting] if acting else []


def _acting(held: Held, day: date) -> Office | None:
    chairs = [one.seen or calendar().day(one.since or now()) for one in held[Office.CHAIR]]
    deputy = bool(held[Office.DEPUTY])
    return rules.presides(max(chairs, default=None), deputy=deputy, today=day)


def _runs(one: OfficeHolder, moment: datetime) -> bool:
    if one.since is None or one.member_id is None:
        return False
    return rules.runs(one.since, calendar().end(one.until), one.ended, moment)


def anybody(view: BodyView) -> View:
    """Hand the view a body that everybody sees, and how whoever looks at it stands with it."""

    @wraps(view)
    def seen(request: Request, session: Session, member: Member | None) -> Response:
        return view(request, session, visit(session, _shown(request, session), member))

    return open_to_all(seen)


def signed_in(view: BodyView) -> View:
    """Hand the view the same of somebody who is signed in, a member of the body or not."""

    @wraps(view)
    def asked(request: Request, session: Session, member: Member) -> Response:
        return view(request, session, visit(session, _shown(request, session), member))

    return member_only(asked)


def belonging(view: BodyView) -> View:
    """Let in members of an open body and whoever holds an office in it."""

    @wraps(view)
    def let_in(request: Request, session: Session, comer: Visit) -> Response:
        if not comer.belongs or not comer.is_open:
            raise HTTPException(403)
        return view(request, session, comer)

    return signed_in(let_in)


def unblocked(view: BodyView) -> BodyView:
    """Keep whoever is blocked from writing, and give them back what they typed."""

    @wraps(view)
    def let_in(request: Request, session: Session, comer: Visit) -> Response:
        if comer.block is None:
            return view(request, session, comer)
        typed = sent_text(getattr(request.state, "form", {}), "text")
        shown: dict[str, Any] = {"visit": comer, "typed": typed, "labels": forms}
        return render(request, "bodies/blocked.html", status=403, **shown)

    return let_in


def writing(view: BodyView) -> View:
    """Let in who may write: members of an open body and its office holders who are not blocked."""
    return belonging(unblocked(view))


def preparing(view: BodyView) -> View:
    """Let in whoever presides, and before the body opens its chair alone."""

    @wraps(view)
    def let_in(request: Request, session: Session, member: Member) -> Response:
        comer = visit(session, _any(request, session), member)
        is_draft = comer.body.stage is Stage.DRAFT
        if not comer.presides or (is_draft and comer.office is not Office.CHAIR):
            raise HTTPException(404 if is_draft else 403)
        return view(request, session, comer)

    return member_only(let_in)


def moderating(view: BodyView) -> View:
    """Let in whoever holds an office, and note the day on which they were at work."""

    @wraps(view)
    def let_in(request: Request, session: Session, comer: Visit) -> Response:
        if comer.holder is None:
            raise HTTPException(403)
        if comer.holder.seen != today():
            comer.holder.seen = today()
            session.add(comer.holder)
            session.flush()
        # A chair who comes back decides again at once.
        return view(request, session, visit(session, comer.body, comer.member))

    # It notes the day of work also when a page is only fetched, which `page` has to know.
    let_in.writes = True  # type: ignore[attr-defined]
    return signed_in(let_in)


def presiding(view: BodyView) -> View:
    """Let in whoever decides what the chair decides: the chair, or the deputy who acts."""

    @wraps(view)
    def let_in(request: Request, session: Session, comer: Visit) -> Response:
        if not comer.presides:
            raise HTTPException(403)
        return view(request, session, comer)

    return moderating(let_in)


def _shown(request: Request, session: Session) -> Body:
    body = _any(request, session)
    if body.stage is Stage.DRAFT:
        raise HTTPException(404)
    return body


def _any(request: Request, session: Session) -> Body:
    return found(queries.by_slug(session, request.path_params["body"]))
