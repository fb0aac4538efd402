"""PDFs: what acts is refused wherever it hides, and what is kept is only what was looked at."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.files import pdfs, sandbox
from portal.problems import Problem
from tests.pdfs import HEAD, LINK, LOCKED, PDF, SCRIPT, packed, pdf

BUTTON = b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S %s /F (x) >> >>]"
ANNOTATION = b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A %s >>"
HIDDEN = pdf(SCRIPT, catalog=b"/OpenAction 4 0 R").replace(
    SCRIPT, b"%%stream\n%s\n%%endstream" % SCRIPT
)
FILLINGS = [
    b"/ObjStm stream\nx\x9cendstream" * 322_000,
    b"<<" * 500_000,
    b"stream\n" * 100_000,
    b"1 0 obj\n<< /Type /Catalog >>\nendobj\n" * 100_000,
]


def why(content: bytes, *, links: bool = True) -> str:
    refused = pdfs.written_anew(content, links=links)
    assert isinstance(refused, Problem), refused
    return refused.message


def written(content: bytes, *, links: bool = True) -> bytes:
    made = pdfs.written_anew(content, links=links)
    assert isinstance(made, bytes), made
    return made


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize(
    "content",
    [
        pdf(catalog=b"/OpenAction " + SCRIPT),
        pdf(catalog=b"/OpenAction " + SCRIPT.replace(b"/JavaScript", b"/J#61vaScript")),
        pdf(catalog=b"/Names << /EmbeddedFiles << /Names [] >> >>"),
        HIDDEN,
        pdf(b"/JavaScript", page=b"/Annots [<< /A << /S 4 0 R >> >>]"),
        pdf(page=b"/AA << /O << /S /URI /Next %s >> >>" % SCRIPT),
        packed(ANNOTATION % SCRIPT),
        packed(ANNOTATION % SCRIPT, "FlateDecode"),
        packed(ANNOTATION % SCRIPT, "ASCIIHexDecode", "FlateDecode"),
        pdf(b"<< /F (//host/x) /Length 0 >>\nstream\n\nendstream", page=b"/Contents 4 0 R"),
        *[
            pdf(page=BUTTON % name)
            for name in (b"/SubmitForm", b"/GoToR", b"/GoToE", b"/ImportData", b"/Launch")
        ],
    ],
)
def test_what_runs_opens_or_sends_something_is_refused(content: bytes, links: bool) -> None:
    assert "holds scripts, other files, or buttons" in why(content, links=links)


@pytest.mark.parametrize("target", [b"file:///c:/x", b"//host/share", b"javascript:1", b"x.pdf"])
def test_a_link_to_anything_but_a_website_or_an_address_is_refused(target: bytes) -> None:
    assert "leads neither to a website" in why(pdf(page=LINK % target))


@pytest.mark.parametrize("target", [b"https://a.example", b"mailto:a@example.org", b"file:///x"])
def test_no_link_is_left_where_none_is_wanted(target: bytes) -> None:
    base = pdf(page=LINK % target, catalog=b"/URI << /Base (https://a.example) >>")
    made = written(base, links=False)
    assert b"/URI (" not in made
    assert b"example" not in made


def test_a_locked_and_a_damaged_pdf_are_named_as_what_they_are() -> None:
    assert "locked with a password" in why(LOCKED)
    assert "is damaged" in why(PDF[:100])
    assert "is damaged" in why(HEAD + b"%%EOF")
    assert "is damaged" in why(pdf().replace(b"/Kids [3 0 R] /Count 1", b"/Kids [] /Count 0"))


@pytest.mark.parametrize("filling", FILLINGS)
def test_no_file_can_be_made_to_hold_up_the_portal(filling: bytes) -> None:
    began = time.monotonic()
    why(HEAD + filling + b"\nstartxref\n0\n%%EOF")
    assert time.monotonic() - began < sandbox._SECONDS + 5


def test_a_pdf_that_takes_too_long_is_ended_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_SECONDS", 0.01)
    assert "takes too long" in why(PDF)


def test_only_what_was_looked_at_is_written() -> None:
    earlier = PDF.replace(b"%%EOF\n", b"%%EOF\n9 0 obj\n(canary)\nendobj\n")
    made = written(earlier + PDF[len(HEAD) :] + b"canary")
    assert b"canary" not in made
    assert made.startswith(HEAD)
    assert made.endswith(b"%%EOF\n")


@pytest.mark.parametrize("links", [True, False])
def test_who_made_it_is_left_out(links: bool) -> None:
    told = b"<< /Author (canary) /Producer (canary) >>"
    stream = b"<< /Type /Metadata /Length 6 >>\nstream\ncanary\nendstream"
    sent = pdf(told, stream, catalog=b"/Metadata 5 0 R", trailer=b"/Info 4 0 R")
    assert b"canary" not in written(sent, links=links)


@settings(max_examples=8)
@given(st.binary(max_size=200), st.integers(0, len(PDF)))
def test_whatever_is_sent_is_judged_without_a_fault(noise: bytes, place: int) -> None:
    assert pdfs.written_anew(PDF[:place] + noise + PDF[place:], links=True)
