"""What the case team reads of what a reporter added, and pages of sections as they are sent."""

import html
import re
from typing import Any

from httpx2 import Response
from sqlmodel import Session, select

from portal.incidents.models import Report
from portal.incidents.records import pieces
from portal.incidents.records.pieces import Item
from tests.incidents.factories import Person
from tests.incidents.reporter import Reporter

_PAGE = re.compile(r'name="page" value="([^"]*)"')


def page_of(reporter: Reporter) -> str:
    """Read the name of the page that is shown, so that it can be sent twice."""
    found = _PAGE.search(reporter.text)
    return html.unescape(found[1]) if found else ""


def open_section(reporter: Reporter, section: str) -> str:
    """Press the button of a section, and give the name of its page."""
    reporter.post("more", _back=section)
    return page_of(reporter)


def add(reporter: Reporter, section: str, **fields: Any) -> Response:
    """Open a section and send it filled in."""
    page = open_section(reporter, section)
    return reporter.post(section, page=page, **fields)


def only_report(session: Session) -> Report:
    """Read the one report there is, as it is now."""
    session.rollback()
    return session.exec(select(Report)).one()


def private_key(session: Session, someone: Person) -> bytes:
    """Open the key of the one report there is."""
    private = someone.vault.report_private(session, only_report(session))
    assert private
    return private


def additions(session: Session, someone: Person) -> list[dict[str, Any]]:
    """Read what was added, in its order, but for the languages of the words."""
    report, private = only_report(session), private_key(session, someone)
    opened = pieces.opened(session, report, private, Item.ADDITION)
    return [{name: said[name] for name in said if name != "languages"} for _, said in opened]


def slip(session: Session, someone: Person) -> dict[str, Any]:
    """Read what the queue shows."""
    report = only_report(session)
    return pieces.slip(session, report, private_key(session, someone))
