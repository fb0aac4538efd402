"""Everybody reads on a telephone what came of a consultation, and comes back to it with a code."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, col, delete, select

from portal.consultations.models import Consultation
from portal.feedback import keeping, queries
from portal.feedback.models import EntryEvidence, ReportBack
from portal.feedback.rules import Outcome, Owner
from portal.languages.i18n import today
from tests.browser.eyes import assert_good
from tests.browser.scales import KILOBYTE, Scales
from tests.browser.server import Portal
from tests.browser.test_forum import TAGS
from tests.feedback.factories import published, written

SLUG = "translation-drop-ins"
REPORT = f"/feedback/{SLUG}"


@pytest.fixture(scope="module", autouse=True)
def report(portal: Portal) -> Iterator[None]:
    """Let everybody read what came of the demonstration's closed consultation, with its history."""
    with portal.session() as session:
        closed = session.exec(select(Consultation).where(Consultation.slug == SLUG)).one()
        known = queries.by_slug(session, SLUG)
        made = known or keeping.draft(session, closed)
        _sign(session, made)
        session.commit()
        number = made.id
    yield
    if not known:
        with portal.session() as session:
            session.exec(delete(ReportBack).where(col(ReportBack.id) == number))
            session.commit()


def _sign(session: Session, made: ReportBack) -> None:
    said = {"en": "The lamps are dark.", "ur": "بتیاں بجھی ہوئی ہیں۔"}
    first, *_ = written(session, made, said=said, did={"en": "We mend them."})
    session.add(EntryEvidence(entry_id=first.id or 0, key=f"consultation/{SLUG}"))
    published(session, made, "en", "ur", on=today() - timedelta(days=40))
    first.due, first.outcome = today() - timedelta(days=9), Outcome.UNDER_WAY
    first.owner = Owner.PARTNERS
    session.add(first)
    published(session, made, "en", "ur", on=today() - timedelta(days=3), reason="No parts")


@pytest.mark.parametrize("tag", TAGS)
def test_a_report_and_all_pages_that_tell_of_it_are_good_and_light(
    reader: Page, portal: Portal, tag: str
) -> None:
    scales = Scales(reader)
    where = ("/", "/feedback", "/feedback?outcome=late", f"/consultations/{SLUG}")
    for path in (*where, REPORT, f"{REPORT}/sheet", f"{REPORT}/poster"):
        scales.empty()
        reader.goto(f"/{tag}{path}")
        assert_good(reader)
        assert 0 < scales.received <= 30 * KILOBYTE
        assert scales.requests <= 4


def test_the_first_entry_is_in_sight_on_a_small_telephone(reader: Page, portal: Portal) -> None:
    reader.set_viewport_size({"width": 320, "height": 640})
    reader.goto("/en/feedback")
    box = reader.locator("article").first.bounding_box()
    assert box
    assert box["y"] < 2 * 640


def test_somebody_narrows_the_list_and_reads_what_a_promise_said_before(
    reader: Page, portal: Portal
) -> None:
    reader.goto("/en/feedback")
    reader.get_by_text("Narrow the list").click()
    reader.get_by_label("What came of it").select_option("late")
    reader.get_by_role("button", name="Show", exact=True).click()
    expect(reader.locator("#found")).to_contain_text("1 entry")
    expect(reader.locator("article")).to_contain_text("9 days late")
    reader.locator("article a").first.click()
    expect(reader.locator("h1")).to_have_text("Where should we hold translation drop-ins?")
    entry = reader.locator("article:target")
    entry.get_by_text("What this said before").click()
    expect(entry).to_contain_text("Why it was changed: No parts")
    expect(entry).to_contain_text("Promised by Monday 31 May 2027")
    assert_good(reader)
