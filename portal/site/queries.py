"""What the pages around the features ask of the database."""

from datetime import date, datetime, timedelta

from sqlalchemy import Engine, or_
from sqlmodel import Session, col, func, select

from portal.accounts.models import Account
from portal.consultations.models import Consultation, Response
from portal.consultations.rules import ResponseState, Stage
from portal.council.models import CouncilSettings

_DUE = timedelta(days=30)
_MOST = 6
"""How many of one kind the start page names; the list of all consultations has the others."""


def check(engine: Engine) -> None:
    """Read one row of a table of ours; raises when the database or its tables are missing."""
    with Session(engine) as session:
        session.exec(select(CouncilSettings.version)).first()


def check_writing(engine: Engine) -> None:
    """Write what changes nothing, down to the disk; raises when nothing can be kept."""
    patient = engine.execution_options(writes=True, patience=_PATIENCE)
    with patient.begin() as connection:
        for statement in _WRITES_NOTHING[engine.dialect.name]:
            connection.exec_driver_sql(statement)


_PATIENCE = 1000
_WRITES_NOTHING = {
    # A number of SQLite's that the portal does not use; it stands on the first page of the file.
    "sqlite": ("PRAGMA user_version = 0",),
    "postgresql": (
        f"SET LOCAL lock_timeout = {_PATIENCE}",
        "UPDATE council_settings SET version = version WHERE id < 0",
        "SELECT pg_current_xact_id()",
    ),
}


def drafts(session: Session) -> list[Consultation]:
    """List the consultations that nobody has published yet, the newest first."""
    query = select(Consultation).where(Consultation.stage == Stage.DRAFT)
    return list(session.exec(query.order_by(col(Consultation.created).desc())))


def open_now(session: Session, now: datetime) -> list[tuple[Consultation, int]]:
    """List the open consultations that close next, each with how many responses count so far."""
    counted = select(func.count()).where(
        Response.consultation_id == Consultation.id, Response.state == ResponseState.COUNTED
    )
    query = select(Consultation, counted.scalar_subquery()).where(
        Consultation.stage == Stage.PUBLISHED,
        col(Consultation.opens) <= now,
        col(Consultation.closes) > now,
    )
    rows = session.exec(query.order_by(col(Consultation.closes)).limit(_MOST)).all()
    return [(consultation, number) for consultation, number in rows]


def report_due(session: Session, today: date) -> list[Consultation]:
    """List the consultations on which residents were promised a report by a month from today."""
    query = select(Consultation).where(
        col(Consultation.stage).in_((Stage.PUBLISHED, Stage.CLOSED)),
        col(Consultation.report_back) <= today + _DUE,
    )
    return list(session.exec(query.order_by(col(Consultation.report_back))))


def closed_last(session: Session, now: datetime) -> list[Consultation]:
    """List the consultations that closed last and are not archived, the latest first."""
    query = select(Consultation).where(
        col(Consultation.stage).in_((Stage.PUBLISHED, Stage.CLOSED)),
        col(Consultation.opens) <= now,
        or_(col(Consultation.stage) == Stage.CLOSED, col(Consultation.closes) <= now),
    )
    return list(session.exec(query.order_by(col(Consultation.closes).desc()).limit(_MOST)))


def count_accounts(session: Session) -> int:
    """Count the accounts that are not disabled, those included whose owner is only invited."""
    query = select(func.count()).select_from(Account).where(col(Account.disabled).is_(False))
    return session.exec(query).one()


def first_opening(session: Session) -> datetime | None:
    """Tell when the first of the consultations that residents can see opened, or opens."""
    query = select(func.min(col(Consultation.opens))).where(Consultation.stage != Stage.DRAFT)
    return session.exec(query).one()


def any_published(session: Session) -> bool:
    """Tell whether residents have ever been asked anything."""
    query = select(Consultation.id).where(Consultation.stage != Stage.DRAFT).limit(1)
    return session.exec(query).first() is not None
