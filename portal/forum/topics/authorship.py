"""As whom somebody writes: without a name, with one, for a group, or in an office."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.bodies import visiting
from portal.bodies.rules import Office
from portal.bodies.visiting import Visit
from portal.forms.fields import LISTED
from portal.forms.words import Sent, sent_text
from portal.forum.topics import queries, rules
from portal.forum.topics.rules import Room, Standing, Voice
from portal.groups.models import Group
from portal.languages.appearance import is_called_like
from portal.languages.i18n import gettext
from portal.membership import queries as membership
from portal.membership.rules import works
from portal.problems import Problem, mark
from portal.store.db import now

AUTHOR = "author"
SPOKEN = mark("A member of %(group)s, spoken, written down by a helper")
_PLAIN, _NAMED, _CHAIR = "member", "named", "chair"
_OF_GROUP, _SPOKEN, _GROUP = "of_group", "spoken", "group"


@dataclass(frozen=True)
class Author:
    """As whom somebody writes; `before` says how much of theirs was shown in the public room."""

    voice: Voice
    member: str | None = None
    account: int | None = None
    group: int | None = None
    shown: str = ""
    spoken: bool = False
    trusted: bool = False
    before: int = 0


def authors(session: Session, visit: Visit) -> list[tuple[str, str]]:
    """List as whom somebody can write, what says least about them first.

    Whoever presides writes as the chair: nobody is to wonder who speaks.
    """
    if visit.presides:
        return [(_CHAIR, _signed(visit))]
    listed = [(_PLAIN, gettext("A member, without a name"))]
    name = visit.member.public_name if visit.member else ""
    if name and not _is_of_an_office(session, visit, name):
        listed.append((_NAMED, gettext("A member, %(name)s", name=name)))
    if group := _group(session, visit):
        listed.append((_OF_GROUP, gettext("A member of %(group)s", group=group.name)))
        if membership.helps(session, group, visit.own):
            listed.append((_SPOKEN, gettext(SPOKEN, group=group.name)))
        listed.append((_GROUP, gettext("For %(group)s", group=group.name)))
    return listed


def usual(offered: Sequence[tuple[str, str]]) -> str:
    """Choose for somebody beforehand: by their name, if they have it shown beside what they write.

    They said so on their own page; what a form does not say is still what says least.
    """
    codes = [code for code, _ in offered]
    return _NAMED if _NAMED in codes else next(iter(codes), "")


def author(session: Session, visit: Visit, sent: Sent) -> Author | Problem:
    """Read as whom somebody writes; without a word about it, as what says least."""
    offered = [code for code, _ in authors(session, visit)]
    chosen = sent_text(sent, AUTHOR) or offered[0]
    if chosen not in offered or visit.member is None:
        return Problem(LISTED)
    group = _group(session, visit) if chosen in (_OF_GROUP, _SPOKEN, _GROUP) else None
    named = visit.member.public_name if chosen == _NAMED else ""
    return Author(
        voice={_CHAIR: Voice.CHAIR, _GROUP: Voice.GROUP}.get(chosen, Voice.MEMBER),
        member=visit.own,
        group=group.id if group else None,
        shown=_name_of_chair(visit) if chosen == _CHAIR else named,
        spoken=chosen == _SPOKEN,
        trusted=visit.office is not None,
        before=queries.shown_before(session, visit.body, visit.own),
    )


def _name_of_chair(visit: Visit) -> str:
    return visit.holder.shown if visit.holder and visit.office is Office.CHAIR else ""


def _signed(visit: Visit) -> str:
    name = _name_of_chair(visit)
    return gettext("The chair, %(name)s", name=name) if name else gettext("The chair")


def _is_of_an_office(session: Session, visit: Visit, name: str) -> bool:
    """Tell whether a name could be taken for that of somebody else who runs the body."""
    running = visiting.running(session, visit.body)
    return is_called_like(name, [one.shown for one in running if one.member_id != visit.own])


def refusal(session: Session, author: Author, *, topic: bool) -> Problem | None:
    """Say why somebody has to wait until tomorrow."""
    since = now() - rules.A_DAY
    posts, topics = queries.written_since(session, author.member or "", since)
    return rules.too_many(posts, topics, topic=topic)


def is_trusted(session: Session, visit: Visit, room: Room) -> bool:
    """Tell whether what somebody writes in a room is read at once."""
    before, holds = queries.shown_before(session, visit.body, visit.own), visit.office is not None
    begins = rules.begins(Voice.MEMBER, room, topic=False, before=before, trusted=holds)
    return begins is Standing.SHOWN


def _group(session: Session, visit: Visit) -> Group | None:
    number = visit.membership.speaks_for if visit.since and visit.membership else None
    group = bodies.groups(session, [number]).get(number or 0)
    return group if group and works(group.state) else None
