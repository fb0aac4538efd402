"""What everybody reads of quotes: those that stand in what was signed off and may still be."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from portal.categories.rules import Characteristic
from portal.feedback.quotes import naming, queries
from portal.store.db import Translated


@dataclass(frozen=True)
class Quoted:
    """Words that somebody allowed to be quoted, and the one thing that is said of them, if any."""

    words: Translated
    language: str
    who: Mapping[str, str]


def public(session: Session, ids: Collection[str]) -> dict[str, Quoted]:
    """Give quotes by their names, as everybody reads them.

    Only those that stand in what was signed off of their entry, in the language in which they were
    written and those in which everybody reads the entry. One whose answer was withdrawn, hidden,
    set aside or deleted, or whose writer took it back, is gone.
    """
    rows = queries.public(session, ids) if ids else []
    known = naming.asked(session) if any(one.quote.characteristic for one in rows) else {}
    return {
        quote.id: Quoted(
            {tag: said for tag, said in quote.words.items() if tag in _read(one)},
            quote.language,
            _who(known, one),
        )
        for one in rows
        if (quote := one.quote).id in one.entry.shown.get("quotes", ())
    }


def _read(one: queries.Shown) -> set[str]:
    return {one.quote.language, *one.entry.shown["said"]}


def _who(known: Mapping[str, Characteristic], one: queries.Shown) -> Mapping[str, str]:
    if not one.told or one.quote.characteristic not in one.told:
        return {}
    who = naming.who_of(known, one.quote.characteristic, one.quote.option)
    return who.label if who else {}
