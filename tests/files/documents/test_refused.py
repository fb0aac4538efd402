"""Files that mean harm, or are none that can be read, are refused or harmless."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.files.documents import document, plain_text, reading, separated, web_pages
from portal.files.documents.document import Document, Line, Table
from portal.files.documents.reading import Kind
from portal.problems import Problem
from tests.files.documents.written import rewritten, with_part, word, workbook
from tests.pdfs import PDF

WORD = word(lambda opened: opened.add_paragraph("Aim 1: Welcome everybody"))
SHEET = workbook(("Plan", [["Action", "Lead"], ["Meet", "Housing"]]))
ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
    + b"]><a>&m;</a>"
)
NESTED = b"<w:tbl><w:tr><w:tc>" * 20_000


def why(content: bytes, kind: Kind | None = None) -> str:
    refused = reading.read(content, kind)
    assert isinstance(refused, Problem), refused
    return refused.message


def said(content: bytes, kind: Kind | None = None) -> list[str]:
    read = reading.read(content, kind)
    assert isinstance(read, Document), read
    return [text for block in read.blocks for text in _texts(block)]


def _texts(block: Line | Table) -> list[str]:
    if isinstance(block, Line):
        return [block.text]
    return [text for row in block.rows for text in row.texts if text]


@pytest.mark.parametrize(
    "content",
    [b"", b"  \n\t\n", workbook(("Empty", [])), word(), b"<html><p> &nbsp; </p></html>"],
)
def test_a_file_that_says_nothing_is_refused(content: bytes) -> None:
    assert why(content) == "There is nothing to read in it."


@pytest.mark.parametrize(
    "content",
    [PDF, b"\x89PNG\r\n\x1a\n\0\0\0\0", with_part(b"", "a.txt", b"Aim 1"), b"a\0b\tc\n"],
)
def test_a_file_of_another_format_is_refused(content: bytes) -> None:
    assert why(content).startswith("The file must be plain text, CSV, Excel")


def test_an_office_file_of_long_ago_or_with_a_password_is_refused() -> None:
    assert "has a password" in why(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000))


@pytest.mark.parametrize("content", [WORD[:-400], SHEET[:-400], b"PK\x03\x04word/" + bytes(99)])
def test_a_damaged_file_is_refused(content: bytes) -> None:
    assert "damaged" in why(content)


@pytest.mark.parametrize("markup", [ENTITY, LAUGHS])
@pytest.mark.parametrize(("archive", "part"), [(WORD, "document"), (SHEET, "sheet1")])
@pytest.mark.parametrize("form", ["utf-8", "utf-16"])
def test_entities_are_refused_wherever_they_are_declared(
    archive: bytes, part: str, markup: bytes, form: str
) -> None:
    written = markup.decode().encode(form)
    assert "declares parts" in why(rewritten(archive, **{part: lambda _: written}))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_part(WORD, "word/media/image1.png", bytes(200 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    assert "larger than a plan" in why(bomb)


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        double = with_part(WORD, "word/document.xml", b"<a/>")
    assert "declares parts" in why(double)


def test_a_table_in_a_table_ever_deeper_is_refused() -> None:
    content = rewritten(WORD, document=lambda xml: xml.replace(b"<w:sectPr", NESTED + b"<w:sectPr"))
    assert isinstance(reading.read(content), Problem)


@pytest.mark.parametrize(
    "content",
    [
        workbook(("Plan", [["Action", "Lead"], *[[f"a{n}", "b"] for n in range(20_100)]])),
        workbook(("Plan", [["a"] * 80, ["b"] * 80])),
        b"Action\tLead\n" + b"a\tb\n" * 20_100,
        b"a\tb\n" + b"c" * 20_100 + b"\td\n",
        b"x" * (reading.LARGEST + 1),
    ],
)
def test_more_than_a_plan_can_be_is_refused(content: bytes) -> None:
    assert "larger than a plan" in why(content)


def test_macros_are_not_read_and_nothing_of_them_is_kept() -> None:
    macro = b"Sub AutoOpen() Shell calc End Sub"
    assert said(with_part(WORD, "word/vbaProject.bin", macro)) == ["Aim 1: Welcome everybody"]


def test_a_formula_is_its_own_words() -> None:
    rows = [["Action", "Lead"], ['=HYPERLINK("http://x.example","a")', "=1+1"], ["@SUM(1)", "-2+3"]]
    formulas = ['=HYPERLINK("http://x.example","a")', "=1+1", "@SUM(1)", "-2+3"]
    assert said(workbook(("Plan", rows)))[2:] == formulas
    assert said(b"Action,Lead\n\"=cmd|' /C calc'!A0\",+1\n@a,-b\n")[2:] == [
        "=cmd|' /C calc'!A0",
        "+1",
        "@a",
        "-b",
    ]


def test_markup_in_cells_is_words_or_nothing_and_scripts_of_a_page_are_no_words() -> None:
    assert said(b"Action\tLead\n<b>Meet</b>\t<script>x()</script>") == [
        "Action",
        "Lead",
        "Meet",
        "<script>x()</script>",
    ]
    page = b"<html><script>x()</script><style>p{}</style><p onclick=x()>Meet<script>y</script>"
    assert said(page) == ["Meet"]


def test_a_sheet_that_says_it_is_vast_is_read_at_once() -> None:
    def vast(xml: bytes) -> bytes:
        cell = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>end</t></is></c></row>'
        sized = xml.replace(b'<dimension ref="A1:B2"/>', b'<dimension ref="A1:XFD1048576"/>')
        return sized.replace(b"</sheetData>", cell + b"</sheetData>")

    began = time.monotonic()
    assert "larger than a plan" in why(rewritten(SHEET, sheet1=vast))
    assert time.monotonic() - began < 12


@given(st.text(max_size=400) | st.text('\t\n"|;,<>*#-= ab1.:\u2713', max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_words_are_read_without_an_error(text: str) -> None:
    for read in (plain_text.read, separated.read, web_pages.read):
        found = read(text)
        assert document.unpacked(document.packed(found)) == found


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_words_in_some_form(content: bytes) -> None:
    assert isinstance(reading.words(content), str)
