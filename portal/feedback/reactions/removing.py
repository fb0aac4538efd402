"""What the law may force away of the chair's lines, beside whatever promise they stand."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from portal.bodies.models import Body
from portal.feedback.keeping import key_of
from portal.feedback.queries import by_key, by_slug
from portal.feedback.reactions import queries
from portal.feedback.reactions.models import ChairLine
from portal.forum.topics.rules import Law
from portal.problems import mark
from portal.web.links import link
from portal.web.removable import Passage, Removable

Where = Callable[[Session, str], str | None]
"""Gives the path of the page on which a promise stands, by its key."""
Keys = Callable[[Session, str], Iterable[str]]
"""Gives the keys of the promises that stand at an address."""

_CALLED = mark("A line of the chair")
_KEY = re.compile(r"lines/(\d{1,9})")
_PLACE = re.compile(r"#line-(\d{1,9})")
_REPORT = re.compile(r"/feedback/([\w-]+)")


@dataclass(frozen=True)
class _Beside:
    """The lines beside promises whose keys begin with a prefix."""

    prefix: str
    where: Where
    keys: Keys

    def at(self, session: Session, address: str) -> Iterator[Passage]:
        """List the lines that stand at an address, or that to which it leads."""
        only = _PLACE.search(address)
        for rows in queries.lines(session, [*self.keys(session, address)]).values():
            for line in (one.line for one in rows if one.line.words):
                if only is None or only[1] == str(line.id):
                    yield self._passage(session, line)

    def one(self, session: Session, key: str) -> Passage | None:
        """Find a line by the key under which it is taken away."""
        line = self._line(session, key)
        return self._passage(session, line) if line else None

    def take_away(self, session: Session, key: str, law: str, day: date) -> bool:
        """Leave no word of a line; what it says of the promise, the ground and the day stay."""
        line = self._line(session, key, hold=True)
        if line is None or not line.words:
            return False
        line.words, line.law, line.removed = {}, Law(law), day
        session.add(line)
        session.flush()
        return True

    def _line(self, session: Session, key: str, *, hold: bool = False) -> ChairLine | None:
        named = _KEY.fullmatch(key)
        line = queries.line(session, int(named[1]), hold=hold) if named else None
        return line if line and line.key.startswith(self.prefix) else None

    def _passage(self, session: Session, line: ChairLine) -> Passage:
        slug = session.get_one(Body, line.body_id).slug
        page = self.where(session, line.key) or link("forum_body", body=slug)
        return Passage(
            key=f"lines/{line.id}",
            slug=slug,
            called=_CALLED,
            href=f"{page}#line-{line.id}",
            text=line.words.get(line.language, ""),
            language=line.language,
        )


def way(prefix: str, where: Where, keys: Keys) -> Removable:
    """Make the way to take lines away beside promises whose keys begin with a prefix."""
    lines = _Beside(prefix, where, keys)
    return Removable(lines.at, lines.one, lines.take_away)


def _of_entry(session: Session, key: str) -> str | None:
    entry = by_key(session, key.removeprefix("feedback/"))
    slug = queries.slug_of(session, entry) if entry else None
    return link("report_back", slug=slug) if slug else None


def _in_report(session: Session, address: str) -> list[str]:
    named = _REPORT.search(address)
    report = by_slug(session, named[1]) if named else None
    return [key_of(one) for one in queries.entries(session, report)] if report else []


REMOVABLE = way("feedback/", _of_entry, _in_report)
