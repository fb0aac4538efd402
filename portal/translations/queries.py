"""Everything that translations ask of the database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from portal.translations.models import Translation
from portal.translations.rules import State, Words


def one(session: Session, owner: str, language: str) -> Translation | None:
    """Find the translation of something into a language."""
    query = select(Translation).where(Translation.owner == owner)
    return session.exec(query.where(Translation.language == language)).one_or_none()


def of(session: Session, owner: str) -> Sequence[Translation]:
    """List the translations of something, by language."""
    query = select(Translation).where(Translation.owner == owner)
    return session.exec(query.order_by(col(Translation.language))).all()


def into(session: Session, owners: Collection[str], language: str) -> Mapping[str, Translation]:
    """Find the translations of several things into a language, by their owners."""
    query = select(Translation).where(col(Translation.owner).in_(owners))
    found = session.exec(query.where(Translation.language == language))
    return {row.owner: row for row in found}


def fitting(
    session: Session, owners: Collection[str], language: str, place: str
) -> Mapping[str, str]:
    """Give one text of several things in a language, where a translation fits and is shown."""
    said = col(Translation.words)[place].as_string()
    query = select(Translation.owner, said).where(col(Translation.owner).in_(owners))
    query = query.where(Translation.language == language, Translation.state != State.STALE)
    found = session.exec(query.where(col(Translation.waits).is_(False)))
    return {owner: text for owner, text in found if text}


def checked(session: Session, owners: Collection[str]) -> Sequence[tuple[str, str, Words]]:
    """List the translations of several things that somebody checked: of what, and into what."""
    query = select(Translation.owner, Translation.language, Translation.words)
    query = query.where(col(Translation.owner).in_(owners), Translation.state == State.CHECKED)
    return session.exec(query.where(col(Translation.waits).is_(False))).all()


def waiting(session: Session, owners: str) -> Sequence[Translation]:
    """List those that nobody reads before somebody checked them, whose owners begin so."""
    query = select(Translation).where(col(Translation.waits).is_(True))
    query = query.where(col(Translation.owner).startswith(owners, autoescape=True))
    return session.exec(query.order_by(col(Translation.made), col(Translation.id))).all()


def by_member(session: Session, member: str, owners: str) -> Sequence[Translation]:
    """List what a member translated whose owners begin so, the oldest first."""
    query = select(Translation).where(Translation.member_id == member)
    query = query.where(col(Translation.owner).startswith(owners, autoescape=True))
    return session.exec(query.order_by(col(Translation.made), col(Translation.id))).all()


def count_since(session: Session, member: str, since: datetime) -> int:
    """Count what a member translated since a moment."""
    query = select(func.count()).select_from(Translation).where(Translation.member_id == member)
    return session.exec(query.where(col(Translation.made) > since)).one()


def forget(session: Session, owner: str) -> None:
    """Keep no translation of something."""
    session.exec(delete(Translation).where(col(Translation.owner) == owner))
