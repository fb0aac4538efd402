"""A table whose names stand in another order, that has none, or that nothing stands above."""

from portal.plans.importing.rules import Built
from tests.plans.importing.shown import left, outline, taken

LONG = "Train all staff of the housing service in how people say their names"
LETTERS = "Write the letters of the service anew in plain words with three groups"


def flagged(built: Built) -> list[tuple[int, str]]:
    """List the line and the reason of each row to look at."""
    return [(one.place.line, str(one.why.message)) for one in built.flagged]


def test_names_in_another_order_than_the_columns_are_pointed_out() -> None:
    heads, rows = "Lead\tAction\tTimescale\n", f"{LONG}\tHousing\tJune 2027\n{LETTERS}\tHR\t\n"
    found = flagged(taken(heads + rows))
    assert [line for line, _ in found] == [2, 3]
    assert all("Do the names stand above the right columns?" in why for _, why in found)
    right = f"Action\tLead\tTimescale\n{rows}"
    assert flagged(taken(right)) == []


def test_a_first_row_that_is_taken_for_names_is_told_as_left_out() -> None:
    rows = f"{LONG}\tHead of housing\tJune 2027\n{LETTERS}\tHead of letters\tMay 2027\n"
    built = taken("Repair doors\tHousing\tOngoing\n" + rows)
    assert len(built.rows) == 2
    assert left(built) == ["Repair doors", "Housing", "Ongoing"]
    assert left(taken("Action\tLead\tTimescale\n" + rows)) == []


def test_a_row_that_stands_below_nothing_is_pointed_out_once() -> None:
    table = "Action\tLead\n{0}\tHousing\n{1}\tHR\n\n"
    tables = [table.format(f"Train {n}", f"Write {n}") for n in (1, 2, 3)]
    built = taken(f"{tables[0]}Aim 1: Work\n\n{tables[1]}Aim 2: Homes\n\n{tables[2]}")
    assert outline(built)[0] == (1, "", "Train 1")
    assert flagged(built) == [
        (2, "It stands below nothing, although its level is not the uppermost.")
    ]
