"""Who holds keys, and how the key of a report reaches each of them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, case, exists
from sqlmodel import Session, SQLModel, col, delete, select

from portal.incidents.case_models import Conflict, ReferralCopy
from portal.incidents.models import (
    KeyHolder,
    OpenedVault,
    RecoveryShare,
    Report,
    ReportKey,
    TeamKey,
    TeamKeyCopy,
)
from portal.incidents.rules import Circle, TeamKeyPurpose
from portal.sealing import boxes


class Reader(NamedTuple):
    """To whom the key of a report is sealed."""

    id: str
    public_key: bytes


# A report costs little more than these statements, so they are built once.
_HOLDERS = SQLModel.metadata.tables["key_holder"].c
_READERS = select(_HOLDERS.id, _HOLDERS.public_key, _HOLDERS.account_id).where(
    _HOLDERS.circle.in_(bindparam("circles", expanding=True)),
    _HOLDERS.retired.is_(None),
    _HOLDERS.waiting.is_(False),
    _HOLDERS.resting_since.is_(None),
)


_TEAM_KEYS = SQLModel.metadata.tables["team_key"].c
_COPIES = SQLModel.metadata.tables["team_key_copy"].c
# What is sealed to a key of which nobody has the private half is lost.
_HAD = exists().where(
    _COPIES.purpose == _TEAM_KEYS.purpose, _COPIES.public_key == _TEAM_KEYS.public_key
)
_TEAM_KEY = select(_TEAM_KEYS.public_key).where(_TEAM_KEYS.purpose == bindparam("purpose"), _HAD)


def holders(session: Session, *circles: Circle) -> Sequence[KeyHolder]:
    """List the holders in these circles whose keys count."""
    query = select(KeyHolder).where(col(KeyHolder.circle).in_(circles), *counting())
    return session.exec(query.order_by(KeyHolder.id)).all()


def counting() -> tuple[ColumnElement[bool], ...]:
    """Ask that a key counts: it is neither waiting, resting nor retired."""
    return (
        col(KeyHolder.retired).is_(None),
        col(KeyHolder.waiting).is_(False),
        col(KeyHolder.resting_since).is_(None),
    )


def of_account(session: Session, account_id: int) -> KeyHolder | None:
    """Find the key that an account holds."""
    query = select(KeyHolder).where(KeyHolder.account_id == account_id)
    return session.exec(query.where(col(KeyHolder.retired).is_(None))).one_or_none()


def rest(session: Session, holder: KeyHolder, today: date) -> None:
    """Let a key rest: it is closed everywhere and gets nothing new, and nothing of it is lost."""
    holder.resting_since = holder.resting_since or today
    session.add(holder)
    session.exec(delete(OpenedVault).where(col(OpenedVault.holder_id) == holder.id))


def retire(session: Session, holder: KeyHolder, today: date) -> None:
    """End a key for good: all that was sealed to it is taken away, and its private half too."""
    holder.retired, holder.salt, holder.sealed_private = today, b"", b""
    session.add(holder)
    for table in (ReportKey, TeamKeyCopy, OpenedVault, RecoveryShare, ReferralCopy):
        session.exec(delete(table).where(col(table.holder_id) == holder.id))


def readers_of(
    session: Session, circle: Circle, left_out: Collection[int] = ()
) -> Sequence[Reader]:
    """List to whom the key of a new report for this circle is sealed: all of it, and recovery.

    The recovery key opens reports to the team only; somebody outside the council keeps their own.
    Accounts that the reporter left out get none.
    """
    circles = [Circle.TEAM, Circle.RECOVERY] if circle is Circle.TEAM else [circle]
    found = session.connection().execute(_READERS, {"circles": circles})
    return [Reader(name, public) for name, public, account in found if account not in left_out]


def sealed_for(report_id: str, private: bytes, to: Iterable[Reader]) -> list[dict[str, Any]]:
    """Seal the private key of a new report to its readers, as rows to be kept."""
    return [
        {
            "report_id": report_id,
            "holder_id": one.id,
            "sealed_key": boxes.seal_to(
                one.public_key, private, report_key_place(report_id, one.id)
            ),
        }
        for one in to
    ]


def give(session: Session, report_id: str, private: bytes, to: Iterable[KeyHolder]) -> None:
    """Seal the private key of a report to holders who may have it: not to whom it is kept from."""
    # Whoever keeps somebody from the case at this moment is waited for.
    row = select(Report.id).where(Report.id == report_id)
    session.exec(row.with_for_update(read=True, key_share=True)).all()
    kept_from = blocked(session, report_id)
    for holder in to:
        if holder.account_id in kept_from:
            continue
        sealed = boxes.seal_to(holder.public_key, private, report_key_place(report_id, holder.id))
        session.merge(ReportKey(report_id=report_id, holder_id=holder.id, sealed_key=sealed))


def blocked(session: Session, report_id: str) -> frozenset[int]:
    """Name the accounts that must not read a report, see `conflicts`."""
    return frozenset(
        session.exec(select(Conflict.account_id).where(Conflict.report_id == report_id))
    )


def take(session: Session, report_id: str, holder: KeyHolder) -> None:
    """Take the key of a report away from a holder."""
    if held := session.get(ReportKey, (report_id, holder.id)):
        session.delete(held)


def report_private(
    session: Session, report: Report, holder: KeyHolder, private: bytes
) -> bytes | None:
    """Open the private key of a report; None for whoever was not given it, or is kept from it."""
    if holder.account_id in blocked(session, report.id):
        return None
    held = session.get(ReportKey, (report.id, holder.id))
    place = report_key_place(report.id, holder.id)
    return boxes.open_with(private, held.sealed_key, place) if held else None


def opened_reports(
    session: Session, holder: KeyHolder, private: bytes
) -> Iterator[tuple[Report, bytes]]:
    """Go through all reports that a holder can open, with the private key of each."""
    query = select(Report, ReportKey).join(ReportKey, col(ReportKey.report_id) == Report.id)
    # Whoever holds several cases does so in this order.
    query = query.order_by(Report.reference)
    for report, held in session.exec(query.where(ReportKey.holder_id == holder.id)).all():
        place = report_key_place(report.id, holder.id)
        opened = boxes.open_with(private, held.sealed_key, place)
        if opened is not None:
            yield report, opened


def team_key(session: Session, purpose: TeamKeyPurpose) -> bytes | None:
    """Find the public half of a shared key, if there is one that somebody can open."""
    public: bytes | None = (
        session.connection().execute(_TEAM_KEY, {"purpose": purpose}).scalar_one_or_none()
    )
    return public


def make_team_key(session: Session, purpose: TeamKeyPurpose, to: Iterable[KeyHolder]) -> bytes:
    """Draw a shared key and seal its private half to those who share it; give the private half."""
    private = boxes.new_private()
    session.merge(TeamKey(purpose=purpose, public_key=boxes.public_of(private)))
    share_team_key(session, purpose, private, to)
    return private


def share_team_key(
    session: Session, purpose: TeamKeyPurpose, private: bytes, to: Iterable[KeyHolder]
) -> None:
    """Seal the private half of a shared key to more people."""
    for holder in to:
        copy = TeamKeyCopy(purpose=purpose, holder_id=holder.id, sealed_key=b"")
        copy.public_key = boxes.public_of(private)
        copy.sealed_key = boxes.seal_to(holder.public_key, private, _copy_place(copy))
        session.merge(copy)


def team_privates(
    session: Session, purpose: TeamKeyPurpose, holder: KeyHolder, private: bytes
) -> list[bytes]:
    """Open the private halves of a shared key that a holder has: the present one, then earlier."""
    present = col(TeamKeyCopy.public_key) == TeamKey.public_key
    query = select(TeamKeyCopy).join(TeamKey, col(TeamKey.purpose) == TeamKeyCopy.purpose)
    query = query.where(TeamKeyCopy.purpose == purpose, TeamKeyCopy.holder_id == holder.id)
    copies = session.exec(query.order_by(case((present, 0), else_=1))).all()
    opened = (boxes.open_with(private, one.sealed_key, _copy_place(one)) for one in copies)
    return [half for half in opened if half]


def team_private(
    session: Session, purpose: TeamKeyPurpose, holder: KeyHolder, private: bytes
) -> bytes | None:
    """Open the private half of a shared key as it is now; None for whoever does not share it."""
    halves = team_privates(session, purpose, holder, private)
    present = team_key(session, purpose)
    return next((half for half in halves if boxes.public_of(half) == present), None)


def conflict_place(report_id: str, account_id: int) -> str:
    """Name the place to which it is bound why somebody must not read a report."""
    return f"conflict:{report_id}:{account_id}"


def report_key_place(report_id: str, holder_id: str) -> str:
    """Name the place to which the key of a report is bound."""
    return f"report_key:{report_id}:{holder_id}"


def _copy_place(copy: TeamKeyCopy) -> str:
    return f"team_key_copy:{copy.purpose.value}:{copy.holder_id}"
