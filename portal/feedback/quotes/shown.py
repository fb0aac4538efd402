"""What everybody reads of quotes: those that stand in what was signed off and may still be."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from portal.categories.rules import Characteristic
from portal.consultations.models import Consultation
from portal.feedback.quotes import naming, queries
from portal.store.db import Translated

_Told = tuple[int, str, str]


@dataclass(frozen=True)
class Quoted:
    """Words that somebody allowed to be quoted, and the one thing that is said of them, if any."""

    words: Translated
    language: str
    who: Mapping[str, str]


def public(session: Session, ids: Collection[str]) -> dict[str, Quoted]:
    """Give quotes by their names, as everybody reads them.

    Only the words that stand in what was signed off of their entry, in the language in which they
    were written and those in which everybody reads the entry. One whose answer was withdrawn,
    hidden, set aside or deleted, or whose writer took it back, is gone. Nothing is said of a writer
    that fewer than ten have told by now.
    """
    rows = queries.public(session, ids) if ids else []
    named = [one for one in rows if one.quote.characteristic]
    known = naming.asked(session) if named else {}
    often = _often(session, named)
    return {
        quote.id: Quoted(
            {tag: said for tag, said in signed.items() if tag in _read(one)},
            quote.language,
            _who(known, often, one),
        )
        for one in rows
        if (signed := one.entry.shown.get("quoted", {}).get((quote := one.quote).id))
    }


def _read(one: queries.Shown) -> set[str]:
    return {one.quote.language, *one.entry.shown["said"]}


def _often(session: Session, rows: Collection[queries.Shown]) -> set[_Told]:
    """Name what ten or more told of those things that quotes say, with the consultation."""
    of = {one.consultation: {two.quote.characteristic for two in rows} for one in rows}
    return {
        (number, *both)
        for number, characteristics in of.items()
        for both in naming.often(session, session.get_one(Consultation, number), characteristics)
    }


def _who(
    known: Mapping[str, Characteristic], often: Collection[_Told], one: queries.Shown
) -> Mapping[str, str]:
    said = (one.consultation, one.quote.characteristic, one.quote.option)
    if not one.told or one.quote.characteristic not in one.told or said not in often:
        return {}
    who = naming.who_of(known, one.quote.characteristic, one.quote.option)
    return who.label if who else {}
