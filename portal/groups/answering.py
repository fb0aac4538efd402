"""What a group says of its own entry: that an address is its own, yes, no, and still right."""

from datetime import date

from sqlmodel import Session

from portal.groups import keeping, links, queries, rules
from portal.groups.links import Purpose
from portal.groups.models import Group
from portal.groups.rules import Act, State

CONFIRMED, NEW_ADDRESS, RENEWED, UNANSWERED = "confirmed", "new_address", "renewed", "unanswered"
"""What is kept of it in the history of an entry."""

NEW_CONFIRMED = "email_confirmed"
"""Among changes that wait: that somebody answered at the new address."""


def confirm_address(session: Session, group: Group, email: str, today: date) -> None:
    """Keep that somebody answered at an address: at that of the group, or at one to come."""
    if email == group.email:
        confirm(session, group, today)
        return
    group.proposed = {**group.proposed, NEW_CONFIRMED: True}
    session.add(group)
    keeping.note(session, group, NEW_ADDRESS, by=keeping.ITSELF)


def confirm(
    session: Session, group: Group, today: date, *, by: int = keeping.ITSELF, **who: str
) -> None:
    """Keep that a group is reached as it said, and said yes to being shown when it applied."""
    group.agreed = group.agreed or today
    keeping.confirm(session, group, today)
    keeping.note(session, group, CONFIRMED, by=by, **who)


def agree(
    session: Session, group: Group, today: date, *, by: int = keeping.ITSELF, **who: str
) -> None:
    """Show an entry that an officer wrote, because the group said yes."""
    group.agreed = today
    keeping.confirm(session, group, today)
    keeping.move(session, group, Act.AGREE, today, by=by, **who)


def refuse(
    session: Session, group: Group, today: date, *, by: int = keeping.ITSELF, **who: str
) -> None:
    """Show nothing, because the group said no, and forget how to reach it."""
    group.contact_name = group.email = group.telephone = group.website = ""
    group.agreed, group.confirmed = None, None
    links.end(session, group, *Purpose)
    keeping.move(session, group, Act.REFUSE, today, by=by, **who)


def renew(
    session: Session, group: Group, today: date, *, by: int = keeping.ITSELF, **who: str
) -> None:
    """Keep that an entry is still right; one that rested for want of an answer is shown again."""
    keeping.confirm(session, group, today)
    keeping.note(session, group, RENEWED, by=by, **who)
    if rests_unanswered(session, group):
        keeping.move(session, group, Act.RESUME, today, by=by)


def rests_unanswered(session: Session, group: Group) -> bool:
    """Tell whether an entry rests only because nobody told that it is still right."""
    if group.state is not State.PAUSED:
        return False
    paused = queries.last(session, group, Act.PAUSE)
    return bool(paused and paused.details.get("why") == UNANSWERED)


def may_renew(session: Session, group: Group) -> bool:
    """Tell whether there is an entry of which somebody can say that it is still right."""
    return group.state in rules.PUBLIC or rests_unanswered(session, group)
