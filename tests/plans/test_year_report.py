"""The report on a plan between any two days: to read, and as a file of Word."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.languages.i18n import today
from portal.plans.models import PlanItem
from portal.plans.reviews.models import Review
from portal.plans.reviews.rules import Kind
from portal.plans.rules import Standing, Status
from tests.accounts.factories import account, sign_in
from tests.members.factories import member
from tests.members.factories import sign_in as member_in
from tests.plans.factories import STAFF, action, kept, many, plan, reported

AT, FILE = f"{STAFF}/report", f"{STAFF}/report.docx"


def days(since: date, until: date) -> dict[str, str]:
    both = {"since": since, "until": until}
    return {
        f"{name}.{part}": str(getattr(day, part))
        for name, day in both.items()
        for part in ("day", "month", "year")
    }


def officer(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, account(session, Role.OFFICER))


def year(session: Session) -> PlanItem:
    """Keep a plan of which half is done, with a report of it and a review."""
    of = plan(session, title={"en": "Race equality plan", "ur": "نسلی مساوات کا منصوبہ"})
    one = action(session, of, leads=["Head of schools"], status=Status.DONE)
    reported(session, one, status=Status.DONE, words="Trzy szkoły.", language="pl")
    action(session, of, due=today() - timedelta(days=9), text={"en": "Count who comes"})
    period: dict[str, Any] = {"since": today() - timedelta(days=90), "until": today()}
    said: dict[str, Any] = {"words": {"en": "A slow year."}, "signed": today(), "counts": {}}
    kept(session, Review(plan_id=of.id or 0, kind=Kind.YEARLY, drawn=today(), **period, **said))
    return one


def opened(browser: TestClient, tag: str = "en", **asked: str) -> Any:
    reply = browser.get(FILE.replace("/en/", f"/{tag}/"), params=asked)
    assert reply.status_code == 200
    assert reply.headers["content-disposition"].startswith("attachment")
    return docx.Document(BytesIO(reply.content))


def words(paper: Any) -> str:
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_nobody_but_officers_draws_a_report(
    browser: TestClient, session: Session, role: Role
) -> None:
    plan(session)
    for come in (
        lambda: None,
        lambda: sign_in(browser, session, account(session, role)),
        lambda: member_in(browser, session, member(session)),
    ):
        browser.cookies.clear()
        come()
        for path in (AT, FILE):
            assert browser.get(path, follow_redirects=False).status_code in (303, 403)


@pytest.mark.parametrize(
    "asked",
    [
        days(date(2026, 2, 1), date(2026, 1, 1)),
        days(date(2026, 2, 1), date(2999, 1, 1)),
        {"since.day": "1"},
        days(date(2026, 2, 1), date(2026, 3, 1)) | {"until.month": "13"},
    ],
)
def test_days_that_cannot_be_are_refused(
    browser: TestClient, session: Session, asked: dict[str, str]
) -> None:
    plan(session)
    officer(browser, session)
    for path in (AT, FILE):
        page = browser.get(path, params=asked)
        assert page.status_code == 422
        assert 'value="1"' in page.text


@pytest.mark.both
def test_a_report_tells_what_became_of_a_plan_between_two_days(
    browser: TestClient, session: Session
) -> None:
    year(session)
    officer(browser, session)
    page = browser.get(AT).text
    for told in ("Trzy szkoły.", "A slow year.", "Count who comes", "Nothing reported yet"):
        assert told in page
    before = days(today() - timedelta(days=60), today() - timedelta(days=30))
    page = browser.get(AT, params=before).text
    assert "Trzy szkoły." not in page
    assert "A slow year." not in page


@pytest.mark.both
def test_the_file_has_headings_and_tables_whose_heads_are_repeated(
    browser: TestClient, session: Session
) -> None:
    year(session)
    officer(browser, session)
    paper = opened(browser)
    assert paper.core_properties.language == "en"
    heads = [one.text for one in paper.paragraphs if one.style.name.startswith("Heading")]
    assert "Progress at a glance" in heads
    assert "1 Lead the agenda" in heads
    assert "1.1 Every service knows its duty" in heads
    for table in paper.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    told = words(paper)
    for said in ("Trzy szkoły.", "A slow year.", "Head of schools", "Done", "Late"):
        assert said in told
    polish = next(run for run in _runs(paper) if run.text == "Trzy szkoły.")
    assert polish._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "pl"


@pytest.mark.parametrize("tag", ["ur", "ar"])
def test_in_a_language_from_right_to_left_the_file_is_laid_out_so(
    browser: TestClient, session: Session, tag: str
) -> None:
    one = year(session)
    one.text = {**one.text, tag: "ہر اسکول" if tag == "ur" else "كل مدرسة"}
    kept(session, one)
    officer(browser, session)
    paper = opened(browser, tag)
    assert paper.sections[0]._sectPr.find(qn("w:bidi")) is not None
    assert all(one._tbl.tblPr.find(qn("w:bidiVisual")) is not None for one in paper.tables)
    heading = next(one for one in paper.paragraphs if one.style.name == "Heading 1")
    assert heading._p.pPr.find(qn("w:bidi")) is not None
    run = next(run for run in _runs(paper) if run.text == one.text[tag])
    assert run._r.rPr.find(qn("w:rtl")) is not None
    assert run._r.rPr.find(qn("w:lang")).get(qn("w:bidi")) == tag
    english = next(run for run in _runs(paper) if run.text == "Head of schools")
    assert english._r.rPr.find(qn("w:rtl")) is None


def test_a_draft_is_reported_on_by_whoever_writes_it_and_signs_that_break_a_file_are_left_out(
    browser: TestClient, session: Session
) -> None:
    one = action(session, plan(session, standing=Standing.DRAFT), text={"en": "A\u0001 b\ufffe"})
    reported(session, one, words="One\nTwo")
    officer(browser, session)
    told = words(opened(browser))
    assert "A b" in told
    assert "One" in told


def test_a_large_plan_becomes_a_file_in_a_few_seconds(
    browser: TestClient, session: Session
) -> None:
    many(session, plan(session), 2_000)
    officer(browser, session)
    paper = opened(browser)
    assert len(paper.tables[-1].rows) == 2_001


def _runs(paper: Any) -> list[Any]:
    cells = [cell for table in paper.tables for row in table.rows for cell in row.cells]
    every = [*paper.paragraphs, *(one for cell in cells for one in cell.paragraphs)]
    return [run for one in every for run in one.runs]
