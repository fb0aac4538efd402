"""What entries said before, and those that were taken out: everybody reads it for good."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile
from typing import Protocol

from portal.feedback import changes, keeping
from portal.feedback.models import ReportBackEdition
from portal.feedback.rules import TEXTS, Concern, Content
from portal.groups import vocabulary as groups
from portal.groups.vocabulary import Option
from portal.languages import i18n
from portal.store.db import Translated
from portal.web.folding import share

_ROOM_BEFORE = 6000

_LISTED = {
    Concern.COMMUNITY: "communities",
    Concern.AREA: "areas",
    Concern.SERVICE: "services",
}


@dataclass(frozen=True)
class Was:
    """What an entry said until a day, as far as it was changed then, and why it was."""

    until: date
    why: str
    texts: Mapping[str, Translated]
    outcome: str
    reason: str
    owner: str
    due: date | None
    concerns: Mapping[Concern, Sequence[Mapping[str, str]]]


@dataclass(frozen=True)
class Gone:
    """An entry that was taken out: what it said last, and all that it ever said."""

    key: str
    said: Content
    history: Sequence[Was]


class Changed(Protocol):
    """An entry with what it said before."""

    @property
    def history(self) -> Sequence[Was]:
        """Give it, the last first."""


Lists = Mapping[Concern, Mapping[str, Option]]


def of(key: str, editions: Sequence[ReportBackEdition], known: Lists) -> list[Was]:
    """Tell what an entry said before, the last first, by the editions that everybody could read."""
    said = [(one.published, one.reason, _read(key, one)) for one in editions if one.published]
    read = list(dropwhile(lambda one: one[2] is changes.GONE, said))
    return [_was(change, known) for change in changes.history(read)]


def taken_out(editions: Sequence[ReportBackEdition], known: Lists) -> list[Gone]:
    """List the entries that everybody could read and that were taken out, the last one first."""
    last = editions[-1].content["entries"]
    read = {key: one for one in editions for key in one.content["entries"] if key not in last}
    found = (Gone(key, _read(key, one), of(key, editions, known)) for key, one in read.items())
    return sorted(found, key=lambda one: one.history[0].until, reverse=True)


def past(entries: Iterable[Changed]) -> list[int]:
    """Give the lengths of the texts that entries had before."""
    each = (was for one in entries for was in one.history)
    return [len(i18n.pick(text)) for was in each for text in was.texts.values()]


def room(entries: Iterable[Changed]) -> int:
    """Say for how many letters of each text that entries had before a page has room."""
    return share(past(entries), _ROOM_BEFORE)


def concerns(said: Content, known: Lists) -> dict[Concern, list[Mapping[str, str]]]:
    """Call what an entry concerns by its names, as far as it says so."""
    return {
        kind: [
            one.label
            for code, one in known[kind].items()
            if code in said[name] and code != groups.OTHER
        ]
        for kind, name in _LISTED.items()
        if name in said and kind in known
    }


def _read(key: str, edition: ReportBackEdition) -> Content:
    said = edition.content["entries"].get(key)
    return keeping.read_in(said, edition.languages) if said else changes.GONE


def _was(change: changes.Change, known: Lists) -> Was:
    said = change.was
    return Was(
        change.on,
        change.why,
        {name: said[name] for name in TEXTS if said.get(name)},
        said.get("outcome", ""),
        said.get("reason", ""),
        said.get("owner", ""),
        date.fromisoformat(said["due"]) if said.get("due") else None,
        concerns(said, known),
    )
