"""Which mails a member wants: each kind that can be stopped is stopped by one button, for good.

A mail program presses it for its owner (RFC 8058): what is posted to the address in a header stops
mails, without signing in. It works for years and says nothing of who somebody is. Whoever fetches
the same address, as mail scanners do, changes nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from portal.members import letters, links, queries
from portal.members.letters import Line, Lines
from portal.members.models import MailChoice, Member
from portal.members.rules import MailKind as MailKind
from portal.problems import mark
from portal.settings import Settings
from portal.store import mail
from portal.store.db import insert_once, random_id
from portal.store.smtp import Beside

PAGE = "mails"
_LASTS = timedelta(days=3650)
_CHOOSE = mark("To stop these mails, or to choose which ones still come, open this page:")


def choices(session: Session, members: Sequence[str]) -> Mapping[str, MailChoice]:
    """Give what each of these members chose, also who has chosen nothing yet."""
    found = {one.member_id: one for one in queries.mail_choices(session, members)}
    lacking = [one for one in members if one not in found]
    if lacking:
        fresh = {"stopped": [], "untitled": False}
        made = [{"member_id": one, "key": random_id(), **fresh} for one in lacking]
        insert_once(session, "mail_choice", "member_id", *made)
        found |= {one.member_id: one for one in queries.mail_choices(session, lacking)}
    return found


def kept(session: Session, member: str) -> MailChoice | None:
    """Find what a member chose, if they or we ever asked for it."""
    return session.get(MailChoice, member)


def wants(choice: MailChoice, kind: MailKind) -> bool:
    """Tell whether mails of a kind still come."""
    return kind.value not in choice.stopped


def keep(session: Session, choice: MailChoice, stopped: Collection[MailKind]) -> None:
    """Keep which kinds of mail do not come any more."""
    choice.stopped = [kind.value for kind in MailKind if kind in stopped]
    session.add(choice)
    session.flush()


def leave_titles_out(session: Session, choice: MailChoice, *, sure: bool) -> None:
    """Keep whether titles of closed rooms are left out, because others may read a mailbox."""
    choice.untitled = sure
    session.add(choice)
    session.flush()


def stop(session: Session, choice: MailChoice, kind: MailKind) -> None:
    """Stop one kind of mail, however often that is asked for."""
    stopped = [one for one in MailKind if one is kind or not wants(choice, one)]
    keep(session, choice, stopped)


def address(settings: Settings, choice: MailChoice, kind: MailKind, tag: str) -> str:
    """Write the address that stops a kind of mail, and on which others are chosen."""
    return links.written(settings, PAGE, tag, [choice.key, kind.value])


def named(session: Session, token: str) -> tuple[MailKind, MailChoice | None] | None:
    """Read such an address: what it stops, for whom; for nobody once they are gone."""
    said = links.read(session.info["settings"], PAGE, token, _LASTS)
    return (MailKind(said[1]), queries.mail_choice(session, said[0])) if said else None


def send(
    session: Session, member: Member, kind: MailKind, subject: str, lines: Lines, now: datetime
) -> None:
    """Write a mail of a kind, in the member's language, unless they stopped it."""
    choice = choices(session, [member.id])[member.id]
    if not member.email or not wants(choice, kind):
        return
    where = address(session.info["settings"], choice, kind, member.language)
    whole = [*lines, Line(_CHOOSE), where]
    if letter := letters.composed(session, member.language, subject, whole):
        beside = Beside(stop=where)
        mail.write(session, member.email, letter.subject, letter.body, now, beside)
