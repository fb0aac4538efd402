"""A row that cannot be understood is refused with its reason, and then nothing is brought in."""

from dataclasses import replace

import pytest

from portal.plans.importing.rules import (
    LONGEST_FIELD,
    LONGEST_NUMBER,
    LONGEST_TEXT,
    Built,
    Column,
    Empty,
    Role,
)
from tests.plans.importing.shown import left, mapping, outline, reasons, taken

HEAD = "No.\tAction\tLead\tMet\tNot met\n"
STATES = "Action\tStatus\nTrain\tDone\nWrite\tNot started\nMeet\tUnder way\n"


def of(*rows: str) -> Built:
    return taken(HEAD + "1\tTrain\tHousing\t\u2713\t\n2\tWrite\t\t\t\n" + "\n".join(rows))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("3\t\tHousing\t\t", "The row says nothing of what is to be done."),
        ("3\tMeet\t\t\u2713\tx", "Two columns are ticked that exclude each other."),
        ("3\tMeet\t\tperhaps\t", "“perhaps” is neither a tick nor empty."),
        ("3\tMeet\t\t\u2717\t", "“\u2717” is neither a tick nor empty."),
        ("3\tMeet\t\t\t\tmore", "The row has more cells than the head of its table."),
        (f"3\t{'a' * (LONGEST_TEXT + 1)}\t\t\t", f"longer than {LONGEST_TEXT} characters."),
        (f"3\tMeet\t{'a' * (LONGEST_FIELD + 1)}\t\t", f"longer than {LONGEST_FIELD} characters."),
        (f"{'3' * (LONGEST_NUMBER + 1)}\tMeet\t\t\t", f"longer than {LONGEST_NUMBER} characters."),
    ],
)
def test_a_broken_row_keeps_the_whole_plan_out(row: str, reason: str) -> None:
    document = of(row, "4\tEnd\t\t\t")
    # Its table is taken as it was before the row was broken.
    confirmed = mapping(HEAD + "1\tTrain\tHousing\t\u2713\t\n2\tWrite\t\t\t\n")
    text = HEAD + "1\tTrain\tHousing\t\u2713\t\n2\tWrite\t\t\t\n" + row + "\n4\tEnd\t\t\t"
    built = taken(text, tables=confirmed.tables)
    assert [line for line, _ in reasons(built)] == [4]
    assert reason in reasons(built)[0][1]
    assert not built.whole
    assert [text for *_, text in outline(built)] == ["Train", "Write", "End"]
    assert document.rows


@pytest.mark.parametrize("first", ["as above", "Ditto", '"', "fel uchod", "jak wyżej", "\u3003"])
def test_what_is_as_above_needs_something_above(first: str) -> None:
    built = taken(f"Action\tLead\nTrain\t{first}\nWrite\tHousing\n")
    assert reasons(built) == [(2, "It goes on from a row above, and there is none.")]


def test_a_row_that_goes_on_needs_one_to_go_on_from() -> None:
    built = taken("Action\tLead\n\tHousing\nWrite\tHousing\n")
    assert reasons(built) == [(2, "It goes on from a row above, and there is none.")]


def test_what_goes_on_from_a_refused_row_is_refused() -> None:
    text = "Action\tMet\tNot met\nTrain\tx\tx\n\t\tx\nWrite\tx\t\n"
    assert [why for _, why in reasons(taken(text))] == [
        "Two columns are ticked that exclude each other.",
        "It goes on from a row that is refused.",
    ]


def test_a_row_that_goes_on_with_another_state_is_refused() -> None:
    built = taken("Action\tMet\tNot met\nTrain\tx\t\n\t\tx\nWrite\tx\t\n")
    assert reasons(built) == [(3, "Two columns are ticked that exclude each other.")]


def test_a_state_that_nobody_explained_is_refused_until_somebody_does() -> None:
    text = STATES + "End\tParked until spring\n"
    assert reasons(taken(text)) == [(5, "No state was chosen for “Parked until spring”.")]
    confirmed = mapping(text)
    column = confirmed.tables[0].columns[1]
    assert column.role is Role.STATUS
    for meant, status, comment in (("stopped", "stopped", ""), ("", "", "Parked until spring")):
        told = replace(column, values=column.values | {"parked until spring": meant})
        table = replace(confirmed.tables[0], columns=(Column(Role.TEXT), told))
        last = taken(text, tables=(table,)).rows[-1]
        assert (last.status, last.comment) == (status, comment)


def test_a_row_can_be_left_out_by_hand() -> None:
    text = STATES + "End\tParked until spring\n"
    refused = taken(text).refused[0].place
    built = taken(text, skipped=frozenset({refused}))
    assert built.whole
    assert left(built) == ["End", "Parked until spring"]


def test_nothing_is_no_plan() -> None:
    for text in ("Just a few words.", "a\tb\n", "12\t13\n14\t15\n"):
        assert not taken(text, lines={}, tables=()).whole


def test_an_empty_first_cell_without_text_cannot_share_a_parent() -> None:
    text = "Aim\tAction\tLead\nHomes\tTrain\tHousing\n\t\tComms\n"
    confirmed = mapping(text).tables[0]
    shared = replace(confirmed, empty=Empty.SHARES)
    assert reasons(taken(text, tables=(shared,))) == [
        (3, "The row says nothing of what is to be done.")
    ]
    more = replace(confirmed, empty=Empty.CONTINUES)
    assert taken(text, tables=(more,)).rows[-1].leads == ("Housing", "Comms")
