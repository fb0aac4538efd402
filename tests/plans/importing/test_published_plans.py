"""Four plans and codes that were published, row by row and field by field."""

from collections import Counter
from datetime import date

import pytest

from portal.demo import content
from portal.plans.importing.rules import Built, Row
from tests.plans.importing.shown import left, outline, published, taken

SCHEME = content.plan_source("blaenau-gwent-race-equality-scheme-2010-2013.txt")
APPENDIX = SCHEME[SCHEME.index("RACE EQUALITY SCHEME 2010-13") :]
CONNEXIONS = content.plan_source("connexions-leicestershire-race-equality-scheme.txt")
VIRTUAL = "Establish a Virtual Policy Network to support implementation of Strategy."
ABOVE = "Develop and deliver a race equality training programme for front line staff"


def filled(rows: list[Row], field: str) -> int:
    return sum(bool(getattr(row, field)) for row in rows)


def deepest(built: Built) -> list[Row]:
    level = max(row.level for row in built.rows)
    return [row for row in built.rows if row.level == level]


@pytest.mark.parametrize("plan", [plan["slug"] for plan in content.plans()])
def test_nothing_of_them_is_refused(plan: str) -> None:
    assert published(plan).whole


def test_each_says_whose_it_is_and_from_where() -> None:
    for plan in content.plans():
        assert all(plan[name] for name in ("publisher", "source", "rights", "title"))


@pytest.mark.parametrize("scheme", [SCHEME, APPENDIX, APPENDIX.upper(), f"{APPENDIX}\n\n"])
def test_the_scheme_has_6_aims_21_objectives_and_27_actions(scheme: str) -> None:
    built = taken(scheme)
    assert built.counts() == {0: 6, 1: 21, 2: 27}
    numbers = [row.number for row in built.rows if row.level == 1]
    assert (numbers[0], numbers[-1]) == ("1.1", "6.3")
    assert [row.number for row in built.rows if row.level == 0] == list("123456")


def test_its_part_in_the_document_is_the_same_plan() -> None:
    part, whole = published("race-equality-action-plan-2010"), taken(SCHEME)
    assert outline(part) == outline(whole) == outline(taken(APPENDIX))


def test_every_action_of_the_scheme_has_a_measure_an_outcome_and_a_lead() -> None:
    actions = deepest(taken(APPENDIX))
    assert [filled(actions, name) for name in ("measure", "outcome", "leads")] == [27, 27, 27]
    assert [filled(actions, name) for name in ("timescale", "status", "evidence")] == [0, 0, 0]
    assert len({row.leads for row in actions}) == 11
    assert {len(row.leads) for row in actions} == {1}


def test_its_objectives_stand_under_their_aims_and_its_actions_under_them() -> None:
    rows = outline(taken(APPENDIX))
    assert rows[0] == (0, "1", "LEAD THE RACE EQUALITY AGENDA IN BLAENAU GWENT")
    assert rows[1][:2] == (1, "1.1")
    assert rows[1][2].startswith("Implement a strategy for race equality with political")
    assert rows[4] == (2, "", VIRTUAL)
    assert rows[5][:2] == (1, "1.2")


def test_as_above_is_what_stands_above() -> None:
    (row,) = [row for row in taken(APPENDIX).rows if row.text == ABOVE]
    assert row.outcome == (
        "Improved understanding amongst service providers of race equality. "
        "Improved service provision for BME people."
    )


def test_what_the_scheme_tells_beside_its_plan_is_left_out_and_said() -> None:
    built = taken(SCHEME)
    why = Counter(one.why.message for one in built.left_out)
    assert why["A table of contents."] == 16
    assert why["The head of the table, once more."] == 20
    assert why["It stands again in line %(line)s, with what belongs to it."] == 6
    assert "Foreword | 1" in left(built)
    assert "Promote race equality;" in left(built)


def test_the_checklist_has_14_questions_that_nobody_answered() -> None:
    built = published("compact-equality-checklist")
    assert built.counts() == {0: 14}
    assert filled(list(built.rows), "assessment") == 0
    assert all(row.text.endswith("?") for row in built.rows)


@pytest.mark.parametrize("lost", ["\t\t", "\t"])
def test_tabs_that_were_lost_in_pasting_change_nothing(lost: str) -> None:
    code = content.plan_source("staffordshire-compact-equality-code.txt")
    pasted = "\n".join(line.removesuffix(lost) for line in code.split("\n"))
    assert outline(taken(pasted)) == outline(taken(code))


def test_a_tick_in_the_checklist_is_its_columns_answer() -> None:
    code = content.plan_source("staffordshire-compact-equality-code.txt")
    ticked = code.replace("communities?\t\t", "communities?\t\u2713\t", 1)
    crossed = ticked.replace("partner organisations?\t\t", "partner organisations?\t\tX", 1)
    assert [row.assessment for row in taken(crossed).rows][:3] == ["met", "not_met", ""]


def test_the_self_assessment_has_13_requirements_one_of_them_on_two_lines() -> None:
    built = published("connexions-self-assessment")
    assert built.counts() == {0: 13}
    assert Counter(row.assessment for row in built.rows) == {
        "met": 4,
        "partly_met": 5,
        "not_met": 4,
    }
    (workshops,) = [row for row in built.rows if row.text.startswith("Hold workshops")]
    assert workshops.evidence.count("\n") == 1
    assert "Monitoring and report written of young people" in workshops.evidence
    assert filled(list(built.rows), "evidence") == 13
    assert filled(list(built.rows), "comment") == 9


def test_a_day_is_read_where_there_is_one_and_else_stays_as_it_is_written() -> None:
    rows = {row.text.split()[0]: row for row in published("connexions-self-assessment").rows}
    assert (rows["Monitor"].timescale, rows["Monitor"].due) == ("1 st April 07", date(2007, 4, 1))
    assert rows["Train"].due == date(2007, 6, 30)
    assert (rows["Set"].timescale, rows["Set"].due) == ("February 07 September 07", None)
    assert rows["Carry"].timescale == "August 07 September 06 Oct 06 \u2013 March 07"
    assert rows["Carry"].due is None
    assert "Completed 25/9/06" in rows["Carry"].comment
    assert rows["Carry"].review_on is None


def test_two_ticks_in_one_cell_and_several_dates_are_pointed_out() -> None:
    flagged = published("connexions-self-assessment").flagged
    why = Counter(one.why.message for one in flagged)
    assert why["Two ticks in one cell count as one."] == 1
    assert why["No single clear date, so it stays as it is written."] == 4
    assert why["Goes on from the row above."] == 1


def test_a_tag_that_nobody_closed_is_taken_out() -> None:
    first = published("connexions-self-assessment").rows[0]
    assert first.evidence.startswith("- [name removed] as Board representative. - [name removed]")


def test_the_action_plan_has_9_actions_under_what_they_are_for() -> None:
    built = published("connexions-action-plan")
    assert built.counts() == {0: 9, 1: 9}
    actions = deepest(built)
    assert [filled(actions, name) for name in ("evidence", "timescale", "leads")] == [9, 9, 5]
    assert filled(actions, "due") == 6
    assert sum(row.timescale == "Ongoing" for row in actions) == 1


def test_the_whole_document_of_both_gives_both() -> None:
    assert taken(CONNEXIONS).counts() == {0: 13 + 9, 1: 9}


def test_the_code_has_6_duties_on_one_side_and_5_on_the_other() -> None:
    rows = outline(published("bme-code-duties"))
    assert Counter(level for level, *_ in rows) == {0: 2, 1: 11}
    sides = [n for n, (level, *_) in enumerate(rows) if level == 0]
    assert sides == [0, 7]
    assert rows[0] == (0, "2", "Statutory/Public Sector Agencies will:")
    assert rows[1][2].startswith("Recognise and support the independence of the BME sector")
    assert rows[7] == (0, "3", "The BME sector will:")


def test_the_sentence_before_the_duties_is_one_only_where_that_is_said() -> None:
    code = content.plan_source("bme-code-of-practice.txt")
    assert taken(code).counts() == {0: 4, 1: 14}
    assert any(words.startswith("Recognise and support the indep") for words in left(taken(code)))
