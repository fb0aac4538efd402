"""Who speaks for a group writes to its members: to be read on its page, and printed to read aloud.

Whoever writes learns neither an address nor how many were mailed. The mail says that there is
something to read, and neither what nor of which group.
"""

from datetime import timedelta

from sqlmodel import Session

from portal.languages.i18n import today
from portal.members import letters, wanted_mails
from portal.membership import guards, queries, rules
from portal.membership.models import Notice
from portal.problems import Problem, Problems, mark
from portal.store.db import now
from portal.web.acting import Asked, Did
from portal.web.links import absolute
from portal.web.page import link, sent_text

SUBJECT = mark("There is something for you to read")
_WRITTEN = mark("Something was written for you. Read it here:")
_OFTEN = mark("You wrote several times this week. Wait a few days before you write again.")
_WEEK = timedelta(days=7)


def write(asked: Asked[guards.Mine]) -> Did | Problems:
    """Keep a notice, and mail the members that there is something to read."""
    session, mine = asked.session, asked.item
    said, language = asked.values["notice"], asked.values["notice_in"]
    if any(one.words == said for one in queries.notices(session, mine.group)):
        return Did("written")
    if queries.count_notices(session, mine.group, today() - _WEEK) >= rules.NOTICES_A_WEEK:
        return {"notice": Problem(_OFTEN)}
    group = mine.group.id or 0
    session.add(Notice(group_id=group, words=said, language=language, made=today()))
    session.flush()
    _mail(session, mine)
    return Did("written")


def take_back(asked: Asked[guards.Mine]) -> Did:
    """Let nobody read a notice any more; it counts among those of the week all the same."""
    one = queries.notice(asked.session, asked.item.group, sent_text(asked.sent, "notice"))
    if one:
        one.words = ""
        asked.session.add(one)
        asked.session.flush()
    return Did("taken_back")


def _mail(session: Session, mine: guards.Mine) -> None:
    for _, person in queries.people(session, mine.group):
        if person.id != mine.member.id:
            address = absolute(session.info["settings"], link("member_groups", person.language))
            lines: letters.Lines = [letters.Line(_WRITTEN), address]
            kind = wanted_mails.MailKind.GROUPS
            wanted_mails.send(session, person, kind, SUBJECT, lines, now())
