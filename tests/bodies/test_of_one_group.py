"""Who is of one group counts as of one group, also where both take part as a person."""

import pytest
from sqlmodel import Session

from portal.bodies import queries
from tests.bodies.factories import body, joined
from tests.groups.factories import group
from tests.members.factories import member
from tests.membership.factories import belongs, verified


@pytest.mark.both
def test_members_of_one_group_share_it_whatever_they_said_when_they_joined(
    session: Session,
) -> None:
    made, one = body(session), verified(session)
    other = group(session, "Other group")
    people = [belongs(session, one), belongs(session, one), member(session), member(session)]
    for person, named in zip(people, [None, None, one, other], strict=True):
        joined(session, made, person, named)
    session.rollback()
    found = queries.belongs_to(session, made, [person.id for person in people])
    assert found == [{str(one.id)}] * 3 + [{str(other.id)}]


@pytest.mark.both
def test_somebody_is_of_all_their_groups(session: Session) -> None:
    made, one, other = body(session), verified(session), group(session, "Other group")
    person = belongs(session, one)
    joined(session, made, person, other)
    session.rollback()
    assert queries.belongs_to(session, made, [person.id, "nobody"]) == [
        {str(one.id), str(other.id)},
        set(),
    ]
