"""What is reported of an item is kept, with how far it was before; everybody reads it at once."""

from sqlmodel import Session

from portal.plans import queries
from portal.plans.models import PlanItem, Progress

_STATES = ("status", "assessment")


def keep(session: Session, item: PlanItem, made: Progress) -> bool:
    """Keep a report, and how far it says that the item is; tell whether it is new."""
    said = {name: getattr(made, name) for name in _STATES if getattr(made, name)}
    changed = {name: value for name, value in said.items() if getattr(item, name) != value}
    made.was = {name: getattr(item, name) for name in changed}
    if not queries.keep(session, made):
        return False
    for name, value in changed.items():
        setattr(item, name, value)
    if changed:
        item.revision += 1
        session.add(item)
    return True
