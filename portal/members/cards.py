"""Printed cards with a code, for people without e-mail: issued, replaced, revoked.

The code is shown once, on the page that is printed, and only its hash is kept. Whoever issues a
card writes down its number: there is no list of cards, because it would be one of members.
"""

import secrets
from datetime import date

from sqlmodel import Session, col, delete, select

from portal.members.models import Member, MemberCard
from portal.members.rules import month_of
from portal.sealing import crypto

_PURPOSE = "member card"
_DIGITS = 8


def opened(session: Session, code: str) -> Member | None:
    """Find the member whose card has a code, unless it was revoked."""
    query = select(Member).join(MemberCard).where(MemberCard.code_hash == _hash(code))
    return session.exec(query.where(col(MemberCard.revoked).is_(False))).one_or_none()


def by_number(session: Session, number: str) -> MemberCard | None:
    """Find a card by the number on it, for whoever issued it and wrote it down."""
    query = select(MemberCard).where(MemberCard.number == number).with_for_update()
    return session.exec(query).one_or_none()


def of_member(session: Session, member: Member) -> MemberCard | None:
    """Find the card of a member, if they have one."""
    return session.exec(select(MemberCard).where(MemberCard.member_id == member.id)).one_or_none()


def is_issued(session: Session, name: str) -> bool:
    """Tell whether the form of this name was sent before."""
    return session.get(MemberCard, name) is not None


def issue(
    session: Session, member: Member, issued_by: str, today: date, name: str
) -> tuple[MemberCard, str]:
    """Give a member a card in place of the one before, and its code, which nobody learns again.

    `name` is drawn with the form that asks for it, so that of one form there is one card.
    """
    session.exec(delete(MemberCard).where(col(MemberCard.member_id) == member.id))
    code = crypto.new_code()
    card = MemberCard(
        id=name,
        member_id=member.id,
        number=_new_number(session),
        code_hash=_hash(code),
        issued_by=issued_by,
        issued=month_of(today),
    )
    session.add(card)
    session.flush()
    return card, code


def give_code(session: Session, card: MemberCard, code: str) -> None:
    """Have a card open with a code that is known already, as in the demonstration."""
    card.code_hash = _hash(code)
    session.add(card)
    session.flush()


def revoke(session: Session, card: MemberCard) -> None:
    """Have a card open nothing any more; it can still be replaced."""
    card.revoked = True
    session.add(card)
    session.flush()


def shown_number(number: str) -> str:
    """Write the number of a card as it is printed."""
    return f"{number[:4]} {number[4:]}"


def _hash(code: str) -> str:
    return crypto.derive(code, _PURPOSE).hex()


def _new_number(session: Session) -> str:
    """Draw a number that no other card has."""
    while True:
        number = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
        if by_number(session, number) is None:
            return number
