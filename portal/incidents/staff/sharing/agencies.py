"""The agencies to which cases are referred, and who reads for them."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from portal.accounts.models import Account, Role
from portal.incidents.case_models import Agency, AgencyMember
from portal.incidents.models import Report
from portal.incidents.staff.sharing import partners, referrals


def everybody(session: Session) -> Sequence[Agency]:
    """List all agencies by name."""
    return session.exec(select(Agency).order_by(Agency.name)).all()


def by_name(session: Session, name: str) -> Agency | None:
    """Find an agency by its name."""
    return session.exec(select(Agency).where(Agency.name == name)).one_or_none()


def held(session: Session, number: str) -> Agency | None:
    """Find an agency, to be changed."""
    return session.exec(select(Agency).where(Agency.id == number).with_for_update()).one_or_none()


def members(session: Session) -> dict[int, str]:
    """Tell for which agency each account reads."""
    return {one.account_id: one.agency_id for one in session.exec(select(AgencyMember))}


def reader_names(session: Session, agency: Agency, report: Report) -> list[str]:
    """Name the people of an agency who would read what is passed on to it now."""
    numbers = [holder.account_id for holder in referrals.readers(session, agency, report)]
    query = select(Account).where(col(Account.id).in_(numbers)).order_by(Account.name)
    return [account.name for account in session.exec(query)]


def count_readers(session: Session, agency: Agency) -> int:
    """Count those on the list of an agency's people who read for it now."""
    reading = members(session)
    return sum(
        reading.get(one.id or 0) == agency.id and not one.disabled
        for one in candidates(session, agency)
    )


def candidates(session: Session, agency: Agency) -> list[Account]:
    """List the partners' accounts that read for this agency or for none yet."""
    taken = select(AgencyMember.account_id).where(AgencyMember.agency_id != agency.id)
    query = select(Account).where(col(Account.id).not_in(taken)).order_by(Account.name)
    return [account for account in session.exec(query) if account.holds(frozenset({Role.PARTNER}))]


def reading(session: Session, agency: Agency) -> list[int | None]:
    """List those of the candidates who read for an agency now."""
    chosen = members(session)
    people = candidates(session, agency)
    return [one.id for one in people if chosen.get(one.id or 0) == agency.id]


def set_members(session: Session, agency: Agency, chosen: Iterable[int]) -> None:
    """Let these accounts read for an agency; who leaves it loses what was passed on to it."""
    wanted = set(chosen)
    query = select(AgencyMember).where(AgencyMember.agency_id == agency.id)
    for member in session.exec(query).all():
        if member.account_id not in wanted:
            partners.leave(session, agency.id, member.account_id)
            session.delete(member)
        wanted.discard(member.account_id)
    session.add_all(AgencyMember(account_id=number, agency_id=agency.id) for number in wanted)
