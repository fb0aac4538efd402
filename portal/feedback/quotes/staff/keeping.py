"""Choosing what is quoted beside an entry, changing it, taking it out.

Of a quote that everybody reads the words stay as they were written. Translations are read as they
were signed off; those that are changed, once somebody else has checked or signed them. Taking one
out needs nobody's yes, and counts at once.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.feedback import keeping
from portal.feedback import languages as translations
from portal.feedback import queries as reports
from portal.feedback.models import Entry, Quote, ReportBack
from portal.feedback.quotes import queries, rules
from portal.feedback.quotes.naming import AMONG
from portal.feedback.quotes.staff import forms
from portal.forms.form import Reading
from portal.problems import Problem, Problems
from portal.store import audit


class Place(NamedTuple):
    """An entry beside which somebody quotes, its report and its consultation."""

    report: ReportBack
    consultation: Consultation
    entry: Entry

    @property
    def subject(self) -> str:
        """Say what the log is about."""
        return f"{self.consultation.slug}/{self.entry.key}"


def held(quote: Quote) -> dict[str, Any]:
    """Give what a quote holds for each field of its form."""
    who = f"{quote.characteristic}{AMONG}{quote.option}" if quote.characteristic else ""
    return {"excerpt": quote.words.get(quote.language, ""), "who": who, "words": quote.words}


def languages(session: Session, place: Place, own: str) -> list[str]:
    """List the languages into which a quote is translated: those that were promised but its own."""
    promised = consultations.edition(session, place.consultation).languages
    return [tag for tag in promised if tag != own]


def read_in(place: Place, quote: Quote) -> set[str]:
    """Name the languages in which everybody reads a quote; none if it was not signed off."""
    shown = place.entry.shown
    signed = shown.get("quoted", {}).get(quote.id, {})
    return {tag for tag in signed if tag in {quote.language, *shown["said"]}}


def hindrance(session: Session, place: Place) -> Problem | None:
    """Say why nothing can be quoted beside an entry now."""
    if reports.waiting(session, place.report):
        return forms.WAITS
    beside = reports.quotes(session, [place.entry]).get(place.entry.id or 0, [])
    return forms.FULL if len(beside) >= rules.MOST_QUOTES else None


def problems(reading: Reading, answer: str) -> Problems:
    """Say what is wrong with words that are to be quoted, as far as nobody vouched for them."""
    if reading.problems:
        return reading.problems
    excerpt = reading.values["excerpt"]
    if not rules.stands_in(excerpt, answer):
        return {"excerpt": forms.NOT_THERE}
    found = [one for text in _texts(reading.values) for one in rules.telling(text)]
    return {"sure": forms.telling(found)} if found and not reading.values["sure"] else {}


def choose(
    session: Session, place: Place, said: queries.Said, values: Mapping[str, Any], key: str, by: int
) -> None:
    """Quote an answer beside an entry, once however often its form is sent."""
    made = {
        "id": key,
        "entry_id": place.entry.id,
        "answer_id": said.text.id,
        "language": said.text.language,
        **_kept(values, said.text.language),
    }
    if queries.add(session, made):
        translations.quoted(session, place.report, {*made["words"]} - {said.text.language}, by)
        _wrote(session, place, by, "feedback.quoted", key)


def change(
    session: Session, place: Place, quote: Quote, values: Mapping[str, Any], by: int
) -> None:
    """Change a quote that nobody reads yet, or its translations, which are checked again."""
    own, before = quote.language, quote.words
    for name, value in _kept(values, quote.language).items():
        setattr(quote, name, value)
    if read_in(place, quote):
        quote.words = {**quote.words, own: before[own]}
    session.add(quote)
    translations.quoted(session, place.report, _differing(before, quote.words, own), by)
    _wrote(session, place, by, "feedback.quote_changed", quote.id)


def take_out(session: Session, place: Place, quote: Quote, by: int) -> None:
    """Quote it no more; it is gone from every page at once."""
    session.delete(quote)
    _wrote(session, place, by, "feedback.quote_taken_out", quote.id)


def _differing(before: Mapping[str, str], now: Mapping[str, str], own: str) -> set[str]:
    """Name the languages to be checked again: all, if what is translated was changed."""
    tags = {*before, *now} - {own}
    if before.get(own) != now.get(own):
        return tags
    return {tag for tag in tags if before.get(tag) != now.get(tag)}


def _kept(values: Mapping[str, Any], language: str) -> dict[str, Any]:
    characteristic, _, option = (values["who"] or "").partition(AMONG)
    words = {**values["words"], language: rules.written(values["excerpt"])}
    return {"words": words, "characteristic": characteristic, "option": option}


def _texts(values: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys([values["excerpt"], *values["words"].values()]))


def _wrote(session: Session, place: Place, by: int, action: str, name: str) -> None:
    keeping.wrote(session, place.report, by)
    audit.record(session, by, action, place.subject, quote=name)
