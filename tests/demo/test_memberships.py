"""Everybody invented belongs to an invented group, and somebody speaks for each."""

from portal.demo import content


def test_somebody_speaks_for_each_group_and_everybody_belongs_to_one() -> None:
    belonging = content.memberships()
    assert {*belonging} == {one["entry"]["name"] for one in content.groups()["groups"]}
    assert all(len(roles["representative"]) == 1 for roles in belonging.values())
    numbers = [one for roles in belonging.values() for people in roles.values() for one in people]
    assert {*numbers} == set(range(len(content.members())))
    assert len(numbers) > len({*numbers}), "somebody belongs to two"
