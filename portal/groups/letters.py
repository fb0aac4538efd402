"""The mails that groups get, each in the language that the group reads. Subjects name nobody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.council import queries as council
from portal.groups import links
from portal.groups.links import Purpose
from portal.groups.models import Group
from portal.groups.rules import PAUSED_AFTER, UNCONFIRMED_DAYS, Act
from portal.languages import invented, locales
from portal.languages.direction import marked
from portal.languages.i18n import said
from portal.members import links as sealed
from portal.problems import mark
from portal.store import mail
from portal.store.smtp import Beside
from portal.web.links import absolute, link


class Letter(NamedTuple):
    """A mail: what it says, for what the link below it is, and to which page it `leads`.

    One `to_all` groups is stopped by one button, also by that of a mail program (RFC 8058).
    """

    words: str
    purpose: Purpose | None = None
    leads: str = ""
    to_all: bool = False


SUBJECT = mark("The directory of groups")
_RETURN = mark("You can always ask for a link to your entry, to change or to close it:")

CONFIRM = Letter(
    # Anybody can have this sent to anybody, so it holds nothing that somebody typed.
    mark(
        "Somebody asked the council to list a group in its directory, and gave this address. "
        "If that was you, open this page and press the button. If not, do nothing: it is then "
        "deleted after %(days)s days."
    ),
    Purpose.CONFIRM,
)
AGREE = Letter(
    mark(
        "The council would like to list your group “%(name)s” in its public directory. Nothing "
        "is shown before you say yes. Open this page to see what would be shown, and choose."
    ),
    Purpose.AGREE,
)
SHOW = Letter(
    mark(
        "The council would like to show how your group “%(name)s” is reached. It is not shown "
        "before you say yes. Open this page to see what would be shown, and choose."
    ),
    Purpose.SHOW,
)
RENEW = Letter(
    mark(
        "Is the entry of your group “%(name)s” still right? We ask once a year. Open this page, "
        "look at it and press the button."
    ),
    Purpose.RENEW,
)
REMIND = Letter(
    mark(
        "We asked whether the entry of your group “%(name)s” is still right, and have not heard "
        "from you. Without an answer it is not shown any more after %(weeks)s weeks. Open this "
        "page, look at it and press the button."
    ),
    Purpose.RENEW,
)
UNANSWERED = Letter(
    mark(
        "The entry of your group “%(name)s” is not shown any more, because nobody told us that "
        "it is still right. Open this page and press the button, and it is shown again."
    ),
    Purpose.RENEW,
)
OPEN = Letter(
    mark(
        "With this link you can change or close the entry of your group “%(name)s”. It works "
        "once, for ten minutes. If you did not ask for it, do nothing."
    ),
    Purpose.OPEN,
)
ACCEPTED = Letter(mark("The changes to the entry of your group “%(name)s” are shown now."))
REFUSED = Letter(mark("The changes to the entry of your group “%(name)s” are not shown."))
CHANGED = Letter(mark("The council changed the entry of your group “%(name)s”."))
SPOKEN_FOR = Letter(
    mark(
        "Whoever runs a body that advises the council noted that somebody speaks for your group "
        "“%(name)s” there, and that you agreed. If that is not so, tell the council."
    )
)

OF_ACTS: Mapping[Act, Letter] = {
    Act.LIST: Letter(mark("Your group “%(name)s” is now in the directory of the council.")),
    Act.VERIFY: Letter(mark("Your group “%(name)s” is now verified.")),
    Act.UNVERIFY: Letter(mark("Your group “%(name)s” is no longer verified. It is still listed.")),
    Act.PAUSE: Letter(mark("The entry of your group “%(name)s” is not shown for the moment.")),
    Act.RESUME: Letter(mark("The entry of your group “%(name)s” is shown again.")),
    Act.CLOSE: Letter(mark("The entry of your group “%(name)s” was closed.")),
    Act.DECLINE: Letter(mark("The council does not list your group “%(name)s”.")),
    Act.RECONSIDER: Letter(mark("The council looks again at listing your group “%(name)s”.")),
}
"""What a group is told of an officer's decision."""


def send(
    session: Session,
    group: Group,
    letter: Letter,
    now: datetime,
    *,
    reason: str = "",
    email: str = "",
) -> bool:
    """Write to a group, or to an address that it will have; tell whether it can be written to."""
    recipient = email or group.email
    if not recipient or (letter.to_all and group.no_news):
        return False
    settings, tag = session.info["settings"], _language(session, group)
    parts = [said(tag, letter.words, **_values(group))]
    if reason:
        parts.append(f"{said(tag, _REASON)}\n{reason}")
    if letter.leads:
        parts.append(absolute(settings, link(letter.leads, tag)))
    stop = stopping(session, group, tag) if letter.to_all else ""
    if stop:
        parts.append(f"{said(tag, _STOP)}\n{stop}")
    elif letter.purpose:
        token = links.make(session, group, letter.purpose, now, recipient)
        parts.append(links.address(settings, token, tag))
    else:
        parts.append(f"{said(tag, _RETURN)}\n{absolute(settings, link('own_group', tag))}")
    subject, body = (marked(text, tag) for text in (said(tag, SUBJECT), "\n\n".join(parts)))
    body = invented.under(settings, tag, f"{body}\n")
    mail.write(session, recipient, subject, body, now, Beside(stop=stop))
    return True


def stopping(session: Session, group: Group, tag: str) -> str:
    """Write the address that stops the mails to all groups, which works for years."""
    return sealed.written(session.info["settings"], STOP, tag, group.id)


STOP = "group_mails"
"""The name of the page that stops such mails."""

_STOP = mark("To stop mails like this one, open this page and press the button:")
_REASON = mark("The reason:")


def _values(group: Group) -> dict[str, Any]:
    weeks = PAUSED_AFTER.days // 7
    return {"name": group.name, "days": UNCONFIRMED_DAYS, "weeks": weeks}


def _language(session: Session, group: Group) -> str:
    offered = council.stored(session).languages
    wanted = (group.mail_language, *offered)
    return next((tag for tag in wanted if tag in locales.LANGUAGES), "en")
