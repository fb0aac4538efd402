"""Publishing, scheduling, correcting, extending, closing and archiving, through pages."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.models import Consultation
from portal.consultations.queries import date_changes
from portal.consultations.rules import Stage
from portal.consultations.staff import queries
from portal.consultations.staff.building.importing import import_content
from portal.council import queries as council_queries
from portal.council.rules import Council
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.consultations import building_factories as make
from tests.consultations import building_pages as pages
from tests.consultations.building_pages import BASE, stored

pytestmark = pytest.mark.both

PUBLISH = f"{BASE}/buses/publish"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _officer(browser: TestClient, session: Session) -> None:
    council_queries.save(session, Council(languages=("en", "cy")))
    session.commit()
    pages.officer(browser, session)


def audited(session: Session, action: str) -> dict[str, Any]:
    session.rollback()
    return session.exec(select(AuditEntry).where(AuditEntry.action == action)).one().details


def published(browser: TestClient, session: Session, **more: Any) -> Consultation:
    make.drafted(session, **more)
    assert pages.change(browser, PUBLISH).status_code == 303
    return stored(session)


def test_a_draft_that_could_not_be_answered_is_not_published(
    browser: TestClient, session: Session
) -> None:
    make.drafted(session, closes=now() - DAY)
    answer = pages.change(browser, PUBLISH, reason="Because I say so, really")
    assert answer.status_code == 422
    assert "The closing date is in the past." in answer.text
    assert stored(session).stage is Stage.DRAFT
    assert queries.editions(session, stored(session)) == []


def test_an_objection_needs_a_written_reason_which_is_kept(
    browser: TestClient, session: Session
) -> None:
    make.drafted(session, content=make.content(title={"en": "Only English"}))
    assert "Texts are missing: 1." in browser.get(PUBLISH).text
    assert pages.change(browser, PUBLISH).status_code == 422
    assert stored(session).edition == 0
    reason = "The Welsh comes on Monday."
    assert pages.change(browser, PUBLISH, reason=reason).status_code == 303
    assert stored(session).edition == 1
    assert audited(session, "consultation.published") == {
        "edition": 1, "reason": reason, "objections": ["Texts are missing: %(count)s."],
    }  # fmt: skip


def test_a_reason_that_is_too_long_is_refused_and_not_cut_off(
    browser: TestClient, session: Session
) -> None:
    make.drafted(session, content=make.content(title={"en": "Only English"}))
    reason = "The Welsh comes on Monday. " * 80
    answer = pages.change(browser, PUBLISH, reason=reason)
    assert answer.status_code == 422
    assert "Write at most 2000 characters." in answer.text
    assert reason.strip() in answer.text
    assert stored(session).edition == 0


def test_what_a_colleague_changed_meanwhile_is_not_published_unseen(
    browser: TestClient, session: Session
) -> None:
    make.drafted(session)
    opened = pages.form(browser.get(PUBLISH), PUBLISH)
    pages.change(browser, f"{BASE}/buses/details", title__en="Changed meanwhile")
    answer = browser.post(PUBLISH, data=opened)
    assert answer.status_code == 409
    assert "Something was changed" in answer.text
    assert stored(session).edition == 0


def test_publishing_freezes_what_residents_read_and_schedules_it(
    browser: TestClient, session: Session
) -> None:
    one = published(browser, session)
    assert one.stage is Stage.PUBLISHED
    assert one.opens is not None
    assert one.opens > now()
    edition = queries.latest_edition(session, one)
    assert edition is not None
    assert edition.content == make.content()
    assert "Opens soon" in browser.get(f"{BASE}/buses").text


def test_publishing_after_the_opening_date_opens_now(browser: TestClient, session: Session) -> None:
    one = published(browser, session, opens=now() - 5 * DAY)
    assert one.opens is not None
    assert abs(one.opens - now()) < timedelta(minutes=1)
    assert audited(session, "consultation.published")["reason"] == ""


def test_a_correction_without_changes_or_note_is_refused(
    browser: TestClient, session: Session
) -> None:
    published(browser, session)
    answer = pages.change(browser, PUBLISH)
    assert answer.status_code == 422
    assert "Nothing has changed since the last edition." in answer.text
    assert "Write what was corrected" in answer.text
    assert stored(session).edition == 1


def test_a_correction_shows_what_changes_and_leaves_the_old_edition(
    browser: TestClient, session: Session
) -> None:
    published(browser, session)
    pages.change(browser, f"{BASE}/buses/details", title__en="Buses and trams")
    page = browser.get(PUBLISH).text
    assert "Buses (en)" in page
    assert "Buses and trams" in page
    assert pages.change(browser, PUBLISH, note__en="A word was missing.").status_code == 303
    second, first = queries.editions(session, stored(session))
    assert (second.number, second.note) == (2, {"en": "A word was missing."})
    assert second.content["title"]["en"] == "Buses and trams"
    assert first.content == make.content()


def test_a_correction_of_the_structure_is_refused(browser: TestClient, session: Session) -> None:
    one = published(browser, session)
    import_content(session, one, make.content(make.section("a", make.question("other"))))
    session.commit()
    answer = pages.change(browser, PUBLISH, note__en="Better", reason="It is so much better")
    assert answer.status_code == 422
    assert "Only words may change after publication" in answer.text
    assert stored(session).edition == 1


def open_now(browser: TestClient, session: Session) -> Consultation:
    return published(browser, session, opens=now() - DAY, report_back=date(2035, 1, 1))


@pytest.mark.parametrize("what", ["extend", "close", "archive", "take-back"])
def test_a_draft_cannot_be_extended_closed_archived_or_taken_back(
    browser: TestClient, session: Session, what: str
) -> None:
    make.drafted(session)
    assert browser.post(f"{BASE}/buses/{what}", data={"reason.en": "x"}).status_code == 409
    assert stored(session).stage is Stage.DRAFT


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "Write the new closing date."),
        ({"closes__day": "1", "closes__month": "1", "closes__year": "2026"},
         "The new date must be later than the one before."),
        ({"closes__day": "1", "closes__month": "13", "closes__year": "2040"}, "Write a real date."),
        ({"closes__day": "1", "closes__month": "1", "closes__year": "2040"}, "Write the reason"),
    ],
)  # fmt: skip
def test_a_closing_date_moves_only_later_and_with_a_reason(
    browser: TestClient, session: Session, changes: dict[str, str], message: str
) -> None:
    before = open_now(browser, session).closes
    answer = pages.change(browser, f"{BASE}/buses/extend", **changes)
    assert answer.status_code == 422
    assert message in answer.text
    assert stored(session).closes == before


def test_an_extension_keeps_the_old_date_in_sight(browser: TestClient, session: Session) -> None:
    before = open_now(browser, session).closes
    changes = {"closes__day": "1", "closes__month": "6", "closes__year": "2035",
               "closes_time": "17:00", "reason__en": "The mosque asked for more time."}  # fmt: skip
    assert pages.change(browser, f"{BASE}/buses/extend", **changes).status_code == 303
    one = stored(session)
    assert one.closes == datetime(2035, 6, 1, 16, 0, tzinfo=UTC)
    assert one.report_back == date(2035, 8, 24)  # the promise would have come before closing
    moved = date_changes(session, one)[0]
    assert (moved.closed_before, moved.closes_now) == (before, one.closes)
    assert "The mosque asked for more time." in browser.get(f"{BASE}/buses").text
    assert "before" in audited(session, "consultation.extended")


def test_closing_early_needs_a_reason_and_is_final(browser: TestClient, session: Session) -> None:
    before = open_now(browser, session).closes
    assert pages.change(browser, f"{BASE}/buses/close").status_code == 422
    assert stored(session).stage is Stage.PUBLISHED
    pages.change(browser, f"{BASE}/buses/close", reason__en="Found a fault.")
    one = stored(session)
    assert one.stage is Stage.CLOSED
    assert one.closes is not None
    assert one.closes <= now()
    assert date_changes(session, one)[0].closed_before == before
    assert browser.get(f"{BASE}/buses/extend").status_code == 409


def test_only_a_closed_consultation_is_archived(browser: TestClient, session: Session) -> None:
    open_now(browser, session)
    assert browser.post(f"{BASE}/buses/archive").status_code == 409
    pages.change(browser, f"{BASE}/buses/close", reason__en="Done")
    browser.post(f"{BASE}/buses/archive")
    assert stored(session).stage is Stage.ARCHIVED
    assert "Archived" in browser.get(f"{BASE}/buses").text


def test_a_scheduled_consultation_can_be_taken_back_and_published_again(
    browser: TestClient, session: Session
) -> None:
    published(browser, session)
    browser.post(f"{BASE}/buses/take-back")
    assert stored(session).stage is Stage.DRAFT
    changes = {"opens__year": "2033", "closes__year": "2034"}
    pages.change(browser, f"{BASE}/buses/details", **changes)
    opens = stored(session).opens
    assert opens is not None
    assert opens.year == 2033
    assert pages.change(browser, PUBLISH).status_code == 303
    assert stored(session).stage is Stage.PUBLISHED
