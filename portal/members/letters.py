"""Mails to members: plain text, and nothing in them tells what somebody takes part in.

Whoever looks over a shoulder, or shares a mailbox, reads the name of the council and a link.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.council import queries as council_queries
from portal.forms.addresses import is_email
from portal.frozen import FrozenDict
from portal.languages import invented, locales
from portal.languages.direction import marked
from portal.languages.i18n import day, translation
from portal.members.rules import LINK_MINUTES
from portal.problems import mark
from portal.store import mail

LINK_SUBJECT = mark("Your link")
NEWS_SUBJECT = mark("A question for you")

_OPEN = mark(
    "Open the link within %(minutes)s minutes and press the button on its page. It works once, on "
    "any device."
)
_NOT_YOU = mark("Give this link to nobody. If it was not you who asked, you need do nothing.")
_TAKES_PART = mark(
    "Somebody gave this address to take part. If it was you, open this link within an hour and "
    "press the button on its page:"
)
_PLACE = mark("This mail comes from %(place)s.")


_NONE: Mapping[str, Any] = FrozenDict()


class Line(NamedTuple):
    """A paragraph of a mail: words of ours with what they name; days are written out."""

    words: str
    values: Mapping[str, Any] = _NONE


Lines = Sequence[Line | str]


class Letter(NamedTuple):
    """A mail as it is written."""

    subject: str
    body: str


def with_link(asked: Line, address: str) -> Lines:
    """Say what somebody asked for, how long its link counts, and what whoever did not ask does."""
    return [asked, Line(_OPEN, {"minutes": LINK_MINUTES}), address, Line(_NOT_YOU)]


def taking_part(address: str) -> Lines:
    """Ask whoever has a mailbox whether it was they who gave it, to take part; for an hour."""
    return [Line(_TAKES_PART), address, Line(_NOT_YOU)]


def send(session: Session, to: str, tag: str, subject: str, lines: Lines, now: datetime) -> None:
    """Write a mail in a language; a line that is only a text is a link and stands as it is."""
    letter = composed(session, tag, subject, lines)
    if letter and is_email(to, dotted=False):
        mail.write(session, to, letter.subject, letter.body, now)


def composed(session: Session, tag: str, subject: str, lines: Lines) -> Letter | None:
    """Compose a mail in a language; none where the portal does not know its own address."""
    settings = session.info["settings"]
    if not settings.public_url:
        return None
    tag = spoken(tag)
    whole = [*lines, place(session, tag)]
    body = "\n\n".join(in_language(tag, line) for line in whole) + "\n"
    return Letter(marked(translation(tag, subject), tag), invented.under(settings, tag, body))


def spoken(tag: str) -> str:
    """Give the language in which somebody's mails are written."""
    return tag if tag in locales.LANGUAGES else next(iter(locales.LANGUAGES))


def place(session: Session, tag: str) -> Line:
    """Say from whom a mail comes, as its last words."""
    council = council_queries.stored(session)
    name = council.name.get(tag) or next(iter(council.name.values()), "")
    return Line(_PLACE, {"place": f"{name} ({session.info['settings'].public_url})"})


def in_language(tag: str, line: Line | str) -> str:
    """Write a paragraph in a language."""
    if isinstance(line, str):
        return line
    said = {
        name: day(value, tag) if isinstance(value, date) else value
        for name, value in line.values.items()
    }
    return marked(translation(tag, line.words) % said, tag)
