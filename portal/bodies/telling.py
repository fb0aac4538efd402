"""Mails that there is something to read: they name neither the body nor what happened in it."""

from collections.abc import Callable, Iterable

from sqlmodel import Session

from portal.accounts import queries as accounts
from portal.bodies import answering, queries, visiting
from portal.bodies.models import Body
from portal.council import queries as council
from portal.languages import invented
from portal.languages.i18n import today
from portal.members import letters, wanted_mails
from portal.members.models import Member
from portal.problems import mark
from portal.store import mail
from portal.store.db import now
from portal.web.links import absolute, link

SUBJECT = mark("There is something for you to read")
ANSWERED = mark("There is an answer for you. Read it here:")
CHANGES = mark("Something in which you take part changes in three days. Read here what it is:")
CHANGED = mark("Something in which you take part has changed. Read here what it is:")
ASKED = mark("Somebody wants to change something in which you take part. Read here what it is:")
DECIDED = mark("Something was decided that you need to know. Read it here:")
WAITS = mark("Something waits for you today. Read here what it is:")
NEWS = "forum_news"

PageAt = Callable[[str], str]
"""Gives the path of a page in a language."""


def tell(session: Session, body: Body, people: Iterable[Member], words: str) -> None:
    """Mail those of them who have an address, each in their own language."""
    for one in people:
        lines = _lines(session, body, one, words)
        letters.send(session, one.email or "", one.language, SUBJECT, lines, now())


def tell_heads(session: Session, body: Body, words: str) -> None:
    """Mail whoever decides now what the chair decides."""
    held = visiting.heads(session, body, today())
    people = [session.get(Member, one.member_id) for one in held]
    tell(session, body, [one for one in people if one], words)


def tell_of_changes(session: Session, body: Body, words: str = CHANGES) -> None:
    """Mail everybody in a body that an office changes hands or ends, if they want such mails.

    Whoever holds an office hears of it in any case, because it may be theirs that is taken.
    """
    in_office = {one.member_id for one in queries.holders(session, body) if one.ended is None}
    everybody = queries.everybody(session, body)
    tell(session, body, [one for one in everybody if one.id in in_office], words)
    for one in everybody:
        if one.id not in in_office:
            lines = _lines(session, body, one, words)
            wanted_mails.send(session, one, wanted_mails.MailKind.CHANGES, SUBJECT, lines, now())


def tell_officers(
    session: Session, body: Body, said: tuple[str, letters.Line], page: PageAt, *others: int | None
) -> None:
    """Mail whoever owes a body answers, and `others` of staff, in the council's language.

    `said` is the subject, and the words above the link to a page.
    """
    tag = next(iter(council.stored(session).languages), "en")
    subject, words = letters.Line(said[0]), said[1]
    address = absolute(session.info["settings"], page(tag))
    text = f"{letters.in_language(tag, words)}\n\n{address}\n"
    text = invented.under(session.info["settings"], tag, text)
    titled = letters.in_language(tag, subject)
    also = [accounts.by_id(session, one) for one in others if one]
    usable = [one.email for one in also if one and one.usable]
    for email in dict.fromkeys([one.email for one in answering.owing(session, body)] + usable):
        mail.write(session, email, titled, text, now())


def _lines(session: Session, body: Body, member: Member, words: str) -> letters.Lines:
    path = link(NEWS, member.language, number=body.id)
    return [letters.Line(words), absolute(session.info["settings"], path)]
