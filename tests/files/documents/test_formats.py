"""Each format is read into the same lines and tables, with what it knows of depth as a hint."""

import time
from datetime import date, datetime
from typing import Any

import pytest

from portal.files.documents import plain_text, reading, separated, web_pages, word_files, workbooks
from portal.files.documents.document import Document, Hint, Line, Table
from tests.files.documents.written import rewritten, word, workbook

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(content: bytes) -> Document:
    found = reading.read(content)
    assert isinstance(found, Document), found
    return found


def lines(found: Document) -> list[tuple[str, Hint, int]]:
    return [(b.text, b.hint, b.depth) for b in found.blocks if isinstance(b, Line)]


def tables(found: Document) -> list[list[tuple[str, ...]]]:
    return [[r.texts for r in b.rows] for b in found.blocks if isinstance(b, Table)]


def test_lines_with_tabs_up_to_an_empty_one_are_a_table() -> None:
    found = plain_text.read("Aim 1\nAction\tLead\tBy\nMeet\nWrite\tHousing\n\nEnd")
    assert [text for text, *_ in lines(found)] == ["Aim 1", "End"]
    assert tables(found) == [[("Action", "Lead", "By"), ("Meet", "", ""), ("Write", "Housing", "")]]


def test_a_line_is_named_by_its_number() -> None:
    found = plain_text.read("\n\nOne\r\n\r\na\tb\r\nc\td")
    assert [place.line for place in found.places()] == [3, 5, 6]


def test_a_cell_of_several_lines_that_a_sheet_put_in_quotes_is_one() -> None:
    found = plain_text.read('Action\tLead\n"Meet ""them""\nand write"\tHousing\nEnd\tme')
    assert tables(found)[0][1] == ('Meet "them"\nand write', "Housing")


def test_bars_make_a_table_as_tabs_do() -> None:
    found = plain_text.read("| Action | Lead |\n|---|:--:|\n| Meet | |\n| Write | **Housing** |")
    assert tables(found) == [[("Action", "Lead"), ("Meet", ""), ("Write", "Housing")]]


def test_marks_of_plain_words_are_hints() -> None:
    found = plain_text.read(
        "## **2. Duties**\n**Bold**\n*Slanting*\n- one\n  \u2022 two\n- three **x** y\n\u2022four"
    )
    assert lines(found) == [
        ("2. Duties", Hint.HEADING, 2),
        ("Bold", Hint.STRONG, 0),
        ("Slanting", Hint.PLAIN, 0),
        ("one", Hint.ITEM, 1),
        ("two", Hint.ITEM, 2),
        ("three x y", Hint.ITEM, 1),
        ("four", Hint.ITEM, 1),
    ]


def test_lists_that_word_copied_with_tabs_are_lists() -> None:
    text = "1.\tHomes\n1.1\tAccess\n\u2022\tTrain\no\tin schools\n\uf0a7\tyearly\na)\tWrite"
    assert lines(plain_text.read(text)) == [
        ("1. Homes", Hint.PLAIN, 0),
        ("1.1 Access", Hint.PLAIN, 0),
        ("Train", Hint.ITEM, 1),
        ("in schools", Hint.ITEM, 2),
        ("yearly", Hint.ITEM, 3),
        ("a) Write", Hint.PLAIN, 0),
    ]
    assert lines(plain_text.read("o fewn y cyngor")) == [("o fewn y cyngor", Hint.PLAIN, 0)]
    assert tables(plain_text.read("1\tTrain\n2\tWrite")) == [[("1", "Train"), ("2", "Write")]]


def test_a_tag_that_nobody_closed_is_no_word() -> None:
    found = plain_text.read('Action\tLead\n<ul style="a:b"> - Meet\t1<sup>st</sup> April, x < 3')
    assert tables(found)[0][1] == ("- Meet", "1st April, x < 3")


@pytest.mark.parametrize("separator", [",", ";", "|"])
def test_values_are_parted_by_what_makes_rows_alike(separator: str) -> None:
    rows = [("Action", "Lead, who"), ("Meet; write", "Housing"), ("", "a\nb")]
    text = "\n".join(separator.join(f'"{value}"' for value in row) for row in rows)
    assert tables(read(b"\xef\xbb\xbf" + text.encode())) == [rows]


@pytest.mark.parametrize(("form", "word_"), [("utf-16", "\u0645\u0646"), ("cp1252", "Caf\u00e9")])
def test_words_of_older_forms_are_read(form: str, word_: str) -> None:
    content = f"Action;Lead\n{word_};b\n".encode(form)
    assert tables(read(content))[0][1] == (word_, "b")


def test_commas_in_cells_between_tabs_part_nothing() -> None:
    text = "Action\tLead, who\n" + "Meet\tHousing, Education\n" * 5
    assert tables(read(text.encode()))[0][1] == ("Meet", "Housing, Education")


def test_prose_with_commas_is_no_table() -> None:
    assert separated.separator("First, we meet.\nThen, after that, we write, and so on.\nEnd") == ""


def test_a_web_page_ends_what_nobody_closed() -> None:
    found = web_pages.read(
        "<title>x</title><h2>Plan<p>Some <b>words</b><p><b>All bold</b><ol start=3><li>Three"
        "<li>Four<ul><li>in</ul></ol>"
        "<table><tr><th>A<th>B<tr><td rowspan=2>x<br>y<td>1<tr><td>2"
        "<table><tr><td>n<td>m</table></table>tail"
    )
    assert lines(found) == [
        ("Plan", Hint.HEADING, 2),
        ("Some words", Hint.PLAIN, 0),
        ("All bold", Hint.STRONG, 0),
        ("3. Three", Hint.ITEM, 1),
        ("4. Four", Hint.ITEM, 1),
        ("in", Hint.ITEM, 2),
        ("tail", Hint.PLAIN, 0),
    ]
    assert tables(found) == [[("A", "B"), ("x\ny", "1"), ("", "2\nn | m")]]
    table = next(block for block in found.blocks if isinstance(block, Table))
    assert [row.above for row in table.rows] == [frozenset(), frozenset(), frozenset({0})]


def test_a_ticked_box_of_a_web_page_is_a_tick() -> None:
    found = web_pages.read(
        "<table><tr><td>a<td><input type=checkbox checked><td><input type=checkbox>"
        "<tr><td>b<td><td>c</table>"
    )
    assert tables(found) == [[("a", "\u2713", ""), ("b", "", "c")]]


def test_a_page_in_the_form_it_declares_is_read() -> None:
    page = '<meta charset="iso-8859-2"><p>Działanie</p>'.encode("iso-8859-2")
    assert lines(read(page)) == [("Działanie", Hint.PLAIN, 0)]


def test_a_workbook_gives_days_numbers_and_merged_cells_as_they_are_shown() -> None:
    rows: list[list[Any]] = [
        ["Aim", "Action", "By", "Share"],
        ["One", "Meet", date(2027, 3, 31), 0.5],
        [None, "Write", datetime(2027, 3, 1), 3.0],  # noqa: DTZ001 - as a sheet keeps it
    ]
    found = read(workbook(("Plan", rows), merged=["A2:A3"]))
    assert tables(found)[0][1:] == [
        ("One", "Meet", "31/03/2027", "0.5"),
        ("", "Write", "01/03/2027", "3"),
    ]
    (table,) = found.blocks
    assert isinstance(table, Table)
    assert table.rows[2].above == {0}


def test_a_month_that_is_shown_without_its_day_has_none() -> None:
    content = workbook(("Plan", [["Action", "By"], ["Meet", date(2027, 3, 1)]]))
    content = rewritten(content, styles=lambda xml: xml.replace(b"yyyy-mm-dd", b"mmm-yy"))
    assert tables(read(content))[0][1] == ("Meet", "03/2027")


def test_each_of_several_sheets_begins_with_its_name() -> None:
    found = read(workbook(("Aim 1", [["a", "b"]]), ("None", []), ("Aim 2", [["c", "d"]])))
    assert lines(found) == [("Aim 1", Hint.SHEET, 0), ("Aim 2", Hint.SHEET, 0)]
    assert {place.sheet for place in found.places()} == {"Aim 1", "Aim 2"}


def test_word_gives_headings_lists_and_the_numbers_it_draws() -> None:
    found = read(
        word(
            lambda d: d.add_heading("Plan", 1),
            lambda d: d.add_paragraph("First", "List Number"),
            lambda d: d.add_paragraph("Second", "List Number"),
            lambda d: d.add_paragraph("Point", "List Bullet"),
            lambda d: d.add_paragraph("Under it", "List Bullet 2"),
            lambda d: d.add_paragraph().add_run("Bold").__setattr__("bold", True),
            lambda d: d.add_paragraph("\u2022 Typed"),
        )
    )
    assert lines(found) == [
        ("Plan", Hint.HEADING, 1),
        ("1. First", Hint.ITEM, 1),
        ("2. Second", Hint.ITEM, 1),
        ("Point", Hint.ITEM, 1),
        ("Under it", Hint.ITEM, 2),
        ("Bold", Hint.STRONG, 0),
        ("Typed", Hint.ITEM, 1),
    ]


def test_word_gives_merged_and_nested_cells() -> None:
    def table(opened: Any) -> None:
        made = opened.add_table(3, 3)
        for column, name in enumerate(("Aim", "Action", "Lead")):
            made.cell(0, column).text = name
        made.cell(1, 0).merge(made.cell(2, 0)).text = "One"
        made.cell(1, 1).text = "Meet\nand talk"
        made.cell(2, 1).merge(made.cell(2, 2)).text = "Wide"
        made.cell(1, 2).add_table(1, 2).cell(0, 0).text = "inner"

    (found,) = read(word(table)).blocks
    assert isinstance(found, Table)
    assert [row.texts for row in found.rows[1:]] == [
        ("One", "Meet\nand talk", "inner"),
        ("", "Wide", ""),
    ]
    assert found.rows[2].above == {0}
    assert found.rows[2].beside == {2}


def test_word_gives_what_was_put_in_but_not_what_was_taken_out_nor_codes_of_fields() -> None:
    put = (
        f"<w:p {W}><w:ins><w:r><w:t>put </w:t></w:r></w:ins><w:del><w:r><w:delText>gone"
        "</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>in</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>held</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    ).encode()
    content = rewritten(word(), document=lambda xml: xml.replace(b"<w:sectPr", put + b"<w:sectPr"))
    assert [text for text, *_ in lines(read(content))] == ["put in", "held"]


def test_2000_rows_of_an_office_file_are_read_within_seconds() -> None:
    rows = [["1.1", "Train all our staff", "Housing", "March 2027"]] * 2_000
    sheet = workbook(("Plan", [["Ref", "Action", "Lead", "By when"], *rows]))
    cell = "<w:tc><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Train all our staff</w:t></w:r></w:p></w:tc>"
    table = f"<w:tbl {W}>{f'<w:tr>{cell * 4}</w:tr>' * 2_000}</w:tbl>".encode()
    page = rewritten(word(), document=lambda xml: xml.replace(b"<w:sectPr", table + b"<w:sectPr"))
    for read_in, content in ((workbooks.read, sheet), (word_files.read, page)):
        began = time.process_time()
        (made,) = read_in(content).blocks
        assert isinstance(made, Table)
        assert len(made.rows) >= 2_000
        assert time.process_time() - began < 5


def test_heads_of_pages_stand_beside_the_body() -> None:
    def head(opened: Any) -> None:
        opened.sections[0].header.paragraphs[0].text = "Draft 3"

    found = read(word(head, lambda d: d.add_paragraph("Aim 1")))
    assert [(text, hint) for text, hint, _ in lines(found)] == [
        ("Aim 1", Hint.PLAIN),
        ("Draft 3", Hint.ASIDE),
    ]
