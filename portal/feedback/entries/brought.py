"""What entries bring to other features: what others point to, what is new, what is to be found."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from sqlmodel import Session

from portal.feedback.entries import queries, wording
from portal.feedback.entries.queries import Row
from portal.languages.i18n import calendar
from portal.news import OF_FEEDBACK, News, Window, named
from portal.web.brought import Mapped, Thing
from portal.web.page import link

_MOST_MAPPED = 500
_MOST_OFFERED = 100
_KEY = "feedback/"
_AN_INSTANT = timedelta(microseconds=1)


def things(session: Session, _now: datetime) -> Iterator[Thing]:
    """List the entries to which others may point: those that changed last."""
    yield from map(_thing, queries.latest(session, _MOST_OFFERED))


def evidence(session: Session, _now: datetime, keys: Collection[str] | None) -> Iterator[Thing]:
    """List the entries that can be evidence for what a council decides."""
    if keys is None:
        yield from things(session, _now)
        return
    wanted = [one.removeprefix(_KEY) for one in keys if one.startswith(_KEY)]
    yield from map(_thing, queries.named(session, wanted) if wanted else ())


def mapped(session: Session, _now: datetime) -> Iterator[Mapped]:
    """List the pages that search engines may find, in the languages that were signed off."""
    yield Mapped("feedback")
    for slug, languages in queries.reports(session, _MOST_MAPPED):
        yield Mapped("report_back", {"slug": slug}, languages)


def news(session: Session, window: Window) -> Iterator[News]:
    """Tell what came of what people said; of a day it is told when that day is over.

    So nothing that was signed off late in a day is missed, however a window cuts that day.
    """
    if window.body not in (None, OF_FEEDBACK):
        return
    for row in queries.changed_in(session, ends_from(window.since), ends_from(window.until)):
        yield _news(row)


def _thing(row: Row) -> Thing:
    title = row.shown["asked"] or row.title
    return Thing(f"{_KEY}{row.key}", title, href(row), wording.CALLED, row.published)


def href(row: Row, tag: str = "") -> str:
    """Write the address of an entry in its report, in the current language or the one given."""
    return f"{link('report_back', lang=tag, slug=row.slug)}#{place(row)}"


def place(row: Row) -> str:
    """Name where an entry stands on the page of its report."""
    return f"entry-{row.key}"


def ends_from(moment: datetime) -> date:
    """Give the first day that ends at a moment or after it."""
    return calendar().day(moment - _AN_INSTANT)


def _news(row: Row) -> News:
    voice, values = wording.head(row.outcome, row.shown["reason"])
    return News(
        key=named("feedback", row.key),
        body=OF_FEEDBACK,
        room="public",
        title="",
        titles=row.shown["asked"] or row.title,
        language="",
        words="",
        texts=row.shown["did"] or row.shown["said"],
        moment=calendar().end(row.changed),
        begun=calendar().moment(row.published),
        name="report_back",
        parts={"slug": row.slug},
        place=f"#{place(row)}",
        voice=voice,
        voice_values=values,
    )
