"""Everything the directory asks of the database."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import defer
from sqlmodel import Session, col, delete, func, select

from portal import lengths
from portal.groups.models import Group, GroupEvent, GroupTag
from portal.groups.rules import STOPPED, Act, State
from portal.languages import searching
from portal.languages.text_languages import without_the_word
from portal.store import keyset
from portal.store.db import serialise
from portal.store.keyset import Place, Slice

_ADDRESSES = 0x67736C75
# What is searched is longer than all else of an entry, and no page shows it.
_UNREAD = defer(Group.folded, raiseload=True)  # type: ignore[arg-type]
_BY_NAME = keyset.Order([col(Group.sorting), col(Group.id)])
_NEWEST = keyset.Order([col(Group.id)], newest_first=True)

COMMUNITY, LANGUAGE, AREA, HELP = "community", "language", "area", "help"
CENTRE = "centre"
"""By what groups are found."""


class Choice(NamedTuple):
    """What somebody looks for in the directory: words, and the codes of what they chose."""

    words: str = ""
    tags: Mapping[str, str] = {}


def by_slug(session: Session, slug: str) -> Group | None:
    """Find a group by its address."""
    return session.exec(select(Group).where(Group.slug == slug)).one_or_none()


def by_id(session: Session, number: int) -> Group | None:
    """Find a group by its number."""
    return session.get(Group, number)


def held(session: Session, number: int | None) -> Group | None:
    """Find a group as it is now, and let nobody else change it before this transaction ends."""
    query = select(Group).where(Group.id == number).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def listed(session: Session, choice: Choice, place: Place | None) -> Slice[Group]:
    """Read a page of the public directory, by name."""
    query = select(Group).where(*_found(choice)).options(_UNREAD)
    return keyset.read(session, query, _BY_NAME, place).each(itemgetter(0))


def count(session: Session, choice: Choice) -> int:
    """Count what of the directory somebody finds."""
    return session.exec(select(func.count()).select_from(Group).where(*_found(choice))).one()


def tags_in_use(session: Session, kind: str) -> list[str]:
    """List by which codes of a kind somebody finds anything: only what is shown has any."""
    query = select(GroupTag.code).where(GroupTag.kind == kind)
    return list(session.exec(query.distinct().order_by(GroupTag.code)))


def centres(session: Session) -> Sequence[Group]:
    """List the groups in the directory at which hate can be reported, by name."""
    query = select(Group).where(_shown(), _tagged(CENTRE, CENTRE)).options(_UNREAD)
    return session.exec(query.order_by(col(Group.sorting), col(Group.id))).all()


def mapped(session: Session, most: int) -> list[str]:
    """List the addresses of groups that search engines may find."""
    query = select(Group.slug).where(_shown()).order_by(col(Group.sorting), col(Group.id))
    return list(session.exec(query.limit(most)))


def called(
    session: Session, slugs: Collection[str] | None, most: int
) -> Sequence[tuple[str, str, str]]:
    """List the groups of the directory, or those of some addresses: address, name, language."""
    query = select(Group.slug, Group.name, Group.language).where(_shown())
    query = query if slugs is None else query.where(col(Group.slug).in_(slugs))
    return session.exec(query.order_by(col(Group.sorting), col(Group.id)).limit(most)).all()


def with_email(session: Session, email: str) -> Sequence[Group]:
    """List the groups that are reached at an address, the newest first."""
    query = select(Group).where(Group.email == email).order_by(col(Group.id).desc())
    return session.exec(query).all()


def named(session: Session, name: str) -> Sequence[Group]:
    """List the groups that have a name, however it is typed."""
    query = select(Group).where(Group.sorting == sorting_of(name))
    return session.exec(query.order_by(col(Group.id))).all()


def shown_names(session: Session) -> Sequence[str]:
    """List the names of all groups in the directory."""
    return session.exec(select(Group.name).where(_shown())).all()


def sorting_of(name: str) -> str:
    """Write a name as it is sorted, and compared with others."""
    return searching.fold(name)[: lengths.NAME]


def names(session: Session) -> set[str]:
    """List the names of all groups as they are sorted."""
    return set(session.exec(select(Group.sorting)))


def slugs(session: Session, stem: str) -> set[str]:
    """List the addresses that begin so, and let nobody else take one meanwhile."""
    serialise(session, _ADDRESSES)
    begins = col(Group.slug).startswith(stem, autoescape=True)
    return set(session.exec(select(Group.slug).where(begins)))


def is_sent(session: Session, key: str) -> bool:
    """Tell whether a form came before, and let no other come meanwhile: people tap twice."""
    serialise(session, _ADDRESSES)
    return session.exec(select(Group.id).where(Group.sent_as == key)).first() is not None


def history(session: Session, group: Group) -> Sequence[GroupEvent]:
    """List what became of an entry, the latest first."""
    query = select(GroupEvent).where(GroupEvent.group_id == group.id)
    return session.exec(query.order_by(col(GroupEvent.id).desc())).all()


def last(session: Session, group: Group, *what: str) -> GroupEvent | None:
    """Find what happened last to an entry, of some kinds or at all."""
    query = select(GroupEvent).where(GroupEvent.group_id == group.id)
    if what:
        query = query.where(col(GroupEvent.what).in_(what))
    return session.exec(query.order_by(col(GroupEvent.id).desc()).limit(1)).first()


def stopped(session: Session, group: Group) -> GroupEvent | None:
    """Find what ended, or ended for now, what a group did; of a listed one, that it was verified.

    Whose entry rests, was closed or declined, or who was verified once, is told why.
    """
    if group.state is State.LISTED:
        event = last(session, group, Act.VERIFY, Act.UNVERIFY)
        return event if event and event.what == Act.UNVERIFY else None
    ends = (Act.PAUSE, Act.CLOSE, Act.DECLINE, Act.REFUSE)
    return last(session, group, *ends) if group.state in STOPPED else None


def keep_tags(session: Session, group: Group, tags: Iterable[tuple[str, str]]) -> None:
    """Keep by what a group is found, in place of what was kept before."""
    session.exec(delete(GroupTag).where(col(GroupTag.group_id) == group.id))
    session.add_all(
        GroupTag(kind=kind, code=code, group_id=group.id or 0) for kind, code in {*tags}
    )
    session.flush()


def count_unconfirmed(session: Session, since: datetime) -> int:
    """Count the applications since a moment whose address nobody has confirmed."""
    query = select(func.count()).select_from(Group)
    unconfirmed = col(Group.confirmed).is_(None), col(Group.sent_as).is_not(None)
    return session.exec(query.where(*unconfirmed, Group.added > since)).one()


def with_words(words: Iterable[str]) -> list[ColumnElement[bool]]:
    """Find entries that have all of these words, as they are searched for."""
    return [col(Group.folded).contains(word, autoescape=True) for word in words]


def _shown() -> ColumnElement[bool]:
    return col(Group.shown) == true()


def _found(choice: Choice) -> list[ColumnElement[bool]]:
    words = without_the_word(searching.words(choice.words))
    return [
        _shown(),
        *with_words(words),
        *(_tagged(kind, code) for kind, code in choice.tags.items() if code),
    ]


def _tagged(kind: str, code: str) -> ColumnElement[bool]:
    tagged = select(GroupTag.group_id).where(GroupTag.kind == kind, GroupTag.code == code)
    return col(Group.id).in_(tagged)
