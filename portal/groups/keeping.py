"""Adding, changing and moving entries: what every way into the directory does in the same way.

By what an entry is found is worked out whenever it is kept, and so is what may be searched for:
its own words, and what its communities, languages and areas are called in every language.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from portal.groups import choosing, queries, rules
from portal.groups.models import Group, GroupEvent
from portal.groups.queries import AREA, CENTRE, COMMUNITY, HELP, LANGUAGE
from portal.groups.rules import Act
from portal.groups.vocabulary import Lists
from portal.languages import locales, slugs, text_languages
from portal.languages.searching import fold

ITSELF = 0
"""Who did something where it was the group: no account."""

_RESERVED = frozenset({"apply", "own", "link", "mails", "entry", "new", "import", "settings"})
_SHORTEST_STEM = 3


def add(session: Session, values: Mapping[str, Any], *, by: int, what: str) -> Group:
    """Keep a new entry under an address of its own; `what` is how it came."""
    group = Group(slug=_free_slug(session, values["name"]), **values)
    keep(session, group)
    note(session, group, what, by=by)
    return group


def change(session: Session, group: Group, values: Mapping[str, Any]) -> list[str]:
    """Keep what differs in an entry, and name it."""
    changed = [name for name, value in values.items() if getattr(group, name) != value]
    for name in changed:
        setattr(group, name, values[name])
    if changed:
        keep(session, group)
    return changed


def keep(session: Session, group: Group) -> None:
    """Keep an entry, and work out by what it is found."""
    lists = choosing.lists(session)
    group.sorting = queries.sorting_of(group.name)
    group.folded = fold("\n".join(_searched(group, lists)))
    group.shown = group.public
    group.revision += 1
    session.add(group)
    session.flush()
    queries.keep_tags(session, group, _tags(group, lists) if group.shown else ())


def move(
    session: Session,
    group: Group,
    act: Act,
    today: date,
    *,
    by: int,
    reason: str = "",
    **details: Any,
) -> None:
    """Change the state of an entry, and keep by whom and why."""
    state = rules.after(act, group.state, group.was)
    group.was, group.state, group.since = group.state, state, today
    keep(session, group)
    note(session, group, act, by=by, reason=reason, **details)


def note(
    session: Session, group: Group, what: str, *, by: int, reason: str = "", **details: Any
) -> None:
    """Keep what happened to an entry."""
    kept = GroupEvent(group_id=group.id or 0, what=what, by=by, reason=reason, details=details)
    session.add(kept)
    session.flush()


def is_own(event: GroupEvent | None) -> bool:
    """Tell whether it was the group itself that closed its entry, in its own words."""
    return event is not None and (event.what, event.by) == (Act.CLOSE, ITSELF)


def confirm(session: Session, group: Group, today: date) -> None:
    """Keep that a group confirmed its contact and its entry, and ask again in a year."""
    group.confirmed, group.renewal_asked, group.reminded = today, None, None
    mark_changed(session, group)


def mark_changed(session: Session, group: Group) -> None:
    """Have whoever saw an entry as it was before be told that somebody else changed it."""
    group.revision += 1
    session.add(group)
    session.flush()


def _searched(group: Group, lists: Lists) -> Iterator[str]:
    yield from (group.name, group.serves, group.meets)
    for label in lists.labels([*lists.with_above(group.communities), *group.areas]):
        yield from label.values()
    for tag in group.speaks:
        yield from text_languages.names(tag, locales.LANGUAGES)


def _tags(group: Group, lists: Lists) -> Iterator[tuple[str, str]]:
    yield from ((COMMUNITY, code) for code in lists.with_above(group.communities))
    yield from ((LANGUAGE, tag) for tag in group.speaks)
    yield from ((AREA, code) for code in group.areas)
    yield from ((HELP, code) for code in group.helps)
    if group.centre:
        yield CENTRE, CENTRE


def _free_slug(session: Session, name: str) -> str:
    stem = slugs.stem([name], "group", _SHORTEST_STEM)
    return slugs.free(stem, queries.slugs(session, stem) | _RESERVED)
