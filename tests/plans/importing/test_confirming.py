"""What an officer confirms decides: levels, columns, empty first cells, the part to take."""

from dataclasses import replace

import pytest

from portal.files.documents.document import Place
from portal.plans.importing import building, proposing
from portal.plans.importing.rules import Column, Empty, Role
from tests.plans.importing.shown import left, mapping, outline, read, taken

NESTED = "Aim\tAction\tLead\nHomes\tTrain\tHousing\n\tWrite\tComms\nJobs\tHire\tHR\n"
SPLIT = "Action\tEvidence\nTrain\tfirst\n\tsecond\nWrite\tthird\n"
AIMS = """\
Aim 1: Homes
Action\tLead
Train\tHousing

Aim 2: Jobs
Action\tLead
Hire\tHR
"""


def texts(given: str, **changes: object) -> list[tuple[int, str]]:
    return [(level, text) for level, _, text in outline(taken(given, **changes))]


def test_an_empty_first_cell_goes_on_or_shares_as_somebody_says() -> None:
    proposed = mapping(NESTED).tables[0]
    assert proposed.empty is Empty.SHARES
    assert texts(NESTED) == [(0, "Homes"), (1, "Train"), (1, "Write"), (0, "Jobs"), (1, "Hire")]
    more = replace(proposed, empty=Empty.CONTINUES)
    assert texts(NESTED, tables=(more,)) == [
        (0, "Homes"),
        (1, "Train\nWrite"),
        (0, "Jobs"),
        (1, "Hire"),
    ]


def test_a_row_that_goes_on_adds_to_what_was_said() -> None:
    proposed = mapping(SPLIT).tables[0]
    assert proposed.empty is Empty.CONTINUES
    built = taken(SPLIT)
    assert [row.evidence for row in built.rows] == ["first\nsecond", "third"]
    assert [one.why.message for one in built.flagged] == ["Goes on from the row above."]
    shared = replace(proposed, empty=Empty.SHARES)
    assert texts(SPLIT, tables=(shared,)) == [(0, "Train"), (0, "Train"), (0, "Write")]


def test_a_column_that_is_not_taken_is_left_out_and_said() -> None:
    table = replace(mapping(SPLIT).tables[0], columns=(Column(Role.TEXT), Column(Role.NONE)))
    built = taken(SPLIT, tables=(table,))
    assert left(built) == ["first", "second", "third"]
    assert {one.place.column for one in built.left_out} == {2}
    assert built.whole


def test_a_table_that_is_not_taken_is_left_out_with_its_head() -> None:
    table = replace(mapping(SPLIT).tables[0], taken=False)
    built = taken(SPLIT, tables=(table,))
    assert left(built) == ["Action", "Evidence", "Train", "first", "second", "Write", "third"]
    assert built.rows == []


def test_of_a_pattern_that_is_no_level_every_line_is_left_out() -> None:
    built = taken(AIMS, lines={})
    assert left(built)[0] == "Aim 1: Homes"
    assert [row.level for row in built.rows] == [1, 1]


def test_a_part_is_taken_from_one_line_to_another() -> None:
    assert texts(AIMS, first=Place(5)) == [(0, "Jobs"), (1, "Hire")]
    assert texts(AIMS, last=Place(4)) == [(0, "Homes"), (1, "Train")]
    outside = taken(AIMS, last=Place(4)).left_out
    assert {one.why.message for one in outside} == {"Outside the part that was chosen."}
    assert texts(AIMS, first=Place(99)) == []


def test_a_part_is_proposed_by_itself() -> None:
    document = read(f"{AIMS}\nQuestion\tYes\tNo\nTrained?\t\u2713\t\n")
    part = proposing.propose(document, Place(9)).mapping
    assert part.lines == {}
    assert [row.text for row in building.build(document, part).rows] == ["Trained?"]


def test_plain_lines_may_be_a_level_or_words_of_the_row_above() -> None:
    text = "1. Homes\nBecause it matters.\n2. Jobs\n"
    assert texts(text, lines={"number:1": 0, "plain": 1})[1] == (1, "Because it matters.")
    said = taken(text, lines={"number:1": 0, "plain": Role.COMMENT}).rows[0]
    assert (said.text, said.comment) == ("Homes", "Because it matters.")
    assert texts(text, lines={"number:1": 0, "plain": Role.TEXT})[0][1].endswith("it matters.")


def test_headings_that_come_again_are_kept_where_somebody_says_so() -> None:
    text = f"Aim 1: Our homes\nAim 2: Our jobs\n\n{AIMS}"
    assert [level for level, _ in texts(text)] == [0, 1, 0, 1]
    again = [one for one in taken(text).left_out if "again" in one.why.message]
    assert [one.words for one in again] == ["1 Our homes", "2 Our jobs"]
    assert [level for level, _ in texts(text, once=False)] == [0, 0, 0, 1, 0, 1]


def test_the_same_number_under_another_aim_is_not_the_same_heading() -> None:
    text = "Aim 1: A\nObjective 1: B\nAim 2: C\nObjective 1: D\nAction\tLead\nTrain\tHousing\n"
    assert [text for _, text in texts(text)] == ["A", "B", "C", "D", "Train"]


@pytest.mark.parametrize(
    "other",
    [
        "WHAT ARE WE GOING TO DO\tWHO IS RESPONSIBLE",
        "What we are going to do?\tWho is responsible:",
        "What are we  going to do ?\tWho's responsible?",
        "**What are we going to do?**\t*Who is responsible?*",
    ],
)
def test_heads_that_differ_in_spelling_are_one(other: str) -> None:
    text = f"What are we going to do?\tWho is responsible?\nA\tb\n\n{other}\nC\td\n"
    proposal = proposing.propose(read(text))
    assert [(kind.tables, kind.rows) for kind in proposal.kinds] == [(2, 2)]
    assert len(taken(text).left_out) == 1


def test_an_officer_sees_patterns_tables_and_words_of_states_with_examples() -> None:
    text = "Aim 1: Homes\nAction\tStatus\nTrain\tDone\nWrite\tParked\nMeet\tDone\n"
    proposal = proposing.propose(read(text))
    assert [(one.key, one.count, one.examples) for one in proposal.patterns] == [
        ("word:aim:1", 1, ("Aim 1: Homes",))
    ]
    (kind,) = proposal.kinds
    assert kind.heads == ("Action", "Status")
    assert kind.examples[0] == ("Train", "Done")
    assert kind.states[1] == ("done", "parked")
    assert proposal.mapping.tables[0].columns[1].values == {"done": "done"}
