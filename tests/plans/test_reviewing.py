"""A review is drawn from what is recorded, read by a body, signed off, and then public."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.languages.i18n import today
from portal.plans.models import Plan, PlanItem
from portal.plans.reviews.models import Review, ReviewItem
from portal.plans.reviews.rules import cannot_ask, period_problem
from portal.plans.rules import Standing, Status
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import body, chair, in_body, in_office, only, read, rows
from tests.members.factories import member
from tests.members.factories import sign_in as member_in
from tests.plans.factories import PUBLIC, STAFF, action, kept, many, plan, reported, reviewed

NEW = f"{STAFF}/reviews/new"
DAY = date(2026, 6, 1)


def days(name: str, day: date) -> dict[str, str]:
    return {f"{name}.{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def form(read_by: Body | None = None, **changes: str) -> dict[str, str]:
    said = {"kind": "half_yearly", "words.en": "Half of it is done.", "words.ur": "آدھا ہو گیا۔"}
    period = days("since", today() - timedelta(days=180)) | days("until", today())
    return {**said, **period, "body": str(read_by.id) if read_by else "none", **changes}


def officer(browser: TestClient, session: Session) -> Account:
    one = account(session, Role.OFFICER)
    sign_in(browser, session, one)
    return one


def made(browser: TestClient, session: Session, read_by: Body | None = None) -> Review:
    page = browser.post(NEW, data=form(read_by))
    assert page.status_code == 200, page.text
    one: Review = only(session, Review)
    session.commit()
    return one


def at(one: Review, rest: str = "") -> str:
    return f"{STAFF}/reviews/{one.id}{rest}"


def opened(browser: TestClient, session: Session, read_by: Body, **changes: object) -> Review:
    """Have an officer open a review to a body."""
    officer(browser, session)
    one = made(browser, session, read_by)
    assert browser.post(at(one, "/move"), data={"_do": "open"}).status_code == 200
    read(session, one)
    for name, value in changes.items():
        setattr(one, name, value)
    return kept(session, one)


def for_its_chair(browser: TestClient, session: Session) -> tuple[Body, Review]:
    """Open a review of one action to a body, and go on as its chair."""
    action(session, plan(session))
    forum = body(session)
    one = opened(browser, session, forum)
    browser.cookies.clear()
    chair(browser, session, forum)
    return forum, one


@pytest.mark.parametrize(
    ("opened", "read_on", "has_body", "said"),
    [
        (None, None, True, "Open it first"),
        (DAY - timedelta(days=13), None, True, "14 days"),
        (DAY - timedelta(days=14), None, True, ""),
        (DAY, DAY, True, ""),
        (None, None, False, ""),
    ],
)
def test_a_body_has_its_time_to_read(
    opened: date | None, read_on: date | None, has_body: bool, said: str
) -> None:
    problem = cannot_ask(opened, read_on, DAY, has_body=has_body)
    assert (problem.message if problem else "").count(said) or problem is None
    assert bool(problem) is bool(said)


@pytest.mark.parametrize(
    ("since", "until", "wrong"),
    [
        (DAY, DAY, False),
        (DAY, DAY - timedelta(days=1), True),
        (DAY, DAY + timedelta(days=1), True),
        (None, DAY, False),
    ],
)
def test_a_review_is_about_days_that_have_come(
    since: date | None, until: date, wrong: bool
) -> None:
    assert bool(period_problem(since, until, DAY)) is wrong


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_nobody_but_officers_makes_reviews(
    browser: TestClient, session: Session, role: Role
) -> None:
    action(session, plan(session))
    one = opened(browser, session, body(session), opened=None)
    for come in (
        lambda: None,
        lambda: sign_in(browser, session, account(session, role)),
        lambda: member_in(browser, session, member(session)),
    ):
        browser.cookies.clear()
        come()
        assert browser.post(NEW, data=form()).status_code == 403
        for path in ("/details", "/move", "/ask"):
            assert browser.post(at(one, path), data=form()).status_code == 403, path
    assert len(rows(session, Review)) == 1


def test_a_draft_of_a_plan_is_not_reviewed(browser: TestClient, session: Session) -> None:
    plan(session, standing=Standing.DRAFT)
    officer(browser, session)
    assert browser.get(f"{STAFF}/reviews").status_code == 404
    assert browser.post(NEW, data=form()).status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "wish"}, "Choose one of the answers"),
        ({"body": "999"}, "Choose one of the answers"),
        (days("until", date(2999, 1, 1)), "has not come yet"),
        (days("until", date(2020, 1, 1)), "comes before the first"),
        (days("since", today()) | {"since.month": "13"}, "date"),
        ({"words.en": "x" * 20_001}, "Write at most"),
    ],
)
def test_a_review_that_cannot_be_is_refused_and_stays_in_the_form(
    browser: TestClient, session: Session, changes: dict[str, str], said: str
) -> None:
    plan(session)
    officer(browser, session)
    page = browser.post(NEW, data=form() | changes)
    assert page.status_code == 422
    assert said in page.text
    assert "آدھا ہو گیا۔" in page.text
    assert rows(session, Review) == []


@pytest.mark.both
def test_a_review_is_drawn_once_from_what_is_recorded(
    browser: TestClient, session: Session
) -> None:
    one = action(session, plan(session), status=Status.DONE, due=today() - timedelta(days=3))
    reported(session, one, status=Status.DONE, was={"status": "under_way"})
    late = action(session, session.get_one(Plan, one.plan_id), due=today() - timedelta(days=9))
    officer(browser, session)
    for _ in range(2):
        browser.post(NEW, data=form() | {"_key": "once"})
    review = only(session, Review)
    assert review.counts["now"]["statuses"] == {"done": 1, "": 1}
    assert review.counts["before"]["statuses"] == {"under_way": 1, "": 1}
    assert (review.counts["now"]["late"], review.words["ur"]) == (1, "آدھا ہو گیا۔")
    first, second = rows(session, ReviewItem)
    assert (first.item_id, first.reported, first.changed, first.late) == (one.id, True, True, False)
    assert (second.item_id, second.reported, second.late) == (late.id, False, True)
    page = browser.get(at(review)).text
    assert "Half of them are trained." in page
    assert "Half of them are trained." not in browser.get(f"{at(review)}?show=late").text
    assert [entry.action for entry in rows(session, AuditEntry)][-1] == "plan.review_made"


def test_what_happened_outside_of_its_days_is_not_in_a_review(
    browser: TestClient, session: Session
) -> None:
    one = action(session, plan(session), status=Status.DONE)
    reported(session, one, status=Status.DONE, was={"status": "under_way"})
    reported(session, one, on=today() - timedelta(days=300), words="Long ago.")
    officer(browser, session)
    browser.post(NEW, data=form() | days("until", today() - timedelta(days=1)))
    review = only(session, Review)
    assert review.counts["now"]["statuses"] == {"under_way": 1}
    page = browser.get(at(review)).text
    assert "Half of them are trained." not in page
    assert "Long ago." not in page


@pytest.mark.both
def test_a_review_cannot_be_signed_off_before_the_body_could_read_it(
    browser: TestClient, session: Session
) -> None:
    action(session, plan(session))
    officer(browser, session)
    one = made(browser, session, body(session))
    assert browser.post(at(one, "/ask")).status_code == 409
    browser.post(at(one, "/move"), data={"_do": "open"})
    assert read(session, one).opened == today()
    page = browser.post(at(one, "/ask"))
    assert page.status_code == 409
    assert "14 days" in page.text
    assert read(session, one).asked is None


def test_a_review_that_is_open_is_changed_by_nobody(browser: TestClient, session: Session) -> None:
    action(session, plan(session))
    forum = body(session)
    one = opened(browser, session, forum)
    sent = form(forum, **{"words.en": "Nothing went wrong.", "_version": str(one.revision)})
    assert browser.post(at(one, "/details"), data=sent).status_code == 409
    assert browser.post(at(one, "/move"), data={"_do": "draw"}).status_code == 409
    assert read(session, one).words["en"] == "Half of it is done."


def test_what_is_taken_back_is_read_anew_and_keeps_the_lines_of_the_chair(
    browser: TestClient, session: Session
) -> None:
    action(session, plan(session))
    one = opened(browser, session, body(session), read=today())
    row = only(session, ReviewItem)
    row.chair_words, row.chair_language = "Not so.", "en"
    kept(session, row)
    browser.post(at(one, "/move"), data={"_do": "back"})
    assert (read(session, one).opened, one.read) == (None, None)
    browser.post(at(one, "/move"), data={"_do": "open"})
    assert only(session, ReviewItem).chair_words == "Not so."
    assert browser.post(at(one, "/ask")).status_code == 409


@pytest.mark.both
def test_a_line_of_the_chair_outlives_that_nothing_else_is_told_of_its_item(
    browser: TestClient, session: Session
) -> None:
    one = action(session, plan(session))
    aim = session.get_one(PlanItem, session.get_one(PlanItem, one.parent_id).parent_id)
    reported(session, aim, on=today())
    forum = body(session)
    review = opened(browser, session, forum)
    row = next(row for row in rows(session, ReviewItem) if row.item_id == aim.id)
    row.chair_words, row.chair_language = "Not so.", "en"
    kept(session, row)
    browser.post(at(review, "/move"), data={"_do": "back"})
    sent = form(forum, _version=str(read(session, review).revision))
    yesterday = days("until", today() - timedelta(days=1))
    assert browser.post(at(review, "/details"), data=sent | yesterday).status_code == 200
    assert {one.item_id: one.chair_words for one in rows(session, ReviewItem)}[aim.id] == "Not so."
    assert "Not so." in browser.get(at(review)).text


def test_a_review_up_to_the_day_on_which_it_is_drawn_says_so(
    browser: TestClient, session: Session
) -> None:
    action(session, of := plan(session))
    officer(browser, session)
    one = made(browser, session)
    assert "stood when it was drawn on" in browser.get(at(one)).text
    earlier = reviewed(session, of, until=today() - timedelta(days=1), signed=today())
    assert "stood when it was drawn on" not in browser.get(f"{PUBLIC}/reviews/{earlier.id}").text
    whole = reviewed(session, of, signed=today())
    assert "stood when it was drawn on" in browser.get(f"{PUBLIC}/reviews/{whole.id}").text


def test_nobody_saves_over_what_a_colleague_saved(browser: TestClient, session: Session) -> None:
    action(session, plan(session))
    officer(browser, session)
    one = made(browser, session)
    stale = form(_version=str(one.revision))
    browser.post(at(one, "/details"), data=stale | {"words.en": "Theirs"})
    page = browser.post(at(one, "/details"), data=stale | {"words.en": "Mine"})
    assert page.status_code == 409
    assert "Theirs" in page.text
    assert "Mine" in page.text
    assert read(session, one).words["en"] == "Theirs"


@pytest.mark.both
def test_whoever_asked_does_not_sign_off_where_somebody_else_could(
    browser: TestClient, session: Session
) -> None:
    action(session, plan(session))
    account(session, Role.ADMINISTRATOR)
    officer(browser, session)
    one = made(browser, session)
    browser.post(at(one, "/ask"))
    page = browser.post(at(one, "/sign"), data={"_do": "agree", "sure": "yes"})
    assert page.status_code == 422
    assert "Somebody else has to agree" in page.text
    assert read(session, one).signed is None
    assert browser.get(f"{PUBLIC}/reviews/{one.id}").status_code == 404
    assert "Half-yearly review" not in browser.get(PUBLIC).text


@pytest.mark.both
@pytest.mark.parametrize("does", ["made", "changed", "drawn"])
def test_nobody_signs_off_what_they_wrote_though_another_asked_for_it(
    browser: TestClient, session: Session, does: str
) -> None:
    action(session, plan(session))
    first, second = officer(browser, session), account(session, Role.OFFICER)
    one = made(browser, session)
    sign_in(browser, session, second)
    if does == "changed":
        sent = form() | {"words.en": "All is well.", "_version": str(one.revision)}
        assert browser.post(at(one, "/details"), data=sent).status_code == 200
    if does == "drawn":
        assert browser.post(at(one, "/move"), data={"_do": "draw"}).status_code == 200
    asks, writes = (second, first) if does == "made" else (first, second)
    sign_in(browser, session, asks)
    browser.post(at(one, "/ask"))
    sign_in(browser, session, writes)
    assert "You wrote some of this" in browser.get(at(one)).text
    page = browser.post(at(one, "/sign"), data={"_do": "agree", "sure": "yes"})
    assert page.status_code == 422
    assert "You wrote some of this" in page.text
    assert read(session, one).signed is None
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    browser.post(at(one, "/sign"), data={"_do": "agree", "sure": "yes"})
    assert read(session, one).signed == today()


def test_in_a_council_of_one_whoever_asked_signs_off_and_the_log_says_so(
    browser: TestClient, session: Session
) -> None:
    action(session, plan(session))
    officer(browser, session)
    one = made(browser, session)
    browser.post(at(one, "/ask"))
    assert browser.post(at(one, "/sign"), data={"_do": "agree"}).status_code == 422
    assert "sign it off yourself" in browser.get(at(one)).text
    browser.post(at(one, "/sign"), data={"_do": "agree", "sure": "yes"})
    assert read(session, one).signed == today()
    entry = rows(session, AuditEntry)[-1]
    assert (entry.action, entry.details["alone"]) == ("plan.review_agreed", True)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_once_a_second_person_signed_it_off_everybody_reads_it_and_nobody_changes_it(
    browser: TestClient, session: Session, role: Role
) -> None:
    one = action(session, plan(session))
    reported(session, one)
    officer(browser, session)
    review = made(browser, session)
    browser.post(at(review, "/ask"))
    second = account(session, role)
    sign_in(browser, session, second)
    assert "Half of it is done." in browser.get(at(review)).text
    assert browser.post(at(review, "/sign"), data={"_do": "agree"}).status_code == 422
    browser.post(at(review, "/sign"), data={"_do": "agree", "sure": "yes"})
    assert (read(session, review).signed, review.agreed_by) == (today(), second.id)
    again = browser.post(at(review, "/sign"), data={"_do": "refuse", "answer": "No"})
    assert again.status_code == 422
    browser.cookies.clear()
    page = browser.get(f"{PUBLIC}/reviews/{review.id}").text
    assert "Half of it is done." in page
    assert "Half of them are trained." in page
    assert "آدھا ہو گیا۔" in browser.get(f"/ur/plans/race-equality-plan/reviews/{review.id}").text
    assert f"/reviews/{review.id}" in browser.get(PUBLIC).text
    assert f"/reviews/{review.id}" in browser.get(f"{PUBLIC}/reviews").text
    session.rollback()
    row = read(session, one)
    row.text = {"en": "Something else"}
    kept(session, row)
    assert "Train every school" in browser.get(f"{PUBLIC}/reviews/{review.id}").text
    officer(browser, session)
    for path, sent in {"/details": form(), "/move": {"_do": "back"}, "/ask": {}}.items():
        assert browser.post(at(review, path), data=sent).status_code == 409, path


def test_a_second_person_who_does_not_sign_says_why_and_it_is_asked_for_again(
    browser: TestClient, session: Session
) -> None:
    action(session, plan(session))
    first = officer(browser, session)
    one = made(browser, session)
    browser.post(at(one, "/ask"))
    sign_in(browser, session, account(session, Role.OFFICER))
    browser.post(at(one, "/sign"), data={"_do": "refuse", "answer": "Housing is missing."})
    assert read(session, one).refused == today()
    sign_in(browser, session, first)
    assert "Housing is missing." in browser.get(at(one)).text
    browser.post(at(one, "/ask"))
    browser.post(at(one, "/sign"), data={"_do": "withdraw"})
    assert (read(session, one).withdrawn, one.signed) == (today(), None)


def test_only_members_of_the_body_read_a_review_and_only_once_it_is_open(
    browser: TestClient, session: Session
) -> None:
    action(session, plan(session))
    forum, other = body(session), body(session, slug="other")
    officer(browser, session)
    one = made(browser, session, forum)
    here = f"/en/forum/race-equality/reviews/{one.id}"
    browser.cookies.clear()
    in_body(browser, session, forum)
    assert browser.get(here).status_code == 404
    row = read(session, one)
    row.opened = today()
    kept(session, row)
    assert "Half of it is done." in browser.get(here).text
    assert here in browser.get("/en/forum/race-equality").text
    assert browser.post(f"{here}/lines", data={"whole": "Mine"}).status_code == 403
    browser.cookies.clear()
    assert browser.get(here, follow_redirects=False).status_code == 303
    in_body(browser, session, other)
    assert browser.get(here).status_code == 403
    assert browser.get(f"/en/forum/other/reviews/{one.id}").status_code == 404


def lines(browser: TestClient, session: Session, here: str, **said: str) -> dict[str, str]:
    """Fill in the lines of a review as its page shows them now."""
    version = browser.get(here).text.partition('name="_version" value="')[2].partition('"')[0]
    row = only(session, ReviewItem)
    return {"whole": "Kept.", f"line.{row.id}": "Not so.", "_version": version, **said}


@pytest.mark.both
def test_nothing_of_a_chair_is_lost_or_saved_over(browser: TestClient, session: Session) -> None:
    _, one = for_its_chair(browser, session)
    here = f"/en/forum/race-equality/reviews/{one.id}"
    sent = lines(browser, session, here)
    too_long = browser.post(f"{here}/lines", data=sent | {"whole": "x" * 301})
    assert too_long.status_code == 422
    assert "Not so." in too_long.text
    assert only(session, ReviewItem).chair_words == ""
    browser.post(f"{here}/lines", data=sent)
    stale = browser.post(f"{here}/lines", data=sent | {"whole": "Something else"})
    assert stale.status_code == 409
    assert "Something else" in stale.text
    assert "Kept." in stale.text
    assert read(session, one).chair_words == "Kept."


@pytest.mark.both
def test_the_chair_writes_a_line_beside_each_item_and_everybody_reads_it_then(
    browser: TestClient, session: Session
) -> None:
    forum, one = for_its_chair(browser, session)
    assert "Reviews to read" in browser.get("/en/forum/race-equality/today").text
    here = f"/en/forum/race-equality/reviews/{one.id}"
    sent = lines(browser, session, here, _do="read")
    browser.post(f"{here}/lines", data=sent)
    assert (read(session, one).chair_words, one.read) == ("Kept.", today())
    assert only(session, ReviewItem).chair_words == "Not so."
    browser.cookies.clear()
    officer(browser, session)
    browser.post(at(one, "/ask"))
    officer(browser, session)
    browser.post(at(one, "/sign"), data={"_do": "agree", "sure": "yes"})
    browser.cookies.clear()
    page = browser.get(f"{PUBLIC}/reviews/{one.id}").text
    assert page.index("Kept.") < page.index("Not so.")
    chair(browser, session, forum)
    assert browser.post(f"{here}/lines", data=sent).status_code == 409


def test_nothing_that_leads_elsewhere_stands_amid_the_lines_a_chair_writes(
    browser: TestClient, session: Session
) -> None:
    _, one = for_its_chair(browser, session)
    page = browser.get(f"/en/forum/race-equality/reviews/{one.id}").text
    before, _, form = page.partition('<input type="hidden" name="_version"')
    assert "?show=" in before
    assert "?show=" not in form
    assert 'name="whole"' in form
    assert f'name="line.{only(session, ReviewItem).id}"' in form


def test_a_deputy_who_does_not_preside_and_a_moderator_write_nothing(
    browser: TestClient, session: Session
) -> None:
    forum, one = for_its_chair(browser, session)
    for office in (Office.DEPUTY, Office.MODERATOR):
        browser.cookies.clear()
        in_office(browser, session, forum, office)
        here = f"/en/forum/race-equality/reviews/{one.id}/lines"
        assert browser.post(here, data={"whole": "Mine"}).status_code == 403
    assert read(session, one).chair_words == ""


def test_a_review_of_many_items_is_read_in_parts(browser: TestClient, session: Session) -> None:
    many(session, plan(session), 60)
    officer(browser, session)
    review = made(browser, session)
    assert len(rows(session, ReviewItem)) == 60
    first = browser.get(at(review)).text
    assert first.count("of many") > 24
    assert "Action 59 of many" not in first
    assert "after=" in first
