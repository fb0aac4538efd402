"""The invented members belong to the invented groups, each of which somebody speaks for."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from portal.demo import content
from portal.groups import queries
from portal.members.models import Member
from portal.membership import keeping
from portal.membership.rules import Role


def seed(session: Session, people: Sequence[Member], today: date) -> None:
    """Have everybody belong to a group, and some to two."""
    for name, roles in content.memberships().items():
        group = queries.named(session, name)[0]
        for role, numbers in roles.items():
            for number in numbers:
                keeping.add(session, group, people[number], today, Role(role))
