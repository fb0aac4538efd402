"""Everything that working on cases asks of the database."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from portal.accounts.models import Account
from portal.incidents import rules
from portal.incidents.case_models import Conflict
from portal.incidents.models import KeyHolder, Report, ReportFile, ReportItem, ReportKey
from portal.incidents.records import keys
from portal.incidents.records.pieces import Item
from portal.incidents.rules import OVER, Circle, Clock, Clocks, Dates, State
from portal.languages.calendar import Calendar
from portal.promises import Promise
from portal.store import keyset
from portal.store.audit import AuditEntry

_NOT_COUNTED = (State.MERGED, State.SPAM, State.WITHDRAWN)
_OLDEST = keyset.Order([col(Report.day), col(Report.reference)])
_NEWEST = replace(_OLDEST, newest_first=True)


class Held(NamedTuple):
    """A case, and its key as it is sealed to one holder."""

    report: Report
    sealed_key: bytes


def for_change(session: Session, reference: str) -> Report | None:
    """Find a case, and let every other change to it wait."""
    query = select(Report).where(Report.reference == reference).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def hold(session: Session, numbers: Any) -> None:
    """Let every other change to these cases wait until this one is kept.

    Whoever changes a case holds it before anything that belongs to it, and before the log is
    written: in any other order two would wait for each other.
    """
    query = select(Report).where(col(Report.id).in_(numbers)).order_by(Report.reference)
    query = query.with_for_update().execution_options(populate_existing=True)
    session.exec(query).all()


def at_work(session: Session, holder: KeyHolder) -> list[Held]:
    """List all cases that a holder can open and on which somebody works, the oldest first."""
    return _held(session, _opened_by(holder, held=False, over=False))


def to_follow_up(session: Session, holder: KeyHolder, before: date) -> list[Held]:
    """List the cases that a holder can open, closed before a day and not asked about since."""
    query = _opened_by(holder, held=False, over=True).where(Report.state == State.CLOSED)
    query = query.where(col(Report.followed_up).is_(None), col(Report.closed) < before)
    return _held(session, query)


def over(session: Session, holder: KeyHolder, place: keyset.Place | None) -> keyset.Slice[Held]:
    """List a page of the cases that a holder can open and that are over, the newest first."""
    query = _opened_by(holder, held=False, over=True).add_columns(col(ReportKey.sealed_key))
    return keyset.read(session, query, _NEWEST, place).each(lambda row: Held(*row))


def held_back(
    session: Session, holder: KeyHolder, place: keyset.Place | None
) -> keyset.Slice[Held]:
    """List a page of the reports that came in a flood and wait for somebody to look at them."""
    query = _opened_by(holder, held=True, over=False).add_columns(col(ReportKey.sealed_key))
    return keyset.read(session, query, _OLDEST, place).each(lambda row: Held(*row))


def count_held_back(session: Session, holder: KeyHolder) -> int:
    """Count the reports that wait apart from the queue."""
    return _count(session, _opened_by(holder, held=True, over=False))


def count_elsewhere(session: Session, holder: KeyHolder) -> int:
    """Count the open cases of the same circle that were not given to a holder."""
    given = select(ReportKey.report_id).where(ReportKey.holder_id == holder.id)
    query = select(Report).where(Report.circle == holder.circle, col(Report.held).is_(False))
    query = query.where(col(Report.state).not_in(OVER), col(Report.id).not_in(given))
    # To whoever is kept from a case nobody can give it.
    blocked = select(Conflict.report_id).where(Conflict.account_id == holder.account_id)
    return _count(session, query.where(col(Report.id).not_in(blocked)))


def hides_new(session: Session, holder: KeyHolder, *, held: bool) -> bool:
    """Tell whether the queue hides from a holder a report of the circle that nobody has opened.

    What is held back is hidden, too, unless it is shown now.
    """
    seen = _opened_by(holder, held=False, over=False).with_only_columns(col(Report.id))
    apart = _opened_by(holder, held=True, over=False).with_only_columns(col(Report.id))
    query = select(Report).where(Report.circle == holder.circle, Report.state == State.RECEIVED)
    query = query.where(col(Report.id).not_in(seen))
    return _count(session, query.where(col(Report.id).not_in(apart)) if held else query) > 0


def kept_from(session: Session, account_id: int) -> Sequence[str]:
    """List the references of the reports that somebody must not read; nobody tells them why."""
    query = select(Report.reference).join(Conflict, col(Conflict.report_id) == Report.id)
    query = query.where(Conflict.account_id == account_id).order_by(Report.reference)
    return session.exec(query).all()


def conflicts(session: Session) -> list[tuple[str, int]]:
    """List the references of all reports that somebody must not read, with whose account it is."""
    query = select(Report.reference, Conflict.account_id).join(
        Conflict, col(Conflict.report_id) == Report.id
    )
    return list(session.exec(query.order_by(Report.reference, col(Conflict.account_id))))


def slips(session: Session, reports: Sequence[Report]) -> dict[str, list[ReportItem]]:
    """List the slips of several cases, still sealed, each case's in their order."""
    query = select(ReportItem).where(ReportItem.kind == Item.SLIP)
    query = query.where(col(ReportItem.report_id).in_([report.id for report in reports]))
    found: dict[str, list[ReportItem]] = defaultdict(list)
    for item in session.exec(query.order_by(col(ReportItem.number))):
        found[item.report_id].append(item)
    return found


def added(session: Session, reports: Sequence[Report]) -> Counter[str]:
    """Count what was added to each of several reports since it was sent: pieces and files."""
    numbers = [report.id for report in reports]
    pieces = select(ReportItem.report_id, func.count()).where(ReportItem.kind == Item.ADDITION)
    pieces = pieces.where(col(ReportItem.report_id).in_(numbers)).group_by(ReportItem.report_id)
    files = select(ReportFile.report_id, func.count()).group_by(ReportFile.report_id)
    files = files.where(col(ReportFile.report_id).in_(numbers))
    return Counter(dict(session.exec(pieces).all())) + Counter(dict(session.exec(files).all()))


def colleagues(session: Session, report: Report) -> list[Account]:
    """List who holds the key of a case and can sign in: only they can be asked to work on it."""
    query = select(Account).join(KeyHolder, col(KeyHolder.account_id) == Account.id)
    query = query.join(ReportKey, col(ReportKey.holder_id) == KeyHolder.id)
    query = query.where(ReportKey.report_id == report.id, *keys.counting())
    query = query.where(col(KeyHolder.circle).in_((Circle.TEAM, Circle.INDEPENDENT)))
    query = query.where(col(Account.disabled).is_(False))
    return list(session.exec(query.order_by(Account.name)))


def logged(session: Session, reference: str, actions: Sequence[str]) -> Sequence[AuditEntry]:
    """List what the log says was done with a case, of these actions, the earliest first."""
    query = select(AuditEntry).where(AuditEntry.subject == reference)
    query = query.where(col(AuditEntry.action).in_(actions))
    return session.exec(query.order_by(col(AuditEntry.id))).all()


def readers(session: Session, circle: Circle) -> list[tuple[str, list[str]]]:
    """List who of a circle reads which languages, as far as they said it and can sign in."""
    query = select(Account.name, KeyHolder.reads).where(KeyHolder.account_id == Account.id)
    query = query.where(KeyHolder.circle == circle, *keys.counting())
    query = query.where(col(Account.disabled).is_(False)).order_by(Account.name)
    return [(name, list(reads)) for name, reads in session.exec(query)]


def linked_days(session: Session, report: Report) -> list[date]:
    """List the days of all reports of the same person, this one included, as far as they agreed.

    One that was merged into another, or is no report, does not count a second time.
    """
    if report.link_tag is None:
        return [report.day]
    query = select(col(Report.day)).where(Report.link_tag == report.link_tag)
    return list(session.exec(query.where(col(Report.state).not_in(_NOT_COUNTED))))


def due(report: Report, clocks: Clocks, calendar: Calendar) -> Promise[Clock] | None:
    """Say what has to happen next in a case; one that is over has no more than a follow-up."""
    if report.state in OVER and report.state is not State.CLOSED:
        return None
    return rules.due(dates(report), clocks, calendar)


def dates(report: Report) -> Dates:
    """Collect the days of a case."""
    return Dates(
        received=report.day,
        acknowledged=report.acknowledged,
        first_action=report.first_action,
        last_contact=report.last_contact,
        closed=report.closed,
        followed_up=report.followed_up,
    )


def _opened_by(holder: KeyHolder, *, held: bool, over: bool) -> SelectOfScalar[Report]:
    query = select(Report).join(ReportKey).where(ReportKey.holder_id == holder.id)
    state = col(Report.state).in_(OVER) if over else col(Report.state).not_in(OVER)
    query = query.where(state) if over else query.where(state, col(Report.held).is_(held))
    blocked = select(Conflict.report_id).where(Conflict.account_id == holder.account_id)
    return query.where(col(Report.id).not_in(blocked))


def _held(session: Session, query: SelectOfScalar[Report]) -> list[Held]:
    query = query.order_by(*_OLDEST.columns)
    rows = session.execute(query.add_columns(col(ReportKey.sealed_key))).all()
    return [Held(report, sealed_key) for report, sealed_key in rows]


def _count(session: Session, query: SelectOfScalar[Report]) -> int:
    return session.exec(select(func.count()).select_from(query.subquery())).one()
