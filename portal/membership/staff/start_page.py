"""What of the members of groups waits for an officer, on the start page and by mail."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts import queries as accounts
from portal.accounts.models import Role
from portal.council import queries as council
from portal.groups.staff.start_page import Waiting
from portal.languages import invented
from portal.languages.i18n import gettext, said
from portal.membership import queries as memberships
from portal.membership.staff import queries
from portal.problems import mark
from portal.store import mail
from portal.store.jobs import Job
from portal.web.brought import Colleague, Panel
from portal.web.links import absolute, link

_OFFICERS = frozenset({Role.OFFICER})
_SUBJECT = mark("Something waits on the start page")
_WORDS = mark("Somebody wrote about a group. Sign in and read it on the start page:")


def panels(_request: Request, session: Session, account: Colleague) -> Iterator[Panel]:
    """Say to officers which groups wait for them."""
    if not account.holds(_OFFICERS):
        return
    numbers = {view: queries.count(session, view) for view in queries.VIEWS}
    shown = [
        Waiting(gettext(queries.VIEWS[view]), f"{link('staff_speaking')}?view={view}", number)
        for view, number in numbers.items()
        if number
    ]
    if shown:
        yield Panel(gettext("Who speaks for groups"), "groups/staff/waiting.html", shown, due=True)


def tell(session: Session, now: datetime) -> None:
    """Write to the officers that somebody said something, without what or of which group."""
    memberships.forget_old(session, now)
    settings = session.info["settings"]
    if not queries.untold(session) or not settings.public_url:
        return
    tag = next(iter(council.stored(session).languages), "en")
    body = f"{said(tag, _WORDS)}\n\n{absolute(settings, link('staff_home', tag))}\n"
    body = invented.under(settings, tag, body)
    for one in accounts.everybody(session):
        if one.usable and one.holds(_OFFICERS):
            mail.write(session, one.email, said(tag, _SUBJECT), body, now)


JOB = Job("membership.tell_officers", timedelta(minutes=5), tell, deletes=True)
