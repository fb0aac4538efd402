"""A document of the longest lines and most rows that are read is sorted as others are.

What grew with the square of a length would not end within these tests.
"""

import re

from hypothesis import given
from hypothesis import strategies as st

from portal.files.documents import document as documents
from portal.files.documents import marks, plain_text
from portal.files.documents.document import Cells, Document, Line, Place
from portal.plans.importing import tables
from portal.plans.importing.entries import Noise, TableRow

LONG = documents.LONGEST
OF_CONTENTS = re.compile(r".*(?:\.\s?){4,}\s*\d{1,4}|.*\u2026+\s*\d{1,4}", re.DOTALL)
LISTED = re.compile(r"\s*-\t+[^\t]*[^\s\t][^\t]*")


@given(st.text(alphabet=[*". \u2026\t\n12\u0663xA"], max_size=24))
def test_a_line_of_contents_ends_in_dots_and_a_page(text: str) -> None:
    assert tables.is_of_contents(text) is bool(OF_CONTENTS.fullmatch(text))


@given(st.text(alphabet=[*"\t a"], max_size=16))
def test_a_line_of_a_list_has_a_tab_before_its_words(text: str) -> None:
    assert marks.is_listed(f"-{text}") is bool(LISTED.fullmatch(f"-{text}"))


def test_lines_of_nothing_but_dots_are_sorted() -> None:
    dots = [Line(Place(number), "." * (LONG - 1) + "x") for number in range(500)]
    assert len(tables.sort(Document(tuple(dots))).entries) == 500
    contents = Line(Place(1), "Aims " + "." * (LONG - 9) + " 12")
    assert isinstance(tables.sort(Document((contents,))).entries[0], Noise)


def test_a_list_whose_line_goes_on_with_a_tab_is_read() -> None:
    text = "\n".join(["1.\t" + "a" * (LONG - 1) + "\tb"] * 300)
    assert plain_text.read(text).blocks


def test_a_table_with_as_many_rows_as_are_read_is_sorted() -> None:
    head = Cells(Place(1), ("Action", "Lead", "Timescale"))
    rows = [
        Cells(Place(number), (f"{number} words", *(("who", "when") if number % 2 else ("", ""))))
        for number in range(2, documents.MOST_ROWS)
    ]
    table = documents.table([head, *rows])
    assert table is not None
    found = tables.sort(Document((table,))).entries
    assert sum(isinstance(entry, TableRow) for entry in found) == len(rows)


def test_long_cells_are_no_heads_that_come_again() -> None:
    blocks = []
    for number in range(300):
        heads = Cells(Place(2 * number), (f"Action {chr(0x4E00 + number)}" * 4, "Lead"))
        said = Cells(Place(2 * number + 1), ("Action words " * 1_500, "Head of schools"))
        blocks.append(documents.table([heads, said]))
    made = Document(tuple(one for one in blocks if one))
    assert len(tables.sort(made).entries) == 600
