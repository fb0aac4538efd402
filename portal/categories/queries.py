"""Everything categories ask of the database."""

from sqlmodel import Session, col, select

from portal.categories.models import LocalOption
from portal.categories.rules import Characteristic, characteristics


def questions(session: Session, nation: str) -> tuple[Characteristic, ...]:
    """List a nation's equality questions with the council's own options in their places."""
    return characteristics(nation, local_options(session))


def local_options(session: Session) -> list[LocalOption]:
    """List the council's own options, retired ones too, in the order they were added."""
    return list(session.exec(select(LocalOption).order_by(col(LocalOption.id))))


def local_options_of(session: Session, characteristic: str) -> list[LocalOption]:
    """List the council's own options of one question, retired ones too."""
    query = select(LocalOption).where(LocalOption.characteristic == characteristic)
    return list(session.exec(query.order_by(col(LocalOption.id))))


def local_option(session: Session, characteristic: str, code: str) -> LocalOption | None:
    """Find one of the council's own options."""
    query = select(LocalOption).where(LocalOption.characteristic == characteristic)
    return session.exec(query.where(LocalOption.code == code)).one_or_none()
