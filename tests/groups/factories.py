"""Groups for tests: each test says only what matters to it."""

import re
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.groups import arrangements, keeping, queries
from portal.groups.arrangements import Area, Arrangements
from portal.groups.models import Group
from portal.groups.rules import State
from portal.languages.i18n import today
from portal.store.outgoing import OutgoingMail

DIRECTORY = "/en/groups"
STAFF = "/en/staff/groups"
EMAIL = "circle@groups.example"

ENTRY = {
    "name": "Valley Women",
    "serves": "We cook and talk.",
    "speaks": "Somali, English",
    "language": "en",
    "email": EMAIL,
}
"""What a group fills in, and no more than it has to."""


def group(session: Session, name: str = "Valley Women", **changes: Any) -> Group:
    """Keep a group that is listed and said yes to it."""
    session.rollback()
    values: dict[str, Any] = {
        "name": name,
        "serves": "We cook and talk.",
        "language": "en",
        "speaks": ["so", "en"],
        "state": State.LISTED,
        "since": today() - timedelta(days=30),
        "email": EMAIL,
        "confirmed": today() - timedelta(days=30),
        "agreed": today() - timedelta(days=30),
    }
    made = keeping.add(session, values | changes, by=keeping.ITSELF, what="applied")
    session.commit()
    session.refresh(made)
    return made


def areas(session: Session, *codes: str) -> None:
    """Let groups choose from these areas, which are called like their codes."""
    session.rollback()
    named = tuple(Area(code, {"en": code.title()}) for code in codes)
    arrangements.save(session, Arrangements(named))
    session.commit()


def read(session: Session, slug: str = "valley-women") -> Group:
    """Read a group as it is now."""
    session.rollback()
    found = queries.by_slug(session, slug)
    assert found
    session.refresh(found)
    return found


def mails(session: Session) -> list[OutgoingMail]:
    """List the mails that wait, the newest last."""
    session.rollback()
    return list(session.exec(select(OutgoingMail).order_by(col(OutgoingMail.due))))


def link_in(body: str) -> str:
    """Find the link of a mail, as a path."""
    found = re.findall(r"https://voices\.example(/\S+)", body)
    assert found, body
    return str(found[-1])


def newest_link(session: Session, email: str = EMAIL) -> str:
    """Find the link in the newest mail to an address."""
    return link_in([one for one in mails(session) if one.recipient == email][-1].body)


def apply(browser: TestClient, **changes: Any) -> Any:
    """Send the form with which a group asks to be listed, as from the page that shows it."""
    return browser.post(f"{DIRECTORY}/apply", data=ENTRY | {"_do": "send"} | changes)
