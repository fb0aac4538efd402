"""What residents were promised moves in the open, and no promise is broken by it."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from httpx2 import Response as Page
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations import date_changes
from portal.consultations.answering import drafts, sending
from portal.consultations.answering.sending import Arrival
from portal.consultations.models import Consultation, DateChange, Draft, WrittenAnswer
from portal.consultations.retention import deleting
from portal.consultations.rules import Stage, Told
from portal.council.rules import Council
from portal.questions.questionnaire import from_json
from portal.sealing.crypto import new_code
from portal.store.audit import AuditEntry
from portal.store.db import begin, now
from tests.consultations import building_pages as pages
from tests.consultations import factories as make
from tests.consultations.building_pages import BASE

DAY = timedelta(days=1)
TODAY = now().date()
REPORT = TODAY + timedelta(days=90)
DELETED = TODAY + timedelta(days=300)
WHY = "The cabinet meets later."
DATES = f"{BASE}/parks/dates"
DETAILS = f"{BASE}/parks/details"
EXTEND = f"{BASE}/parks/extend"
PUBLIC = "/en/consultations/parks"
ANSWERS = {"idea": "More benches"}
ABOUT = {"age": {"state": "prefer_not", "codes": []}}
stored = partial(pages.stored, slug="parks")


@pytest.fixture(autouse=True)
def _officer(browser: TestClient, session: Session) -> None:
    pages.officer(browser, session)


def opened(session: Session, **changes: Any) -> Consultation:
    days = {"report_back": REPORT, "delete_written": DELETED, "delete_equality": DELETED}
    return make.consultation(session, **(days | changes))


def answered(session: Session, consultation: Consultation) -> str:
    """Send what somebody wrote and what they told about themselves; give the receipt's code."""
    code = new_code()
    arrival = Arrival(receipt=drafts.receipt_name(code), language="en", day=TODAY)
    questionnaire = from_json(make.content())
    kept = sending.keep_response(session, consultation, questionnaire, ANSWERS, arrival)
    assert kept
    sending.keep_equality(session, kept, "wales", ABOUT)
    session.commit()
    return code


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}__{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def move(browser: TestClient, days: dict[str, date], reason: str = WHY) -> Page:
    changes = {name: value for one, day in days.items() for name, value in boxes(one, day).items()}
    return pages.change(browser, DATES, **changes, reason__en=reason)


def sure(browser: TestClient, asked: Page, **changes: str) -> Page:
    assert asked.status_code == 200
    return browser.post(DATES, data=pages.form(asked, DATES) | changes, follow_redirects=False)


def told(session: Session) -> list[date | None]:
    return list(date_changes.told(stored(session)).values())


def moves(session: Session) -> list[tuple[str, date | None, date | None]]:
    session.rollback()
    rows = session.exec(select(DateChange).order_by(DateChange.which))
    return [(one.which.value, one.day_before, one.day_now) for one in rows]


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ({"report_back": TODAY + 30 * DAY}, "reporting back comes before the closing date"),
        ({"report_back": TODAY - DAY}, "Choose today or a later day."),
        ({"report_back": DELETED}, "would be deleted before the council reports back"),
        ({"delete_written": REPORT}, "Written answers would be deleted before"),
        ({"delete_equality": REPORT}, "Equality answers would be deleted before"),
        ({"delete_written": DELETED + DAY}, "it can only be brought forward"),
        ({"delete_equality": DELETED + DAY}, "it can only be brought forward"),
        ({}, "Change at least one of the dates."),
    ],
)
def test_dates_that_break_a_promise_are_refused(
    browser: TestClient, session: Session, days: dict[str, date], message: str
) -> None:
    answered(session, opened(session))
    answer = move(browser, days)
    assert answer.status_code == 422
    assert message in answer.text
    assert "The cabinet meets later." in answer.text
    assert told(session) == [REPORT, DELETED, DELETED]
    assert moves(session) == []


def test_no_date_moves_without_a_reason_or_to_nothing(
    browser: TestClient, session: Session
) -> None:
    opened(session)
    assert "Write the reason" in move(browser, {"report_back": REPORT + DAY}, reason="").text
    nothing = dict.fromkeys(boxes("delete_written", REPORT), "")
    answer = pages.change(browser, DATES, **nothing, reason__en="Why")
    assert "Write a date: residents were told one." in answer.text
    assert told(session) == [REPORT, DELETED, DELETED]


def test_what_residents_have_not_been_told_is_not_moved_in_the_open(
    browser: TestClient, session: Session
) -> None:
    opened(session, stage=Stage.DRAFT, edition=0)
    assert browser.get(DATES).status_code == 409
    assert "Change them with the texts." in browser.post(DATES, data={"reason.en": "x"}).text


def test_the_details_form_moves_no_date_that_residents_were_told(
    browser: TestClient, session: Session
) -> None:
    opened(session)
    sent = {name.replace("__", "."): n for name, n in boxes("report_back", REPORT + DAY).items()}
    form = pages.form(browser.get(DETAILS), DETAILS)
    assert not {name for name in form if name.startswith(("report_back", "delete"))}
    assert browser.post(DETAILS, data=form | sent, follow_redirects=False).status_code == 303
    assert told(session) == [REPORT, DELETED, DELETED]


def test_nothing_in_the_details_form_changes_what_residents_read_before_a_correction(
    browser: TestClient, session: Session
) -> None:
    opened(session)
    addresses = ("/en/", "/en/consultations", PUBLIC, f"{PUBLIC}/print")
    before = [browser.get(address).text for address in addresses]
    form = pages.form(browser.get(DETAILS), DETAILS)
    typed = {name: "9" for name in form if not name.startswith(("_", "languages"))}
    more = {"languages.pl": "yes", "ask_equality": "", "slug": "other", "minutes": "9"}
    sent = form | typed | more
    assert browser.post(DETAILS, data=sent, follow_redirects=False).status_code == 303
    assert stored(session).minutes == 9
    assert [browser.get(address).text for address in addresses] == before


def test_residents_read_what_a_date_was_what_it_is_and_why(
    browser: TestClient, session: Session
) -> None:
    consultation = opened(session)
    code = answered(session, consultation)
    assert move(browser, {"report_back": REPORT + DAY}).status_code == 303
    assert moves(session) == [("report_back", REPORT, REPORT + DAY)]
    receipt = browser.post("/en/receipt", data={"receipt_code": code})
    for page in (browser.get(PUBLIC), receipt, browser.get(f"{BASE}/parks")):
        assert "The cabinet meets later." in page.text
        assert f"{REPORT.day} {REPORT:%B %Y}" in page.text
    assert "The day by which we report back was moved." in browser.get(PUBLIC).text


def test_a_move_is_one_row_of_the_log_with_before_and_now(
    browser: TestClient, session: Session
) -> None:
    opened(session)
    asked = move(browser, {"report_back": REPORT + DAY, "delete_written": DELETED - DAY})
    assert sure(browser, asked).status_code == 303
    session.rollback()
    log = session.exec(select(AuditEntry).where(AuditEntry.subject == "parks")).all()
    assert [(one.action, one.details) for one in log] == [
        ("consultation.dates_moved", {
            "before": {"report_back": str(REPORT), "delete_written": str(DELETED)},
            "now": {"report_back": str(REPORT + DAY), "delete_written": str(DELETED - DAY)},
        }),
    ]  # fmt: skip


def test_shortening_says_how_much_goes_and_when_before_it_is_so(
    browser: TestClient, session: Session
) -> None:
    consultation = opened(session)
    for _ in range(3):
        answered(session, consultation)
    sooner = DELETED - 9 * DAY
    asked = move(browser, {"delete_written": sooner, "delete_equality": sooner})
    assert f"{sooner.day} {sooner:%B %Y}" in asked.text
    assert "3 written answers" in asked.text
    assert "3 people’s equality answers" in asked.text
    assert told(session) == [REPORT, DELETED, DELETED]
    other = {"delete_written.day": str((sooner - DAY).day)}
    assert "Answers will be deleted sooner" in sure(browser, asked, **other).text
    assert told(session) == [REPORT, DELETED, DELETED]
    assert sure(browser, asked).status_code == 303
    assert told(session) == [REPORT, sooner, sooner]


def test_what_was_typed_can_be_changed_again_instead(browser: TestClient, session: Session) -> None:
    opened(session)
    asked = move(browser, {"delete_written": DELETED - DAY})
    form = sure(browser, asked, _do="change")
    assert form.status_code == 200
    assert pages.form(form, DATES)["reason.en"] == "The cabinet meets later."
    assert told(session) == [REPORT, DELETED, DELETED]


def test_the_question_before_answers_go_keeps_all_in_another_language(
    browser: TestClient, session: Session
) -> None:
    opened(session)
    asked = move(browser, {"delete_written": DELETED - DAY})
    assert asked.text.count('name="_switch" value="ur"') == 1
    form = sure(browser, asked, _switch="ur")
    assert form.headers["location"].startswith("/ur")
    page = browser.post(form.headers["location"], data=pages.form(asked, DATES) | {"_switch": "ur"})
    kept = pages.form(page, DATES.replace("/en/", "/ur/"))
    assert kept["delete_written.day"] == str((DELETED - DAY).day)
    assert kept["reason.en"] == "The cabinet meets later."
    assert 'class="govuk-inset-text"' not in page.text
    assert told(session) == [REPORT, DELETED, DELETED]


def test_answers_whose_day_has_come_go_within_the_hour(
    browser: TestClient, session: Session
) -> None:
    over = {"opens": now() - 90 * DAY, "closes": now() - 60 * DAY, "stage": Stage.CLOSED}
    answered(session, opened(session, **over, report_back=TODAY - 2 * DAY))
    asked = move(browser, {"delete_written": TODAY - DAY})
    assert "Deleted within the hour: 1 written answer." in asked.text
    sure(browser, asked)
    deleting.keep_promises(session, now())
    assert session.exec(select(WrittenAnswer)).all() == []


def test_a_deletion_moves_either_way_until_somebody_relies_on_it(
    browser: TestClient, session: Session
) -> None:
    opened(session)
    assert "so it can move either way" in browser.get(DATES).text
    assert move(browser, {"delete_written": DELETED + DAY}).status_code == 303
    assert told(session) == [REPORT, DELETED + DAY, DELETED]


def test_a_deletion_stands_for_whoever_has_begun_to_answer(
    browser: TestClient, session: Session
) -> None:
    opened(session)
    session.rollback()
    browser.post(f"{PUBLIC}/respond/s1", data={"idea": "Trees", "_shown": "idea"})
    assert len(session.exec(select(Draft)).all()) == 1
    assert "Somebody has begun to answer." in browser.get(DATES).text
    for name in ("delete_written", "delete_equality"):
        assert "it can only be brought forward" in move(browser, {name: DELETED + DAY}).text
    assert extend(browser, DELETED + DAY).status_code == 422
    assert told(session) == [REPORT, DELETED, DELETED]


def test_an_answer_on_its_way_counts_before_a_date_moves(
    browser: TestClient, session: Session
) -> None:
    consultation = opened(session)
    number, questionnaire = consultation.id, from_json(make.content())
    form = pages.form(browser.get(DATES), DATES) | {"reason.en": WHY}
    later = boxes("delete_written", DELETED + DAY)
    form |= {name.replace("__", "."): value for name, value in later.items()}
    session.rollback()
    begin(session, writes=True)
    arrival = Arrival(receipt="r", language="en", day=TODAY)
    one = Consultation(id=number, slug="parks", edition=1)
    sending.keep_response(session, one, questionnaire, ANSWERS, arrival)
    with ThreadPoolExecutor(1) as pool:
        moving = pool.submit(browser.post, DATES, data=form, follow_redirects=False)
        wait([moving], timeout=0.7)
        session.commit()
        assert moving.result().status_code == 422
    assert told(session) == [REPORT, DELETED, DELETED]


def late(session: Session) -> Consultation:
    over = {"opens": now() - 90 * DAY, "closes": now() - 60 * DAY, "stage": Stage.CLOSED}
    days = {"delete_written": TODAY - DAY, "delete_equality": TODAY - DAY}
    return opened(session, **over, report_back=TODAY - 2 * DAY, **days)


def test_a_day_that_has_come_is_not_put_off(browser: TestClient, session: Session) -> None:
    answered(session, late(session))
    assert move(browser, {"delete_written": TODAY + DAY}).status_code == 422
    assert move(browser, {"report_back": TODAY + DAY}).status_code == 422


def test_who_is_late_with_the_report_tells_a_new_day_once_all_is_deleted(
    browser: TestClient, session: Session
) -> None:
    answered(session, late(session))
    deleting.keep_promises(session, now())
    session.commit()
    page = browser.get(DATES).text
    assert page.count("That day has come, and nothing is kept any more.") == 2
    assert 'name="delete_written.day"' not in page
    assert move(browser, {"delete_written": TODAY + 9 * DAY}).status_code == 422
    assert move(browser, {"report_back": TODAY + 9 * DAY}).status_code == 303
    assert told(session) == [TODAY + 9 * DAY, TODAY - DAY, TODAY - DAY]
    for address in (BASE, f"{BASE}/parks"):
        assert "Dates are out of order." not in browser.get(address).text
    assert "Nothing is deleted before both have passed." not in browser.get(PUBLIC).text


def test_nothing_is_kept_for_more_than_ten_years(browser: TestClient, session: Session) -> None:
    opened(session)
    year = dict.fromkeys(["delete_written"], DELETED.replace(year=2999))
    message = "Answers would be kept for more than ten years after the closing date."
    assert message in move(browser, year).text
    assert told(session) == [REPORT, DELETED, DELETED]


def test_a_draft_that_would_keep_answers_too_long_is_neither_saved_nor_published(
    browser: TestClient, session: Session
) -> None:
    drafted = opened(session, stage=Stage.DRAFT, edition=0)
    message = "Answers would be kept for more than ten years after the closing date."
    typed = boxes("delete_equality", DELETED.replace(year=2999))
    answer = pages.change(browser, DETAILS, **typed)
    assert answer.status_code == 422
    assert message in answer.text
    drafted.delete_equality = DELETED.replace(year=2999)
    session.commit()
    assert message in browser.get(f"{BASE}/parks/publish").text


def test_lists_say_that_a_promise_was_moved(browser: TestClient, session: Session) -> None:
    over = {"opens": now() - 90 * DAY, "closes": now() - 60 * DAY, "stage": Stage.CLOSED}
    opened(session, **over)
    first, lists = written(REPORT), ("/en/", "/en/consultations")
    assert all(f"{first}" in browser.get(address).text for address in lists)
    assert all("We now promise" not in browser.get(address).text for address in lists)
    for days in (5, 9):
        assert move(browser, {"report_back": REPORT + days * DAY}).status_code == 303
    for address in lists:
        assert f"by {written(REPORT + 9 * DAY)} instead of {first}." in browser.get(address).text
    assert move(browser, {"report_back": REPORT}).status_code == 303
    assert all("We now promise" not in browser.get(address).text for address in lists)


def test_a_deletion_that_comes_too_early_is_put_right_for_no_longer_than_needed(
    browser: TestClient, session: Session
) -> None:
    answered(session, opened(session, delete_written=TODAY + 2 * DAY))
    for page in ("", "/parks"):
        assert "Dates are out of order." in browser.get(f"{BASE}{page}").text
    assert "Nothing is deleted before both have passed." in browser.get(PUBLIC).text
    assert move(browser, {"delete_written": REPORT + 2 * DAY}).status_code == 422
    later = {"report_back": REPORT + DAY, "delete_written": REPORT + 2 * DAY}
    assert move(browser, later).status_code == 422
    assert move(browser, {"delete_written": REPORT + DAY}).status_code == 303
    assert told(session) == [REPORT, REPORT + DAY, DELETED]
    assert "Dates are out of order." not in browser.get(f"{BASE}/parks").text


def test_the_day_for_equality_answers_counts_only_where_they_are_asked(
    browser: TestClient, session: Session
) -> None:
    opened(session, ask_equality=False, delete_equality=TODAY)
    assert "Delete equality answers on" not in browser.get(DATES).text
    assert move(browser, {"report_back": REPORT + DAY}).status_code == 303


def test_dates_that_a_colleague_moved_meanwhile_are_laid_side_by_side(
    browser: TestClient, session: Session
) -> None:
    opened(session)
    mine = pages.form(browser.get(DATES), DATES) | {"reason.en": "Mine"}
    mine |= {name.replace("__", "."): n for name, n in boxes("report_back", REPORT + DAY).items()}
    details = pages.form(browser.get(DETAILS), DETAILS)
    assert move(browser, {"report_back": REPORT + 5 * DAY}).status_code == 303
    answer = browser.post(DATES, data=mine)
    assert answer.status_code == 409
    assert "Somebody else saved this" in answer.text
    assert "Mine" in answer.text
    assert browser.post(DETAILS, data=details | {"title.en": "X"}).status_code == 409
    assert told(session)[0] == REPORT + 5 * DAY


def test_the_second_of_two_taps_moves_nothing_twice(browser: TestClient, session: Session) -> None:
    opened(session)
    sent = pages.form(browser.get(DATES), DATES) | {"reason.en": "Twice"}
    sent |= {name.replace("__", "."): n for name, n in boxes("report_back", REPORT + DAY).items()}
    for _ in range(2):
        assert browser.post(DATES, data=sent, follow_redirects=False).status_code == 303
    assert len(moves(session)) == 1


def written(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def extend(browser: TestClient, day: date) -> Page:
    return pages.change(browser, EXTEND, **boxes("closes", day), reason__en="Floods")


def test_days_that_follow_a_later_closing_date_are_told_as_moves_of_their_own(
    browser: TestClient, session: Session
) -> None:
    opened(session, delete_written=REPORT + DAY)
    closes = REPORT + 2 * DAY
    assert extend(browser, closes).status_code == 303
    back, written, equality = told(session)
    assert closes < (back or TODAY) < (written or TODAY)
    assert equality == DELETED
    rows = {name: (before, after) for name, before, after in moves(session)}
    assert set(rows) == {"closes", "report_back", "delete_written"}
    assert rows["report_back"] == (REPORT, back)
    page = browser.get(PUBLIC).text
    assert "The day on which we delete what you write was moved." in page
    assert page.count("Floods") == 1


def test_a_later_closing_date_leaves_less_time_to_report_rather_than_keep_answers_longer(
    browser: TestClient, session: Session
) -> None:
    answered(session, opened(session, delete_written=REPORT + 9 * DAY))
    assert extend(browser, REPORT + DAY).status_code == 303
    assert told(session) == [REPORT + 8 * DAY, REPORT + 9 * DAY, DELETED]


def test_a_closing_date_after_answers_are_deleted_is_refused(
    browser: TestClient, session: Session
) -> None:
    before = opened(session).closes
    answered(session, stored(session))
    answer = extend(browser, DELETED + DAY)
    assert answer.status_code == 422
    assert "They may not be kept longer than residents were told" in answer.text
    assert stored(session).closes == before


def test_taking_back_before_the_opening_forgets_moves_of_what_nobody_is_promised_now(
    browser: TestClient, session: Session
) -> None:
    opened(session, opens=now() + DAY)
    move(browser, {"report_back": REPORT + DAY})
    browser.post(f"{BASE}/parks/take-back")
    assert moves(session) == []


@pytest.mark.parametrize("name", ["report_back", "delete_written", "delete_equality"])
def test_a_draft_with_dates_out_of_order_is_not_saved(
    browser: TestClient, session: Session, name: str
) -> None:
    opened(session, stage=Stage.DRAFT, edition=0)
    typed = boxes(name, TODAY + 2 * DAY)
    answer = pages.change(browser, DETAILS, **typed)
    assert answer.status_code == 422
    assert f'id="{name}-problem"' in answer.text
    assert told(session) == [REPORT, DELETED, DELETED]


def test_the_closing_date_of_a_draft_does_not_pass_the_others(
    browser: TestClient, session: Session
) -> None:
    opened(session, stage=Stage.DRAFT, edition=0)
    answer = pages.change(browser, DETAILS, **boxes("closes", REPORT + DAY))
    assert "reporting back comes before the closing date" in answer.text
    assert answer.status_code == 422


def test_what_is_promised_follows_the_council_where_nothing_is_written(
    browser: TestClient, session: Session
) -> None:
    opened(session, stage=Stage.DRAFT, edition=0, report_back=None, delete_written=None)
    assert pages.change(browser, DETAILS).status_code == 303
    assert stored(session).report_back is not None
    assert Told.DELETE_WRITTEN not in date_changes.disorder(session, stored(session), Council())
