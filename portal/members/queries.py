"""Everything members ask of the database."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select

from portal.members.models import MailChoice, Member, MemberSession, SignInLink, SignInRequest
from portal.members.rules import OWN_DEVICE

_CLOCKS_DIFFER = timedelta(minutes=5)


def by_id(session: Session, number: str) -> Member | None:
    """Find a member by the random name that other rows have for them."""
    return session.get(Member, number)


def by_email(session: Session, folded: str) -> Member | None:
    """Find a member by a folded address."""
    return session.exec(select(Member).where(Member.email == folded)).one_or_none()


def has_addresses(session: Session) -> bool:
    """Tell whether anybody signs in by mail."""
    query = select(Member.id).where(col(Member.email).is_not(None)).limit(1)
    return session.exec(query).first() is not None


def mail_choices(session: Session, members: Sequence[str]) -> Sequence[MailChoice]:
    """List what these members chose about their mails."""
    query = select(MailChoice).where(col(MailChoice.member_id).in_(members))
    return session.exec(query).all()


def mail_choice(session: Session, key: str) -> MailChoice | None:
    """Find what a member chose by the key in a link, and let nobody else change it meanwhile."""
    query = select(MailChoice).where(MailChoice.key == key).with_for_update()
    return session.exec(query).one_or_none()


def held(session: Session, number: str) -> Member | None:
    """Find a member and let nobody else change them before this transaction ends."""
    query = select(Member).where(Member.id == number).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def signed_in(session: Session, fingerprint: str, now: datetime) -> Member | None:
    """Find the member whose session this is, unless it ended."""
    query = select(Member).join(MemberSession).where(MemberSession.id == fingerprint)
    return session.exec(query.where(*_lasts(now))).one_or_none()


def sessions_of(session: Session, member: Member, now: datetime) -> list[MemberSession]:
    """List where a member is signed in."""
    query = select(MemberSession).where(MemberSession.member_id == member.id)
    return list(session.exec(query.where(*_lasts(now)).order_by(MemberSession.id)))


def end_session(session: Session, fingerprint: str) -> None:
    """Sign one browser out."""
    session.exec(delete(MemberSession).where(col(MemberSession.id) == fingerprint))


def end_sessions(session: Session, member: Member) -> None:
    """Sign a member out everywhere, and have no link open that was mailed before."""
    session.exec(delete(MemberSession).where(col(MemberSession.member_id) == member.id))
    end_links(session, member.id)


def end_links(session: Session, member: str) -> None:
    """Have no link open any more that was mailed to a member."""
    session.exec(delete(SignInLink).where(col(SignInLink.member_id) == member))


def forget_requests(session: Session, folded: str) -> None:
    """Forget the links that somebody asked for with an address and that were not mailed yet."""
    session.exec(delete(SignInRequest).where(col(SignInRequest.email) == folded))


def link(session: Session, fingerprint: str, now: datetime) -> SignInLink | None:
    """Find a link that was mailed and not used, as long as it counts."""
    query = select(SignInLink).where(SignInLink.id == fingerprint, SignInLink.expires > now)
    return session.exec(query).one_or_none()


def use_link(session: Session, fingerprint: str) -> bool:
    """Use a link up; of two who press at once, one is told that it was there."""
    used = delete(SignInLink).where(col(SignInLink.id) == fingerprint)
    return session.exec(used).rowcount == 1


def end_expired(session: Session, now: datetime) -> None:
    """Forget the sessions and links that are over."""
    for table in (MemberSession, SignInLink):
        session.exec(delete(table).where(col(table.expires) <= now))


def _lasts(now: datetime) -> tuple[ColumnElement[bool], ...]:
    # One that a clock began which was wrong would last for as long as it was wrong.
    latest = now + OWN_DEVICE + _CLOCKS_DIFFER
    return col(MemberSession.expires) > now, col(MemberSession.expires) <= latest
