"""What whoever leads something is mailed: the link of a quarter, and once that it ends soon."""

from datetime import date, datetime

from sqlmodel import Session

from portal.forms.addresses import is_email
from portal.members import letters
from portal.members.letters import Line
from portal.plans.leading import links
from portal.plans.leading.models import Lead, LeadLink
from portal.problems import mark
from portal.store import mail

SUBJECT = mark("Please report what was done")
REMINDER = mark("Please report what was done: the link ends soon")

_ASKED = mark(
    "In plans of the council it says that this is led by: %(role)s. Please report what was done. "
    "Everybody reads what you report, signed by this role and by no name."
)
_CHECKLIST = mark("In plans of the council there are questions for: %(role)s. Please answer them.")
_OPEN = mark(
    "Open the link and press the button on its page. It needs no account, and counts until "
    "%(day)s, as often as you like:"
)
_SOON = mark("Nothing has been reported by this link yet.")
_KEEP = mark("Whoever has this link can report in your place. Give it to nobody else.")


def send(session: Session, lead: Lead, made: LeadLink, now: datetime, *, again: bool) -> bool:
    """Mail somebody their link, or `again` that it ends soon; tell whether it could be written."""
    tag = letters.spoken(lead.language)
    address = links.address(session.info["settings"], made, tag)
    asked = Line(_CHECKLIST if lead.checklists else _ASKED, {"role": lead.name})
    soon = [Line(_SOON)] if again else []
    until: date = made.until
    lines: letters.Lines = [asked, *soon, Line(_OPEN, {"day": until}), address, Line(_KEEP)]
    letter = letters.composed(session, tag, REMINDER if again else SUBJECT, lines)
    if letter is None or not is_email(lead.email, dotted=False):
        return False
    mail.write(session, lead.email, letter.subject, letter.body, now)
    return True
