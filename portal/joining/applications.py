"""What somebody says who wants to join, and whether the group says so in whose name they come."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.bodies.models import Body, Membership
from portal.bodies.rules import GroupSays, Joining
from portal.council import queries as council
from portal.forms import form, names
from portal.forms.words import Sent, Shown
from portal.groups import queries as directory
from portal.groups.models import Group
from portal.joining import forms, group_queries, needs, rules
from portal.language_support import needing
from portal.languages import text_languages
from portal.languages.i18n import language
from portal.members import letters, naming
from portal.members.models import Member
from portal.members.signing_in import limits
from portal.membership import queries as membership
from portal.membership.rules import Role, works
from portal.problems import Problem, Problems, mark
from portal.store.db import now
from portal.web.links import absolute, link

MOST_OFFERED = 100
"""So many groups are offered by name at most, so that the page stays light."""

_TYPED = ("why", "language", "called", "contact", "telephone", "needs")
_SAID = (*_TYPED, "support", "group_id")
_CALLED = ("call", "text")
_UNKNOWN = mark("No group in the directory has this name. Apply for yourself, if you wish.")
_UNNAMED = mark("Write the name of the group.")
_NO_NUMBER = mark("Write the telephone number on which the chair may reach you.")
_NO_GROUP = mark("You apply for yourself. Choose another way to be reached.")
_ASKED = mark("There is a question that only you can answer. Read it here:")


def read(session: Session, sent: Sent) -> tuple[Mapping[str, Any], Problems]:
    """Read somebody's wish to join, for themselves or for a group, or say what is wrong with it."""
    reading = form.read(forms.APPLYING, sent)
    said, problems = reading.values, reading.problems
    said["group_id"] = None
    tags, missing = needing.languages(said["support"], said["support_in"], said["language"])
    said["support"] = needs.wanted(said["support"], tags)
    if missing:
        problems.setdefault("support_in", missing)
    said["called"] = names.tidied(said["called"] or "")
    called, others = said["called"], bodies.names(session)
    if called and (wrong := naming.problem(called, council.stored(session), others)):
        problems.setdefault("called", wrong)
    if said["contact"] in _CALLED and not said["telephone"]:
        problems.setdefault("telephone", Problem(_NO_NUMBER))
    if said["contact"] == "group" and said["as_"] == "person":
        problems.setdefault("contact", Problem(_NO_GROUP))
    if said["as_"] == "group" and "group" not in problems:
        group = group_queries.group_named(session, said["group"])
        said["group_id"] = group.id if group else None
        if group is None:
            problems["group"] = Problem(_UNKNOWN if said["group"] else _UNNAMED)
    fields = [one.name for one in forms.APPLYING]
    return said, dict(sorted(problems.items(), key=lambda one: fields.index(one[0])))


def begin(session: Session, body: Body, member: str, said: Mapping[str, Any]) -> None:
    """Keep what somebody says, which nobody else reads before they send it."""
    mine = bodies.membership(session, body, member)
    if mine is None:
        mine = Membership(body_id=body.id or 0, member_id=member, language=said["language"])
    elif not rules.may_apply(mine.state):
        return
    mine.state, mine.applied, mine.joined = Joining.BEGUN, now(), None
    mine.said, mine.said_in = "", ""
    for name in _SAID:
        setattr(mine, name, said[name])
    _keep(session, mine)


def send(session: Session, mine: Membership) -> None:
    """Send an application to the chair, and ask the group in whose name it comes."""
    if mine.state is not Joining.BEGUN:
        return
    mine.state, mine.applied, mine.group_says = Joining.WAITING, now(), GroupSays.ASKED
    group = directory.by_id(session, mine.group_id) if mine.group_id else None
    within = membership.one(session, group, mine.member_id) if group else None
    if group and within and works(group.state):
        mine.group_says = GroupSays.YES
    _keep(session, mine)
    speaks = within is not None and within.role is Role.REPRESENTATIVE
    if group and not speaks and limits.may_tell(session, f"applied {mine.member_id}", now()):
        ask(session, representatives(session, group))


def typed(session: Session, mine: Membership) -> Shown:
    """Show what somebody said as the form that they filled in."""
    group = bodies.groups(session, [mine.group_id]).get(mine.group_id or 0)
    shown = {name: getattr(mine, name) for name in _TYPED} | needs.typed(mine)
    return shown | {"as_": "group" if group else "person", "group": group.name if group else ""}


def blank(group: str) -> Shown:
    """Show the form as somebody finds it who comes from the page of a group, or by themselves."""
    usual = text_languages.named_in(language(), language())
    begun = {"language": language(), "as_": "group" if group else "", "group": group}
    return begun | {forms.SUPPORT_IN.name: usual}


def offered(session: Session, member: str) -> Sequence[str]:
    """List the groups that somebody can choose from: their own, and others if these are few."""
    own = [group.name for _, group in membership.of_member(session, member) if group.public]
    others = group_queries.group_names(session, MOST_OFFERED + 1)
    return list(dict.fromkeys([*own, *(others if len(others) <= MOST_OFFERED else ())]))


def settle(session: Session, body: Body, mine: Membership, says: GroupSays) -> None:
    """Keep what a group says of somebody; their seat bears its name as long as it says yes."""
    mine.group_says = says
    _keep(session, mine)
    for seat in bodies.seats(session, body):
        if seat.member_id == mine.member_id:
            seat.group_id = mine.speaks_for
            session.add(seat)
    session.flush()


def may_tell(session: Session, mine: Membership) -> bool:
    """Take a mail about what a group says of somebody, which it can change at any time."""
    return limits.may_tell(session, f"vouched {mine.id}", now())


def represented(session: Session, member: str) -> Mapping[int, Group]:
    """Find the groups for which somebody can say who speaks for them."""
    rows = membership.of_member(session, member)
    speaks = [group for mine, group in rows if mine.role is Role.REPRESENTATIVE]
    return {one.id or 0: one for one in speaks if works(one.state)}


def representatives(session: Session, group: Group) -> list[Member]:
    """List who represents a group."""
    named = membership.named(session, group)
    return [person for mine, person in named if mine.role is Role.REPRESENTATIVE]


def ask(session: Session, people: Sequence[Member]) -> None:
    """Mail those who speak for a group that there is a question, and not which."""
    for one in people:
        address = absolute(session.info["settings"], link("member_page", one.language))
        lines: letters.Lines = [letters.Line(_ASKED), address]
        letters.send(session, one.email or "", one.language, letters.NEWS_SUBJECT, lines, now())


def _keep(session: Session, mine: Membership) -> None:
    session.add(mine)
    session.flush()
