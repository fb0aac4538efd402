"""Mails to members: plain text, and nothing in them tells what somebody takes part in.

Whoever looks over a shoulder, or shares a mailbox, reads the name of the council and a link.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.council import queries as council_queries
from portal.forms.addresses import is_email
from portal.frozen import FrozenDict
from portal.languages import locales
from portal.languages.direction import marked
from portal.languages.i18n import translation
from portal.problems import mark
from portal.store import mail

LINK_SUBJECT = mark("Your link")
NEWS_SUBJECT = mark("A question for you")

_PLACE = mark("This mail comes from %(place)s.")


_NONE: Mapping[str, Any] = FrozenDict()


class Line(NamedTuple):
    """A paragraph of a mail: words of ours with what they name, or a link by itself."""

    words: str
    values: Mapping[str, Any] = _NONE


Lines = Sequence[Line | str]


def send(session: Session, to: str, tag: str, subject: str, lines: Lines, now: datetime) -> None:
    """Write a mail in a language; a line that is only a text is a link and stands as it is."""
    address = session.info["settings"].public_url
    if not address or not is_email(to, dotted=False):
        return
    tag = tag if tag in locales.LANGUAGES else next(iter(locales.LANGUAGES))
    council = council_queries.stored(session)
    name = council.name.get(tag) or next(iter(council.name.values()), "")
    place = f"{name} ({address})"
    written = [_in(tag, line) for line in [*lines, Line(_PLACE, {"place": place})]]
    title = marked(translation(tag, subject), tag)
    mail.write(session, to, title, "\n\n".join(written) + "\n", now)


def _in(tag: str, line: Line | str) -> str:
    if isinstance(line, str):
        return line
    return marked(translation(tag, line.words) % line.values, tag)
