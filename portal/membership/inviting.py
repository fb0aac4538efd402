"""Links of invitations: what they open, and the mails in which they stand.

Neither a mail nor what a link shows to who is not signed in says of which group it is: messengers
draw a preview of a link, and mail is read over shoulders.
"""

from datetime import datetime

from sqlmodel import Session

from portal.groups import queries as groups
from portal.groups.models import Group
from portal.members import letters, links
from portal.members.letters import Line
from portal.members.rules import TAKING_PART_LASTS
from portal.membership import keeping, queries
from portal.membership.models import Invitation, Joining
from portal.membership.rules import FIRST_LASTS, LONGEST, Role
from portal.problems import mark
from portal.sealing import crypto
from portal.settings import Settings

INVITATION, JOINING = "group_invitation", "group_joining"
"""The names of the pages that links of invitations open."""

_INVITED = mark(
    "Somebody invites you to take part. Open this link and press the button on its page:"
)
_DAYS = mark("It works once, within %(days)s days. If you do not want to, you need do nothing.")


def address(settings: Settings, invitation: Invitation, tag: str) -> str:
    """Write the link of an invitation, as it is handed on."""
    return links.written(settings, INVITATION, tag, invitation.id)


def find(session: Session, token: str, now: datetime) -> tuple[Invitation, Group] | None:
    """Find what the link of an invitation opens, as long as it leads into its group."""
    name = links.read(session.info["settings"], INVITATION, token, LONGEST)
    return _usable(session, queries.invitation(session, name, now))


def by_code(session: Session, typed: str, now: datetime) -> Invitation | None:
    """Find the invitation whose code somebody typed, as long as it leads into its group."""
    for code in crypto.codes_in(typed):
        found = _usable(session, queries.by_code(session, keeping.code_hash(code), now))
        if found:
            return found[0]
    return None


def joining(session: Session, token: str, now: datetime) -> tuple[Joining, Group] | None:
    """Find what the link in a mail takes up, as long as it leads into a group."""
    said = links.read(session.info["settings"], JOINING, token, LONGEST)
    made = queries.joining(session, crypto.fingerprint(said), now) if said else None
    invitation = queries.invitation(session, made.invitation_id, now) if made else None
    found = _usable(session, invitation)
    return (made, found[1]) if made and found else None


def confirm(session: Session, invitation: Invitation, email: str, tag: str, now: datetime) -> None:
    """Write to an address that somebody who was invited gave; whether it is known plays no part."""
    link = _link(session, invitation, email, tag, min(invitation.expires, now + TAKING_PART_LASTS))
    letters.send(session, email, tag, letters.LINK_SUBJECT, letters.taking_part(link), now)


def invite_first(session: Session, group: Group, email: str, tag: str, now: datetime) -> str:
    """Invite who will speak for a group, by mail if there is an address; give the code.

    It takes the place of an invitation that was made before.
    """
    queries.end_first(session, group)
    made, code = keeping.invite(session, group, Role.REPRESENTATIVE, now + FIRST_LASTS)
    if email:
        link = _link(session, made, email, tag, made.expires)
        lines: letters.Lines = [Line(_INVITED), link, Line(_DAYS, {"days": FIRST_LASTS.days})]
        letters.send(session, email, tag, letters.LINK_SUBJECT, lines, now)
    return code


def _link(session: Session, invitation: Invitation, email: str, tag: str, expires: datetime) -> str:
    token = links.new_token()
    session.add(
        Joining(
            id=crypto.fingerprint(token),
            invitation_id=invitation.id,
            email=email,
            language=tag,
            expires=expires,
        )
    )
    session.flush()
    return links.written(session.info["settings"], JOINING, tag, token)


def _usable(session: Session, invitation: Invitation | None) -> tuple[Invitation, Group] | None:
    group = groups.by_id(session, invitation.group_id) if invitation else None
    if invitation is None or group is None or not keeping.is_usable(session, invitation, group):
        return None
    return invitation, group
