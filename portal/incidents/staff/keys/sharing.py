"""How the people who help give each other what they can open, and let each other in.

Whoever may give out roles could make a key of their own. So a fresh key gets nothing before
somebody whose key counts has let it in; only the first of a circle has nobody to ask. Nor would
keeping the others from signing in help: a circle begins anew only when all its keys have rested
for weeks, in which their owners notice.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, func, select
from sqlmodel.sql.expression import SelectOfScalar

from portal.incidents.case_models import Conflict
from portal.incidents.models import KeyHolder, Report, ReportItem, ReportKey, TeamKey, TeamKeyCopy
from portal.incidents.records import keys, take_in
from portal.incidents.records.pieces import Item
from portal.incidents.rules import RESTING_DAYS, Circle, TeamKeyPurpose
from portal.incidents.staff.keys.vault import Vault
from portal.sealing.crypto import fingerprint
from portal.store.db import serialise

_LOCK = 0x6B657973

_VOUCHED = frozenset({Circle.TEAM, Circle.INDEPENDENT, Circle.APPROVER})
_MAKES: Mapping[Circle, tuple[TeamKeyPurpose, ...]] = {
    Circle.TEAM: (TeamKeyPurpose.STATISTICS, TeamKeyPurpose.LINKING),
    Circle.APPROVER: (TeamKeyPurpose.CONTACT,),
}
_SHARES: Mapping[TeamKeyPurpose, frozenset[Circle]] = {
    TeamKeyPurpose.STATISTICS: frozenset({Circle.TEAM, Circle.ANALYST, Circle.RECOVERY}),
    TeamKeyPurpose.LINKING: frozenset({Circle.TEAM, Circle.RECOVERY}),
    TeamKeyPurpose.CONTACT: frozenset({Circle.APPROVER}),
}
_GIVES: Mapping[Circle, frozenset[Circle]] = {
    Circle.TEAM: frozenset({Circle.TEAM, Circle.ANALYST, Circle.RECOVERY}),
    Circle.INDEPENDENT: frozenset({Circle.INDEPENDENT}),
    Circle.APPROVER: frozenset({Circle.APPROVER}),
    Circle.ANALYST: frozenset({Circle.ANALYST, Circle.TEAM}),
}
_RETIRES: Mapping[Circle, frozenset[Circle]] = {
    Circle.TEAM: frozenset({Circle.TEAM, Circle.ANALYST, Circle.PARTNER, Circle.RECOVERY}),
    Circle.INDEPENDENT: frozenset({Circle.INDEPENDENT}),
    Circle.APPROVER: frozenset({Circle.APPROVER}),
}


def alone(session: Session, mine: KeyHolder | None = None) -> None:
    """Let nobody else change who holds keys before this transaction ends.

    The key of whoever waits for that may have been ended by those who went before.
    """
    serialise(session, _LOCK)
    if mine:
        session.refresh(mine)


def join(session: Session, opened: Vault, today: date) -> None:
    """Add a fresh key; the first of its circle counts at once and makes what its circle shares."""
    opened.holder.waiting = True
    settle(session, opened, today)


def settle(session: Session, opened: Vault, today: date) -> bool:
    """Have a key that its owner opens count as far as it may; tell whether it had rested."""
    holder = opened.holder
    rested, holder.resting_since = holder.resting_since is not None, None
    holder.waiting = holder.waiting and _has_somebody_to_ask(session, holder, today)
    session.add(holder)
    session.flush()
    for purpose in _MAKES.get(holder.circle, ()):
        if not holder.waiting and not _is_shared(session, purpose):
            keys.make_team_key(session, purpose, [holder])
    return rested


def mark_of(holder: KeyHolder) -> str:
    """Give a short mark of a key, by which two people tell that they mean the same one."""
    digest = fingerprint(holder.public_key.hex()).upper()
    return f"{digest[:4]}-{digest[4:8]}"


def is_of_team(holder: KeyHolder) -> bool:
    """Tell whether somebody reads what is reported to the team."""
    return holder.circle is Circle.TEAM and counts(holder)


def note_looked(session: Session, holder: KeyHolder, today: date) -> None:
    """Note that somebody looked for what is reported to their circle, if their key counts."""
    if counts(holder) and holder.circle in (Circle.TEAM, Circle.INDEPENDENT):
        take_in.note_opened(session, today, holder.circle)


def counts(holder: KeyHolder) -> bool:
    """Tell whether a key counts: it is neither waiting, resting nor retired."""
    return not holder.waiting and holder.resting_since is None and holder.retired is None


def rests_lately(holder: KeyHolder, today: date) -> bool:
    """Tell whether a key rests, and not yet for so long that others may come after it."""
    since = holder.resting_since
    return since is not None and since > today - timedelta(days=RESTING_DAYS)


def may_give(giver: KeyHolder, to: KeyHolder) -> bool:
    """Tell whether somebody may give a colleague what they can open themselves."""
    unready = to.resting_since is not None or (to.waiting and to.circle is Circle.RECOVERY)
    ready = counts(giver) and to.retired is None and not unready
    return ready and giver.id != to.id and to.circle in _GIVES.get(giver.circle, ())


def may_retire(by: KeyHolder, holder: KeyHolder) -> bool:
    """Tell whether somebody may end a key: everybody their own, and some those of colleagues."""
    theirs = counts(by) and holder.circle in _RETIRES.get(by.circle, ())
    return holder.retired is None and (by.id == holder.id or theirs)


def give(session: Session, giver: Vault, to: KeyHolder) -> int:
    """Let a colleague in and give them all that both may open; count the reports."""
    if to.circle is giver.holder.circle:
        to.waiting = False
        session.add(to)
    for purpose, circles in _SHARES.items():
        for private in giver.team_privates(session, purpose) if to.circle in circles else ():
            keys.share_team_key(session, purpose, private, [to])
    return _give_reports(session, giver, to)


def waiting(session: Session, colleague: KeyHolder) -> int:
    """Count the keys on the list that wait and that somebody may let in."""
    return sum(one.waiting and may_give(colleague, one) for one in listed(session))


def listed(session: Session) -> list[KeyHolder]:
    """List all keys, the ended ones too, but not a recovery key whose cards are being made."""
    query = select(KeyHolder).order_by(col(KeyHolder.since), col(KeyHolder.id))
    unready = col(KeyHolder.waiting) & (col(KeyHolder.circle) == Circle.RECOVERY)
    return list(session.exec(query.where(~unready)))


def missing(session: Session, giver: KeyHolder, to: KeyHolder) -> int:
    """Count the reports that a giver can open, and a colleague cannot although they may."""
    has = select(ReportKey.report_id).where(ReportKey.holder_id == to.id)
    kept_from = select(Conflict.report_id).where(Conflict.account_id == to.account_id)
    query = select(func.count()).select_from(ReportKey).join(Report)
    query = query.where(ReportKey.holder_id == giver.id, Report.circle == _reads(to))
    query = query.where(col(ReportKey.report_id).not_in(has))
    return session.exec(query.where(col(ReportKey.report_id).not_in(kept_from))).one()


def opens(session: Session, holder: KeyHolder) -> int:
    """Count the reports that a holder can open."""
    return session.exec(select(func.count()).where(ReportKey.holder_id == holder.id)).one()


def opens_alone(
    session: Session, holder: KeyHolder, besides: Collection[int] = frozenset()
) -> bool:
    """Tell whether there are reports that a holder can open, and nobody else whose key counts.

    The recovery key is nobody's, and the accounts `besides` are not counted either.
    """
    other = aliased(ReportKey)
    elsewhere = exists().where(
        col(other.report_id) == col(ReportKey.report_id),
        col(other.holder_id) != holder.id,
        col(other.holder_id).in_(_others(besides)),
    )
    query = select(ReportKey.report_id).where(ReportKey.holder_id == holder.id, ~elsewhere)
    return session.exec(query.limit(1)).first() is not None


def shared(session: Session, holder: KeyHolder) -> list[TeamKeyPurpose]:
    """List the shared keys that a holder has as they are now."""
    query = _present().where(TeamKeyCopy.holder_id == holder.id)
    return [one.purpose for one in session.exec(query.order_by(col(TeamKeyCopy.purpose)))]


def is_last(session: Session, holder: KeyHolder, besides: Collection[int]) -> bool:
    """Tell whether no other key of a circle counts whose newcomers need somebody to let them in."""
    query = _others(besides).where(KeyHolder.circle == holder.circle, KeyHolder.id != holder.id)
    return holder.circle in _VOUCHED and session.exec(query.limit(1)).first() is None


def guards_contact(
    session: Session, holder: KeyHolder, besides: Collection[int] = frozenset()
) -> bool:
    """Tell whether contact details were left that perhaps only this approver can release."""
    left = select(ReportItem.id).where(ReportItem.kind == Item.CONTACT).limit(1)
    other = aliased(TeamKeyCopy)
    elsewhere = exists().where(
        col(other.public_key) == col(TeamKeyCopy.public_key),
        col(other.holder_id) != holder.id,
        col(other.holder_id).in_(_others(besides)),
    )
    query = select(TeamKeyCopy).where(TeamKeyCopy.holder_id == holder.id, ~elsewhere)
    query = query.where(TeamKeyCopy.purpose == TeamKeyPurpose.CONTACT).limit(1)
    return bool(session.exec(query).first() and session.exec(left).first())


def leave(session: Session, holder: KeyHolder, today: date) -> None:
    """End somebody's key, and with it all that they could open."""
    alone(session)
    keys.retire(session, holder, today)
    session.flush()


def _give_reports(session: Session, giver: Vault, to: KeyHolder) -> int:
    had = opens(session, to)
    for report, private in keys.opened_reports(session, giver.holder, giver.private):
        if report.circle is _reads(to):
            keys.give(session, report.id, private, [to])
    session.flush()
    return opens(session, to) - had


def _others(besides: Collection[int]) -> SelectOfScalar[str]:
    query = select(KeyHolder.id).where(*keys.counting(), KeyHolder.circle != Circle.RECOVERY)
    return query.where(col(KeyHolder.account_id).not_in(besides))


def _reads(holder: KeyHolder) -> Circle:
    return Circle.TEAM if holder.circle is Circle.RECOVERY else holder.circle


def _has_somebody_to_ask(session: Session, holder: KeyHolder, today: date) -> bool:
    query = select(KeyHolder).where(KeyHolder.circle == holder.circle, KeyHolder.id != holder.id)
    query = query.where(col(KeyHolder.retired).is_(None), col(KeyHolder.waiting).is_(False))
    others = session.exec(query) if holder.circle in _VOUCHED else ()
    return any(counts(one) or rests_lately(one, today) for one in others)


def _is_shared(session: Session, purpose: TeamKeyPurpose) -> bool:
    query = _present().join(KeyHolder).where(TeamKeyCopy.purpose == purpose, *keys.counting())
    return session.exec(query.limit(1)).first() is not None


def _present() -> SelectOfScalar[TeamKeyCopy]:
    query = select(TeamKeyCopy).join(TeamKey, col(TeamKey.purpose) == TeamKeyCopy.purpose)
    return query.where(TeamKeyCopy.public_key == TeamKey.public_key)
