"""A plan by its rules: in which order it is read, what is late, and what a change takes away."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.plans import rules, tree
from portal.plans.rules import Alike, Level, Status
from portal.plans.staff import reasons
from portal.plans.tree import Choice, Node, When

TODAY = date(2026, 11, 30)
ACTIONS = [Level.AIM, Level.ACTION]


def node(number: int, parent: int | None = None, level: int = 0, **changes: Any) -> Node:
    return Node(number, parent, number, level, "", "", None, ())._replace(**changes)


@st.composite
def trees(draw: st.DrawFn) -> list[Node]:
    """Draw a plan whose items come from the database in any order."""
    nodes: list[Node] = []
    for number in range(draw(st.integers(0, 30))):
        above = draw(st.sampled_from([None, *nodes]))
        level = above.level + 1 if above else 0
        made = node(number, above.id if above else None, level)
        nodes.append(made._replace(place=draw(st.integers(0, 5))))
    return draw(st.permutations(nodes))


@pytest.mark.parametrize(
    ("deepest", "bottom", "said"), [(-1, 0, "nothing in the plan"), (1, 2, "lowest level")]
)
def test_a_plan_without_anything_to_do_is_not_published(
    deepest: int, bottom: int, said: str
) -> None:
    assert said in reasons.missing(deepest, bottom)["items"].message


def test_a_plan_with_something_to_do_may_be_published() -> None:
    assert reasons.missing(1, 1) == {}


def test_a_plan_cannot_end_before_it_begins() -> None:
    assert reasons.period_problem(TODAY, TODAY - timedelta(days=1))
    assert reasons.period_problem(TODAY, TODAY) is None
    assert reasons.period_problem(None, TODAY) is None


def test_words_in_one_language_are_enough() -> None:
    assert reasons.words_missing({"text": {"en": "", "cy": ""}})
    assert reasons.words_missing({"text": {"ur": "سکول"}}) == {}


@pytest.mark.parametrize(
    ("status", "days", "level", "when"),
    [
        (Status.UNDER_WAY, -1, 1, When.LATE),
        (Status.UNSAID, -1, 0, When.LATE),
        (Status.DONE, -1, 1, None),
        (Status.STOPPED, -1, 1, None),
        (Status.NOT_STARTED, 0, 1, When.SOON),
        (Status.NOT_STARTED, 400, 1, When.LATER),
        (Status.NOT_STARTED, None, 1, When.UNDATED),
        (Status.STOPPED, None, 1, None),
        (Status.NOT_STARTED, None, 0, None),
    ],
)
def test_late_is_what_is_not_over_on_the_day_after(
    status: Status, days: int | None, level: int, when: When | None
) -> None:
    due = None if days is None else TODAY + timedelta(days=days)
    assert tree.when(node(1, level=level, status=status, due=due), 1, TODAY) is when


@pytest.mark.parametrize(
    ("levels", "done", "assessed"),
    [
        ([Level.AIM, Level.OBJECTIVE, Level.ACTION], 2, None),
        ([Level.SECTION, Level.QUESTION], None, 1),
        ([Level.REQUIREMENT, Level.ACTION], 1, 0),
        ([], None, None),
    ],
)
def test_what_is_done_and_what_is_met_stand_on_levels_of_their_own(
    levels: list[Level], done: int | None, assessed: int | None
) -> None:
    assert rules.done_level(levels) == done
    assert rules.assessed_level(levels) == assessed


def test_what_is_met_has_no_date_to_miss() -> None:
    past = TODAY - timedelta(days=1)
    assert tree.when(node(1, due=past, assessment="met"), None, TODAY) is None
    assert tree.when(node(1, due=past, assessment="partly_met"), None, TODAY) is When.LATE


def test_a_glance_counts_what_is_to_be_done_and_not_its_headings() -> None:
    told = rules.glance(
        ACTIONS,
        [
            Alike(0, "", "", late=False, undated=True, number=6),
            Alike(1, "done", "", late=False, undated=False, number=4),
            Alike(1, "", "", late=True, undated=False, number=2),
            Alike(1, "under_way", "", late=False, undated=True, number=1),
        ],
    )
    assert told.statuses == Counter({"done": 4, "": 2, "under_way": 1})
    assert (told.late, told.undated, told.assessments) == (2, 1, Counter())


@given(trees())
def test_every_item_is_read_once_and_after_what_it_stands_below(nodes: list[Node]) -> None:
    ordered = tree.in_order(nodes)
    assert sorted(ordered) == sorted(nodes)
    read: set[int | None] = {None}
    for one in ordered:
        assert one.parent in read
        read.add(one.id)


@given(trees())
def test_below_an_item_is_all_that_hangs_on_it_and_nothing_else(nodes: list[Node]) -> None:
    ordered, above = tree.in_order(nodes), {one.id: one.parent for one in nodes}

    def hangs_on(number: int | None, top: int) -> bool:
        return number == top or (number is not None and hangs_on(above[number], top))

    for top in nodes:
        found = tree.chosen(ordered, Choice(under=top.id), ACTIONS, TODAY)
        assert [one.id for one in found] == [one.id for one in ordered if hangs_on(one.id, top.id)]


@given(trees(), st.data())
def test_nothing_is_shown_without_its_headings(nodes: list[Node], data: st.DataObject) -> None:
    ordered = tree.in_order(nodes)
    some = data.draw(st.lists(st.sampled_from(ordered)) if ordered else st.just([]))
    shown = tree.with_above(ordered, some)
    ids = {one.id for one in shown}
    assert set(some) <= set(shown)
    assert all(one.parent is None or one.parent in ids for one in shown)
    assert shown == [one for one in ordered if one.id in ids]


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (Choice(), [1, 2, 3, 4]),
        (Choice(status="done"), [3]),
        (Choice(status=rules.NOTHING_SAID), [2]),
        (Choice(status="met"), [4]),
        (Choice(lead="Schools"), [2, 3]),
        (Choice(due=When.LATE), [2]),
        (Choice(lead="Schools", due=When.LATE, status="done"), []),
        (Choice(under=9), []),
    ],
)
def test_what_somebody_looks_for_is_found(choice: Choice, found: list[int]) -> None:
    past = TODAY - timedelta(days=1)
    nodes = [
        node(1),
        node(2, 1, 1, due=past, leads=("Schools",)),
        node(3, 1, 1, due=past, leads=("Schools", "Housing"), status=Status.DONE),
        node(4, 1, 1, assessment="met", status=Status.UNDER_WAY),
    ]
    assert [one.id for one in tree.chosen(nodes, choice, ACTIONS, TODAY)] == found
    assert tree.leads(nodes) == ["Housing", "Schools"]


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        ({"text": {"en": "All"}}, {"text": {"en": "Some"}}, {"text": {"en": "All"}}),
        ({"text": {"en": "All"}}, {"text": {"en": "All", "pl": "Wszystko"}}, {}),
        ({"text": {"en": "All", "cy": "Oll"}}, {"text": {"en": "All"}}, {"text": {"cy": "Oll"}}),
        ({"due": TODAY}, {"due": None}, {"due": "2026-11-30"}),
        ({"due": None}, {"due": TODAY}, {}),
        ({"leads": ["Housing"]}, {"leads": ["Schools"]}, {"leads": ["Housing"]}),
        ({"measure": "Ten"}, {"measure": "Ten"}, {}),
    ],
)
def test_a_change_takes_away_only_what_was_there(
    before: dict[str, Any], after: dict[str, Any], gone: dict[str, Any]
) -> None:
    assert rules.replaced(before, after) == gone
