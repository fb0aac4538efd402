"""What the pages around the features ask of the database."""

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from portal.accounts.models import Account
from portal.council.models import CouncilSettings


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


def count_accounts(session: Session) -> int:
    """Count the accounts that are not disabled, those included whose owner is only invited."""
    query = select(func.count()).select_from(Account).where(col(Account.disabled).is_(False))
    return session.exec(query).one()
