"""Who looks at a body, what they may do in it, and who may open which of its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import queries, rules
from portal.bodies.models import Body, Membership, OfficeHolder
from portal.bodies.rules import Joining, Office, Stage
from portal.languages.i18n import calendar, today
from portal.members.guards import member_only, open_to_all
from portal.members.models import Member
from portal.store import audit
from portal.store.db import now
from portal.web.page import View, found

Held = dict[Office, list[OfficeHolder]]
"""Who holds each office now."""


@dataclass(frozen=True)
class Visit:
    """Somebody in a body: who they are, since when a member, in which office, and if they preside.

    `own` is their random name, which is empty for whoever is not signed in.
    """

    body: Body
    member: Member | None = None
    membership: Membership | None = None
    holder: OfficeHolder | None = None
    presides: bool = False
    own: str = ""

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
    def is_open(self) -> bool:
        """Tell whether anything is still written in this body."""
        return self.body.stage is Stage.OPEN

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
    chairs = [one.seen or calendar().day(one.since or now()) for one in held[Office.CHAIR]]
    deputy = bool(held[Office.DEPUTY])
    acting = rules.presides(max(chairs, default=None), deputy=deputy, today=today())
    presides = mine is not None and mine.office is acting
    return Visit(
        body, member, queries.membership(session, body, member.id), mine, presides, member.id
    )


def current(session: Session, body: Body) -> Held:
    """List who holds each office now."""
    held = [one for one in queries.holders(session, body) if _runs(one)]
    return {office: [one for one in held if one.office is office] for office in Office}


def running(session: Session, body: Body) -> list[OfficeHolder]:
    """List who runs a body: the chair, the deputy and the moderators."""
    return [one for held in current(session, body).values() for one in held]


def _runs(one: OfficeHolder) -> bool:
    if one.since is None or one.member_id is None:
        return False
    return rules.runs(one.since, calendar().end(one.until), one.ended, now())


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
    body = found(queries.by_slug(session, request.path_params["body"]))
    if body.stage is Stage.DRAFT:
        raise HTTPException(404)
    return body
