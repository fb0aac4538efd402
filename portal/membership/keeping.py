"""Coming to a group, leaving it, and who speaks for it: what every page does in the same way.

Whoever changes who belongs to a group, or speaks for it, holds its row (`groups.queries.held`).
"""

from datetime import date, datetime

from sqlmodel import Session

from portal.groups import queries as groups
from portal.groups.models import Group
from portal.languages.i18n import today
from portal.members import letters
from portal.members.models import Member
from portal.members.rules import month_of
from portal.members.signing_in import limits
from portal.membership import queries
from portal.membership.models import Concern, Invitation, Left, Membership
from portal.membership.rules import MOST_OPEN, RANKS, Role, is_more, works
from portal.problems import mark
from portal.sealing import crypto
from portal.store.db import now
from portal.web.links import absolute, link

_PURPOSE = "group invite"
_QUESTION = mark("There is a question that only you can answer. Read it here:")


def code_hash(code: str) -> str:
    """Give the name under which the code of an invitation is kept."""
    return crypto.derive(code, _PURPOSE).hex()


def invite(
    session: Session,
    group: Group,
    role: Role,
    expires: datetime,
    *,
    uses: int = 1,
    made_by: str | None = None,
) -> tuple[Invitation, str]:
    """Make an invitation; give it and its code, which nobody learns again."""
    code = crypto.new_code()
    made = Invitation(
        group_id=group.id or 0,
        role=role,
        code_hash=code_hash(code),
        uses_left=uses,
        expires=expires,
        made_by=made_by,
    )
    session.add(made)
    session.flush()
    return made, code


def is_usable(session: Session, invitation: Invitation, group: Group) -> bool:
    """Tell whether an invitation leads into its group now; a first representative is one alone."""
    if not works(group.state):
        return False
    first = invitation.role is Role.REPRESENTATIVE
    return not (first and queries.count(session, group, Role.REPRESENTATIVE))


def join(session: Session, name: str, member: Member, today: date, now: datetime) -> Group | None:
    """Take a member into a group by an invitation; None if it leads there no more.

    Who is there already uses none of it up, unless they do more in the group from now on, or
    everybody was asked to come again.
    """
    invitation = queries.invitation(session, name, now)
    group = groups.held(session, invitation.group_id) if invitation else None
    if group is None or invitation is None or not is_usable(session, invitation, group):
        return None
    mine = queries.one(session, group, member.id)
    if mine and mine.asked is None and not is_more(invitation.role, mine.role):
        return group
    if not queries.take_use(session, invitation, now):
        return None
    mine = mine or add(session, group, member, today)
    mine.asked = None
    give_role(session, mine, max(mine.role, invitation.role, key=RANKS.index))
    return group


def add(
    session: Session, group: Group, member: Member, today: date, role: Role = Role.MEMBER
) -> Membership:
    """Make somebody a member of a group."""
    made = Membership(
        group_id=group.id or 0, member_id=member.id, role=role, joined=month_of(today)
    )
    session.add(made)
    session.flush()
    return made


def give_role(session: Session, membership: Membership, role: Role) -> None:
    """Have somebody do something else in their group; nothing is proposed of them any more."""
    membership.role, membership.proposed_by, membership.willing = role, None, False
    session.add(membership)
    session.flush()


def end(session: Session, membership: Membership) -> None:
    """End a membership; the invitations that it made, and what it proposed, go with it."""
    member, group = membership.member_id, membership.group_id
    session.merge(Left(member_id=member, group_id=group, day=today()))
    session.delete(membership)
    session.flush()


def propose(session: Session, helper: Membership, by: Membership) -> bool:
    """Ask that a helper represents the group, unless somebody else is proposed already."""
    if helper.proposed_by is None and helper.role is Role.HELPER:
        helper.proposed_by, helper.willing = by.id, False
        session.add(helper)
        session.flush()
        if limits.may_tell(session, f"proposed {helper.id}", now()):
            ask(session, session.get_one(Member, helper.member_id))
    return helper.proposed_by is not None


def answer(session: Session, mine: Membership, *, yes: bool) -> None:
    """Keep whether somebody who was proposed wants to represent the group; a no ends it."""
    if not yes:
        give_role(session, mine, mine.role)
    elif mine.proposed_by:
        mine.willing = True
        session.add(mine)
        session.flush()


def decide(session: Session, proposed: Membership, *, yes: bool) -> None:
    """Say yes or no to somebody who was proposed to represent a group."""
    give_role(session, proposed, Role.REPRESENTATIVE if yes else proposed.role)


def ask(session: Session, person: Member) -> None:
    """Mail a member that there is a question about one of their groups, and neither which."""
    if person.email:
        address = absolute(session.info["settings"], link("member_groups", person.language))
        lines: letters.Lines = [letters.Line(_QUESTION), address]
        letters.send(session, person.email, person.language, letters.NEWS_SUBJECT, lines, now())


def silence(session: Session, group: Group, now: datetime) -> None:
    """Have nobody speak for a group any more; its invitations end, and members stay members."""
    for membership, _ in queries.named(session, group):
        if membership.role is Role.REPRESENTATIVE:
            give_role(session, membership, Role.MEMBER)
        membership.proposed_by, membership.willing = None, False
        session.add(membership)
    for invitation in queries.invitations(session, group, now):
        session.delete(invitation)
    session.flush()


def say_wrong(session: Session, group: Group, words: str, today: date) -> bool:
    """Keep what somebody says is wrong in a group; the same words twice count once."""
    waiting = queries.concerns(session, group)
    if words in {one.words for one in waiting}:
        return True
    if len(waiting) >= MOST_OPEN:
        return False
    session.add(Concern(group_id=group.id or 0, words=words, month=month_of(today)))
    session.flush()
    return True
