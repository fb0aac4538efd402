"""An officer writes what came of a consultation, in pages as good as residents'."""

from datetime import date

from playwright.sync_api import Page, expect
from sqlmodel import Session

from portal.feedback import keeping, languages, queries
from portal.feedback.models import EntryEvidence, EntryProof, ReportBack, ReportBackEdition
from portal.feedback.rules import Outcome, Owner, Proof
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.server import Portal
from tests.feedback import factories as feedback

SLUG = "lamps-and-paths"
ONE = f"/staff/feedback/{SLUG}"
SAVE = "main form[action*='/entries/'] > button.govuk-button"


def reported(session: Session) -> ReportBack:
    """Keep a report that is complete, waits to be signed off, and shows what was done."""
    kept = queries.by_slug(session, SLUG)
    tongues = {"languages": ["en", "cy", "ur"]}
    report = kept or feedback.report(session, "lamps", "paths", slug=SLUG, content=tongues)
    for row in queries.written(session, report):
        row.said, row.did = {"en": "Mornings only."}, {"en": "We open in the evening, too."}
        row.outcome, row.owner, row.due = Outcome.PROMISED, Owner.HEAD, date(2027, 5, 31)
        session.add(row)
    return report


def frozen(session: Session, report: ReportBack) -> ReportBackEdition:
    row = queries.written(session, report)[0]
    proof = EntryProof(
        entry_id=row.id or 0,
        proof=Proof.LINK,
        title={"en": "Opening times"},
        language="en",
        address="https://council.example/times",
    )
    session.add(proof)
    session.add(EntryEvidence(entry_id=row.id or 0, key="group/valleys-somali-womens-circle"))
    tags = ("en", "cy", "pl", "ur", "ar")
    session.flush()
    assert languages.ready(session, report, tags) == set()
    return keeping.freeze(session, report, ("en",), by=1, reason="")


def test_the_pages_of_a_report_are_good(staff_page: Page, portal: Portal) -> None:
    with portal.session() as session:
        report = reported(session)
        session.commit()
        entry = f"{ONE}/entries/{queries.written(session, report)[0].key}"
    pages = [ONE, entry, f"{entry}/evidence", f"{entry}/proofs", f"{entry}/proofs/file"]
    for tag in ("en", "ur"):
        for way in (*pages, f"{ONE}/languages/ur", f"{ONE}/languages/cy"):
            answer = staff_page.goto(f"/{tag}{way}")
            assert answer
            assert answer.status == 200, way
            assert_good(staff_page)
    staff_page.goto(f"/en{entry}")
    staff_page.locator("[name=said]").fill("word " * 61)
    follow(staff_page.locator(SAVE).last)
    expect(staff_page.locator(".govuk-error-summary")).to_be_focused()
    expect(staff_page.locator("[name=said]")).to_have_value("word " * 60 + "word")
    assert_good(staff_page)


def test_what_is_to_be_signed_off_is_good(staff_page: Page, portal: Portal) -> None:
    with portal.session() as session:
        report = reported(session)
        number = frozen(session, report).id
        session.commit()
    for way in (f"{ONE}/sign/{number}", ONE):
        for tag in ("en", "ar"):
            staff_page.goto(f"/{tag}{way}")
            assert_good(staff_page)
