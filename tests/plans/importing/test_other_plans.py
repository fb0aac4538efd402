"""Plans in other shapes, made up: each is taken as it is proposed, without a word of an officer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from portal.plans.importing.rules import Row
from tests.files.documents.written import word, workbook
from tests.plans.importing.shown import left, outline, reasons, taken

NUMBERED = """\
EQUALITY PLAN 2026-2029

We wrote this plan with residents.

1. Housing
1.1 Improve access to housing
1.1.1 Train all housing officers
Lead: Head of Housing
By when: March 2027
Measure: 100% are trained
1.1.2 Publish letters in five languages
Owner: Communications
Timescale: ongoing
2. Education
2.1 Support schools
2.1.1 Audit schools
"""
CSV = (
    "\ufeffRef;Priority;Action;Responsible officer;Deadline;Status\r\n"
    "A1;Jobs;Advertise in Polish;HR;30.06.2026;In progress\r\n"
    "A2;Jobs;Name-blind shortlisting;HR;31.12.2026;Not started\r\n"
    'A3;Health;"Interpreters; cards";HR, Health board;2026;Completed\r\n'
    ";;;;;\r\n"
)
CHECKLIST = (
    "سوال\tہاں\tنہیں\tتبصرہ\n"
    "کیا آپ کے عملے کو تربیت دی گئی ہے؟\t✓\t\tمارچ ۲۰۲۶ میں\n"
    "کیا معلومات پانچ زبانوں میں ہیں؟\t\tX\n"
    "کیا شکایت کا طریقہ واضح ہے؟\n"
)
POLISH = """
<h2>Cel 1: Mieszkania</h2>
<table><tr><th>Działanie<th>Osoba odpowiedzialna<th>Termin<th>Status
<tr><td>Szkolenia<td>Kierownik<td>do 31 marca 2027 r.<td>w trakcie
<tr><td>Listy<td>Biuro<td>czerwiec 2027<td>zakończone</table>
<h2>Cel 2: Szkoły</h2>
<table><tr><th>Działania<th>Osoba odpowiedzialna<th>Termin<th>Status
<tr><td>Audyt<td><td><td>nierozpoczęte</table>
"""
ARABIC = """\
الهدف الأول: السكن
الإجراء\tالمسؤول\tالموعد\tالحالة
تدريب الموظفين\tالإسكان\t٣١ مارس ٢٠٢٧\tقيد التنفيذ

الهدف الثاني: المدارس
الإجراء\tالمسؤول\tالموعد\tالحالة
مراجعة\tالتعليم\tيونيو ٢٠٢٧\tلم يبدأ
"""
TWO_ROWS_OF_HEADS = (
    "<table><tr><th rowspan=2>Requirement<th rowspan=2>Evidence<th colspan=3>Assessment"
    "<th rowspan=2>Review date<tr><th>Met<th>Partly met<th>Not met"
    "<tr><td>Have a policy<td>On web<td>✓<td><td><td>1/4/2027"
    "<tr><td>Train<td>Nothing<td><td><td>x<td>Met 25/9/06</table>"
)
CARDS = """\
Action 1\tTrain staff
Lead\tHR
Timescale\tMarch 2027
Outcome\tBetter service

Action 2\tWrite letters
Lead\tCommunications
Timescale\tJune 2027
Outcome\tClear words
"""
CAPTIONS = """\
Objective 1: We will reduce the gap.
What we will do:
- Train managers
- Write to schools
How we will measure success:
- Number trained
Objective 2: We will listen.
What we will do:
- Meet residents
How we will measure success:
- Meetings held
"""


def merged(opened: Any) -> None:
    rows = [
        ("Objective", "Action", "Lead officer", "Target date", "RAG"),
        ("Fair housing", "Train staff", "Housing", "31/03/2027", "Green"),
        ("", "Write letters", "", "Sept 26", "Amber"),
        ("", "Check policy", "Legal", "Ongoing", "Red"),
        ("Safe streets", "Map incidents", "Police", "June 2027", "Green"),
        ("", "Publish map", "Police", "2027", "Complete"),
    ]
    table = opened.add_table(len(rows), len(rows[0]))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    for first, last, column in ((1, 3, 0), (4, 5, 0), (1, 2, 2)):
        table.cell(first, column).merge(table.cell(last, column))


def fields(rows: Sequence[Row], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(getattr(row, name) for name in names) for row in rows]


def test_numbered_headings_with_labelled_lines() -> None:
    built = taken(NUMBERED)
    assert built.counts() == {0: 2, 1: 2, 2: 3}
    train, letters = built.rows[2], built.rows[3]
    assert (train.number, train.text) == ("1.1.1", "Train all housing officers")
    assert (train.leads, train.due) == (("Head of Housing",), date(2027, 3, 31))
    assert train.measure == "100% are trained"
    assert (letters.leads, letters.timescale, letters.due) == (("Communications",), "ongoing", None)
    assert left(built) == ["EQUALITY PLAN 2026-2029", "We wrote this plan with residents."]


def test_one_table_of_word_with_merged_cells() -> None:
    built = taken(word(merged))
    assert [text for level, _, text in outline(built) if level == 0] == [
        "Fair housing",
        "Safe streets",
    ]
    assert fields([row for row in built.rows if row.level], "text", "leads", "due", "status") == [
        ("Train staff", ("Housing",), date(2027, 3, 31), "under_way"),
        ("Write letters", ("Housing",), date(2026, 9, 30), "under_way"),
        ("Check policy", ("Legal",), None, "not_started"),
        ("Map incidents", ("Police",), date(2027, 6, 30), "under_way"),
        ("Publish map", ("Police",), None, "done"),
    ]


def test_a_file_of_values_with_semicolons_from_a_sheet() -> None:
    built = taken(CSV.encode())
    assert fields(built.rows, "level", "number", "text", "status") == [
        (0, "", "Jobs", ""),
        (1, "A1", "Advertise in Polish", "under_way"),
        (1, "A2", "Name-blind shortlisting", "not_started"),
        (0, "", "Health", ""),
        (1, "A3", "Interpreters; cards", "done"),
    ]
    assert built.rows[-1].leads == ("HR, Health board",)
    assert sorted(one.words for one in built.flagged) == ["2026", "HR, Health board"]


def test_lists_in_lists_of_word() -> None:
    built = taken(
        word(
            lambda opened: opened.add_heading("Action plan", 0),
            lambda opened: opened.add_heading("Theme 1: Leadership", 1),
            lambda opened: opened.add_paragraph("Appoint champions", "List Bullet"),
            lambda opened: opened.add_paragraph("one in each division", "List Bullet 2"),
            lambda opened: opened.add_paragraph("one on the board", "List Bullet 2"),
            lambda opened: opened.add_paragraph("Report yearly", "List Bullet"),
            lambda opened: opened.add_heading("Theme 2: Workforce", 1),
            lambda opened: opened.add_paragraph("Recruit widely", "List Bullet"),
        )
    )
    assert [(level, text) for level, _, text in outline(built)] == [
        (0, "Leadership"),
        (1, "Appoint champions"),
        (2, "one in each division"),
        (2, "one on the board"),
        (1, "Report yearly"),
        (0, "Workforce"),
        (1, "Recruit widely"),
    ]
    assert left(built) == ["Action plan"]


def test_a_checklist_in_urdu() -> None:
    built = taken(CHECKLIST)
    assert [row.assessment for row in built.rows] == ["met", "not_met", ""]
    assert built.rows[0].comment == "مارچ ۲۰۲۶ میں"


def test_a_page_in_polish() -> None:
    built = taken(POLISH.encode())
    assert fields(built.rows, "level", "number", "text", "due", "status") == [
        (0, "1", "Mieszkania", None, ""),
        (1, "", "Szkolenia", date(2027, 3, 31), "under_way"),
        (1, "", "Listy", date(2027, 6, 30), "done"),
        (0, "2", "Szkoły", None, ""),
        (1, "", "Audyt", None, "not_started"),
    ]


def test_a_plan_in_arabic_with_aims_counted_in_words() -> None:
    built = taken(ARABIC)
    assert fields(built.rows, "level", "text", "leads", "due", "status") == [
        (0, "السكن", (), None, ""),
        (1, "تدريب الموظفين", ("الإسكان",), date(2027, 3, 31), "under_way"),
        (0, "المدارس", (), None, ""),
        (1, "مراجعة", ("التعليم",), date(2027, 6, 30), "not_started"),
    ]


def test_a_sheet_with_titles_above_its_head_and_priorities_across_it() -> None:
    rows: list[list[Any]] = [
        ["Council race equality plan"],
        ["Version 3"],
        [],
        ["No.", "Action", "Who", "By when", "RAG", "Comments"],
        ["Priority 1: Homes"],
        [1.1, "Train", "Housing", date(2027, 3, 31), "G", "fine"],
        [1.2, "Write", "Communications", None, "A", None],
        ["Priority 2: Schools"],
        [2.1, "Audit", "Education", date(2026, 12, 1), "R", "late"],
    ]
    built = taken(workbook(("Plan", rows), merged=["A1:F1", "A5:F5", "A8:F8"]))
    assert outline(built) == [
        (0, "1", "Homes"),
        (1, "1.1", "Train"),
        (1, "1.2", "Write"),
        (0, "2", "Schools"),
        (1, "2.1", "Audit"),
    ]
    assert [row.place.line for row in built.rows] == [5, 6, 7, 8, 9]
    assert left(built) == ["Council race equality plan", "Version 3"]


def test_a_sheet_for_each_aim() -> None:
    head = ["Action", "Lead"]
    built = taken(workbook(("Homes", [head, ["Train", "A"]]), ("Jobs", [head, ["Hire", "B"]])))
    assert [(level, text) for level, _, text in outline(built)] == [
        (0, "Homes"),
        (1, "Train"),
        (0, "Jobs"),
        (1, "Hire"),
    ]


def test_numbers_in_a_column_say_how_deep_a_row_is() -> None:
    built = taken("Ref\tAction\tLead\n1\tHomes\t\n1.1\tTrain\tHousing\n2\tJobs\t\n2.1\tHire\tHR\n")
    assert [(level, number) for level, number, _ in outline(built)] == [
        (0, "1"),
        (1, "1.1"),
        (0, "2"),
        (1, "2.1"),
    ]


def test_heads_in_two_rows() -> None:
    built = taken(TWO_ROWS_OF_HEADS.encode())
    assert fields(built.rows, "text", "assessment", "review_on", "comment") == [
        ("Have a policy", "met", date(2027, 4, 1), ""),
        ("Train", "not_met", None, "Met 25/9/06"),
    ]


def test_a_small_table_for_each_action() -> None:
    built = taken(CARDS)
    assert fields(built.rows, "number", "text", "leads", "due", "outcome") == [
        ("1", "Train staff", ("HR",), date(2027, 3, 31), "Better service"),
        ("2", "Write letters", ("Communications",), date(2027, 6, 30), "Clear words"),
    ]


def test_what_stands_below_a_caption_is_what_it_says() -> None:
    built = taken(CAPTIONS)
    assert fields(built.rows, "level", "text", "measure") == [
        (0, "We will reduce the gap.", "Number trained"),
        (1, "Train managers", ""),
        (1, "Write to schools", ""),
        (0, "We will listen.", "Meetings held"),
        (1, "Meet residents", ""),
    ]


@pytest.mark.parametrize("mark", ["✓", "✔", "√", "x", "X", "☑", "☒", "yes", "Yes ", "ہاں", "tak"])
def test_a_tick_of_any_kind_takes_the_state_of_its_column(mark: str) -> None:
    built = taken(f"Action\tNot started\tIn progress\tComplete\nTrain\t\t{mark}\t☐\nHire\t-\t\t\n")
    assert [row.status for row in built.rows] == ["under_way", ""]


@pytest.mark.parametrize(
    ("cell", "assessment"),
    [("✓", "met"), ("Yes", "met"), ("Partly", "partly_met"), ("No", "not_met"), ("X", "not_met")],
)
def test_a_state_is_read_from_a_cell(cell: str, assessment: str) -> None:
    built = taken(f"Standard\tMet?\tNotes\nPolicy\tYes\tweb\nTrain\t{cell}\t\nMeet\t\t\n")
    assert [row.assessment for row in built.rows] == ["met", assessment, ""]


def test_a_table_that_goes_on_without_its_head_is_of_the_same_kind() -> None:
    text = "Action\tLead\tWhen\nTrain\tHousing\tMay 2027\n\nWrite to everybody\tHR\tJune 2027\n"
    assert [row.text for row in taken(text).rows] == ["Train", "Write to everybody"]


def test_lines_apart_are_rows_of_the_table_they_were() -> None:
    text = "Action\tLead\tWhen\n\nTrain\tHousing\tMay 2027\n\nPublish action plan\tHR lead\n\n"
    built = taken(text)
    assert fields(built.rows, "text", "leads") == [
        ("Train", ("Housing",)),
        ("Publish action plan", ("HR lead",)),
    ]
    assert reasons(built) == []


def test_words_of_a_level_may_stand_on_the_next_line() -> None:
    text = "Priority 1\nLeadership\n\nAction\tLead\nAppoint\tCEO\n\nPriority 2\nWorkforce\n\n"
    built = taken(f"{text}Action\tLead\nRecruit\tHR\n")
    assert outline(built)[0] == (0, "1", "Leadership")
    assert outline(built)[2] == (0, "2", "Workforce")


def test_formulas_are_kept_as_words_and_pointed_out() -> None:
    built = taken('Action\tLead\n=HYPERLINK("http://x.example")\t@SUM(1)\nTrain\t-Housing\n')
    assert fields(built.rows, "text", "leads") == [
        ('=HYPERLINK("http://x.example")', ("@SUM(1)",)),
        ("Train", ("-Housing",)),
    ]
    assert sum("formula" in one.why.message for one in built.flagged) == 2


def test_what_recurs_on_every_page_is_left_out() -> None:
    page = "Draft for consultation\nPage {}\n\nAction\tLead\nTrain {}\tHousing\n\n"
    built = taken("".join(page.format(n, n) for n in range(1, 5)))
    assert [row.text for row in built.rows] == ["Train 1", "Train 2", "Train 3", "Train 4"]
    assert {one.why.message for one in built.left_out} == {
        "The same line stands here several times, as at the head of pages.",
        "The head, the foot or the number of a page, or a note.",
        "The head of the table, once more.",
    }


def test_questions_that_stand_alone_are_a_checklist() -> None:
    built = taken("Before you begin\n\nIs there a policy?\nAre staff trained?\n")
    assert [row.text for row in built.rows] == ["Is there a policy?", "Are staff trained?"]
    assert left(built) == ["Before you begin"]


def test_a_tick_below_an_unknown_head_is_kept_and_never_guessed() -> None:
    text = "Indicator\tEmerging\tSecure\tEvidence\nWe ask\tX\t\tcensus\nWe train\t\t\u2713\t\n"
    assert fields(taken(text).rows, "assessment", "comment") == [("", "Emerging"), ("", "Secure")]


@pytest.mark.parametrize(("head", "state"), [("Met", "met"), ("Not met", "not_met")])
def test_the_only_column_of_ticks_means_what_its_head_says(head: str, state: str) -> None:
    built = taken(f"Requirement\t{head}\tEvidence\nWe ask\tx\tcensus\nWe train\t\t\n")
    assert [row.assessment for row in built.rows] == [state, ""]


def test_objectives_in_the_first_column_on_rows_of_their_own() -> None:
    text = "Objective\tAction\tOwner\nObjective 1: Homes\t\t\n\tTrain\tHousing\n\tWrite\tHR\n"
    rows = outline(taken(f"{text}Objective 2: Jobs\t\t\n\tHire\tHR\n"))
    assert [level for level, *_ in rows] == [0, 1, 1, 0, 1]


def test_headings_of_numbers_and_words_mix() -> None:
    table = "\n\nAction\tLead\tBy\nMeet\tb\tMay 2027\n\n"
    heads = (
        "## Priority 1: Homes\n### 1.1 Access",
        "### 1.2 Repairs",
        "## Priority 2: Jobs\n### 2.1 Hiring",
    )
    built = taken("# Plan\n" + "".join(head + table for head in heads))
    assert [row.level for row in built.rows] == [0, 1, 2, 1, 2, 0, 1, 2]


@pytest.mark.parametrize(
    "shows",
    ["What shows it?", "Evidence", "Co to potwierdza?", "Beth sy\u2019n ei ddangos?"],
)
def test_what_shows_it_is_evidence_and_an_action_is_no_heading_above_it(shows: str) -> None:
    built = taken(f"Objective\tAction\t{shows}\nHousing\tTrain\tA list\nSchools\tAudit\tA report\n")
    said = [(row.level, row.text, row.evidence) for row in built.rows]
    assert said == [
        (0, "Housing", ""),
        (1, "Train", "A list"),
        (0, "Schools", ""),
        (1, "Audit", "A report"),
    ]
