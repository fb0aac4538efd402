"""A helper enters what others say, a row for each, and sends all of it once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.consultations.models import Consultation, Response, WrittenAnswer
from portal.consultations.rules import Channel, Respondent, ResponseState
from portal.group_responses import queries as returned
from portal.group_responses.batches import queries
from portal.group_responses.batches.models import BatchDraft, BatchResponse, SentBatch
from portal.group_responses.models import GroupReturn
from portal.groups.models import Group
from portal.groups.rules import State
from portal.members.models import Member
from portal.membership.rules import Role
from portal.sealing import crypto
from portal.store.db import now
from tests.consultations.answering.test_responding import code_in
from tests.consultations.factories import consultation, question
from tests.members.factories import all_of, member, sign_in
from tests.membership.factories import HERE, belongs, held, verified

PAGE = f"{HERE}/consultations/parks/people"
KEY = crypto.new_code()
AGREED = {"agreed": "yes", "_key": KEY}
VERSION = re.compile(r'name="_version" value="([^"]+)"')

ASKED = [
    question("safe", "single", required=True),
    question("why", "multiple", show_if={"question": "safe", "options": ["no"]}),
    question("often", "scale", low={"en": "Never"}, high={"en": "Each day"}),
    question("visits", "number", minimum=0, maximum=99),
    question("idea", "long", required=True),
]
ROWS = {
    "p1.safe": "yes",
    "p1.often": "4",
    "p2.safe": "no",
    "p2.why": ["yes", "no"],
    "p2.visits": "١٢",
    "p2.idea": "More lamps",
    "together.idea": "We all want lamps.",
}


@pytest.fixture
def group(session: Session) -> Group:
    return verified(session)


@pytest.fixture
def parks(session: Session) -> Consultation:
    return consultation(session, ASKED)


@pytest.fixture
def helper(browser: TestClient, session: Session, group: Group, parks: Consultation) -> Member:
    made = belongs(session, group, Role.HELPER)
    sign_in(browser, session, made)
    return made


@pytest.fixture
def rows(browser: TestClient, helper: Member) -> Any:
    """Give the address of a batch that has begun."""
    return begin(browser).url.path


ALL = ["why", "often", "visits"]


def begin(browser: TestClient, **said: Any) -> Any:
    usual = {"people": "3", "language": "so", "asked": ALL, "_key": "k" * 22}
    return browser.post(PAGE, data=usual | said)


def save(browser: TestClient, rows: str, **more: Any) -> Any:
    shown = VERSION.search(browser.get(rows).text)
    assert shown
    return browser.post(rows, data=ROWS | {"_version": shown[1]} | more)


def send(browser: TestClient, rows: str, **more: str) -> Any:
    return browser.post(f"{rows}/send", data=AGREED | more)


@pytest.mark.parametrize("role", [Role.MEMBER, None])
def test_who_does_not_act_for_the_group_enters_nothing(
    browser: TestClient, session: Session, group: Group, parks: Consultation, role: Role | None
) -> None:
    sign_in(browser, session, belongs(session, group, role) if role else member(session))
    assert begin(browser).status_code == (403 if role else 404)
    assert all_of(session, BatchDraft) == []


def test_nobody_reads_or_sends_what_another_entered(
    browser: TestClient, session: Session, group: Group, rows: str
) -> None:
    save(browser, rows)
    sign_in(browser, session, belongs(session, group, Role.REPRESENTATIVE))
    assert "begun" not in browser.get(PAGE).text
    assert browser.get(rows).status_code == 404
    assert browser.post(rows, data=ROWS).status_code == 404
    assert send(browser, rows).status_code == 404
    browser.post(f"{PAGE}/delete", data={"batch": rows.rpartition("/")[2]})
    other = verified(session, name="Other group")
    sign_in(browser, session, belongs(session, other, Role.HELPER))
    assert browser.get(rows.replace("valley-women", "other-group")).status_code == 404
    assert len(all_of(session, BatchDraft)) == 1
    assert all_of(session, Response) == []


def test_a_former_helper_loses_what_they_entered(
    browser: TestClient, session: Session, rows: str
) -> None:
    save(browser, rows)
    browser.post(f"{HERE}/leave")
    assert browser.get(rows).status_code == 404
    assert all_of(session, BatchDraft) == []


def test_a_paused_group_sends_nothing(browser: TestClient, session: Session, rows: str) -> None:
    save(browser, rows)
    one = held(session)
    one.state = State.PAUSED
    session.add(one)
    session.commit()
    assert send(browser, rows).status_code == 409
    assert all_of(session, Response) == []


@pytest.mark.parametrize(
    "wrong",
    [{"people": "0"}, {"people": "31"}, {"people": "9" * 60_000}, {"language": "xx-nothing"}],
)
def test_what_is_out_of_bounds_begins_nothing(
    browser: TestClient, session: Session, helper: Member, wrong: dict[str, str]
) -> None:
    assert begin(browser, **wrong).status_code == 422
    assert all_of(session, BatchDraft) == []


def columns(page: str) -> list[str]:
    return re.findall(r'id="q-(\w+)"', page)


def test_what_nobody_was_asked_is_no_column_and_what_decides_is_one(
    browser: TestClient, session: Session, helper: Member
) -> None:
    page = browser.get(PAGE).text
    assert re.findall(r'name="asked" type="checkbox" value="(\w+)" checked', page) == ALL
    rows = begin(browser, asked=["visits", "no such question"]).url.path
    page = browser.get(rows).text
    assert columns(page) == ["safe", "visits"]
    assert "4</bdi>. " in page
    save(browser, rows, **{"p1.often": "4"})
    (draft,) = all_of(session, BatchDraft)
    assert "often" not in draft.rows[0]
    assert draft.left_out == ["why", "often"]
    assert draft.rows[1]["visits"] == ["١٢"]
    assert columns(begin(browser, asked=["why"], _key="w" * 22).text) == ["safe", "why"]


def test_other_questions_are_chosen_later_and_no_answer_is_taken_away(
    browser: TestClient, session: Session, rows: str, group: Group
) -> None:
    assert str(save(browser, rows, _do="questions").url).endswith("/questions")
    there = f"{rows}/questions"
    refused = browser.post(there, data={"asked": ["why", "visits"]})
    assert refused.status_code == 422
    assert "Person 1 answered question 3" in refused.text
    assert 'value="often" checked' not in refused.text
    save(browser, rows, **{"p1.often": ""})
    page = browser.post(there, data={"asked": ["why", "visits"]})
    assert columns(page.text) == ["safe", "why", "visits"]
    assert 'value="١٢"' in page.text
    assert columns(browser.post(there, data={"asked": ALL}).text) == ["safe", *ALL]
    sign_in(browser, session, belongs(session, group, Role.REPRESENTATIVE))
    assert browser.get(there).status_code == 404
    assert browser.post(there, data={"asked": []}).status_code == 404


@pytest.mark.both
def test_a_batch_of_fewer_questions_is_sent(
    browser: TestClient, session: Session, helper: Member
) -> None:
    rows = begin(browser, asked=["often"]).url.path
    save(browser, rows)
    assert send(browser, rows).status_code == 200
    people = [one for one in all_of(session, Response) if one.respondent is Respondent.INDIVIDUAL]
    assert {"safe": "yes", "often": 4} in [one.answers for one in people]
    assert [sorted(one.not_asked) for one in people] == [["visits", "why"]] * 2
    (meeting,) = [one for one in all_of(session, Response) if one not in people]
    assert sorted(meeting.not_asked) == ["often", "safe", "visits", "why"]


def test_the_ends_of_a_scale_say_which_is_which(browser: TestClient, rows: str) -> None:
    page = save(browser, rows).text
    assert '<option value="1">1: Never</option>' in page
    assert '<option value="4" selected>4</option>' in page
    assert '<option value="5">5: Each day</option>' in page


@pytest.mark.parametrize("tag", ["ti", "am", "und"])
def test_what_is_said_is_written_down_in_any_language(
    browser: TestClient, session: Session, helper: Member, tag: str
) -> None:
    assert f'<option value="{tag}"' in browser.get(PAGE).text
    rows = begin(browser, language=tag).url.path
    save(browser, rows)
    send(browser, rows)
    assert {one.language for one in all_of(session, Response)} == {tag}


def test_two_taps_begin_one_batch_and_there_are_five_at_most(
    browser: TestClient, session: Session, helper: Member
) -> None:
    assert begin(browser).url == begin(browser).url
    for number in range(4):
        begin(browser, _key=f"{number}" * 22)
    assert begin(browser, _key="z" * 22).status_code == 422
    assert len(all_of(session, BatchDraft)) == 5


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("p1.why", "yes"),
        ("p1.visits", "100"),
        ("p1.visits", "12 \u202e<b>"),
        ("p2.idea", "x" * 5001),
        ("p2.idea", "x" * 60_000),
        ("together.idea", "x" * 60_000),
    ],
)
def test_a_cell_that_is_wrong_or_not_asked_is_refused_and_all_that_was_typed_stays(
    browser: TestClient, session: Session, rows: str, field: str, typed: str
) -> None:
    refused = save(browser, rows, **{field: typed})
    assert refused.status_code == 422
    assert f'href="#{field.replace(".", "-")}"' in refused.text
    assert 'value="١٢"' in refused.text
    assert "What you entered is kept" in refused.text
    (draft,) = all_of(session, BatchDraft)
    assert draft.rows[0]["often"] == ["4"]
    assert draft.rows[1]["visits"] == ["١٢"]


def test_a_wrong_cell_is_kept_as_it_was_typed_and_marked_until_it_is_put_right(
    browser: TestClient, session: Session, rows: str
) -> None:
    refused = save(browser, rows, _do="later", **{"p1.visits": "100"})
    assert "Person 1, question 4" in refused.text
    again = browser.get(rows).text
    assert 'value="100"' in again
    assert 'id="p1-visits-problem"' in again
    assert "More lamps" in again
    later = save(browser, rows, _do="2", **{"p1.visits": "100"})
    assert str(later.url).endswith("#p2")
    assert "#p1-visits" in save(browser, rows, _do="check", **{"p1.visits": "100"}).text
    assert send(browser, rows).status_code == 422
    assert "p1-visits-problem" not in save(browser, rows, **{"p1.visits": "10"}).text
    assert all_of(session, Response) == []


def test_words_that_are_far_too_long_leave_those_that_were_kept_before(
    browser: TestClient, session: Session, rows: str
) -> None:
    save(browser, rows)
    refused = save(browser, rows, **{"p2.idea": "x" * 60_000, "p2.visits": "3"})
    assert "x" * 60_000 in refused.text
    shown = VERSION.search(refused.text)
    assert shown
    (draft,) = all_of(session, BatchDraft)
    assert draft.rows[1]["idea"] == ["More lamps"]
    assert draft.rows[1]["visits"] == ["3"]
    put_right = browser.post(rows, data=ROWS | {"_version": shown[1], "p2.idea": "Lamps"})
    assert put_right.status_code == 200


def test_nothing_wrong_overwrites_what_another_window_kept(browser: TestClient, rows: str) -> None:
    save(browser, rows)
    late = browser.post(rows, data={"p1.visits": "100", "_version": "old"})
    assert late.status_code == 409
    assert "in another window" in late.text
    assert "What you entered is kept" not in late.text
    assert "We all want lamps." in browser.get(rows).text


def test_what_no_row_has_is_not_kept(browser: TestClient, session: Session, rows: str) -> None:
    more = {"p4.safe": "yes", "p1.safe": "maybe", "p0.safe": "yes", "together.safe": "yes"}
    save(browser, rows, **more, **{"p1.nothing": "x", "p1.often": ["4", "5"]})
    (draft,) = all_of(session, BatchDraft)
    assert draft.rows[0].get("safe", []) == []
    assert len(draft.rows) == 3
    assert "safe" not in draft.together


def test_rows_are_kept_one_after_the_other_and_more_are_added(
    browser: TestClient, session: Session, rows: str
) -> None:
    assert str(save(browser, rows, _do="2").url).endswith("#p2")
    assert str(save(browser, rows, _do="more").url).endswith("#p6")
    assert str(save(browser, rows, _do="check").url).endswith("/send")
    page = browser.get(rows).text
    assert "We all want lamps." in page
    assert 'id="p6"' in page
    assert "Begun on" in browser.get(PAGE).text


def test_another_window_is_not_overwritten_unseen(browser: TestClient, rows: str) -> None:
    save(browser, rows)
    late = browser.post(rows, data={"p1.safe": "no", "_version": "old"})
    assert late.status_code == 409
    assert "in another window" in late.text
    assert "We all want lamps." in browser.get(rows).text
    shown = VERSION.search(late.text)
    assert shown
    assert browser.post(rows, data={"p1.safe": "no", "_version": shown[1]}).status_code == 200
    assert "We all want lamps." not in browser.get(rows).text


def test_before_it_is_sent_all_that_was_entered_is_read_through(
    browser: TestClient, rows: str
) -> None:
    save(browser, rows, **{"p1.visits": "100"})
    page = browser.get(f"{rows}/send").text
    for said in ("Label of safe", "100", "12<", "More lamps", "We all want lamps."):
        assert said in page
    assert "Person 2" in page
    assert "Person 3" not in page
    assert f'href="{rows}#p2"' in page
    assert page.index("Label of safe") < page.index("More lamps") < page.index("all want lamps")


def test_each_person_is_numbered_of_how_many_there_are(browser: TestClient, rows: str) -> None:
    page = browser.get(rows).text
    assert "Person 2 of 3" in page
    assert "A row is" not in page


def test_nothing_is_sent_without_agreement_or_answers(
    browser: TestClient, session: Session, rows: str
) -> None:
    assert send(browser, rows).status_code == 422
    save(browser, rows)
    assert send(browser, rows, agreed="").status_code == 422
    assert all_of(session, Response) == []


def test_what_has_to_be_answered_is_missed_before_it_is_sent(
    browser: TestClient, session: Session, rows: str
) -> None:
    save(browser, rows, **{"p3.often": "2"})
    page = browser.get(f"{rows}/send").text
    assert "#p3-safe" in page
    assert "Person 3, question 1" in page
    assert send(browser, rows).status_code == 422
    assert all_of(session, Response) == []


@pytest.mark.both
def test_a_batch_makes_a_response_of_each_person_and_one_of_the_meeting(
    browser: TestClient, session: Session, rows: str, group: Group
) -> None:
    save(browser, rows)
    page = browser.get(f"{rows}/send").text
    assert "2 people have an answer" in page
    assert "1 empty row is left out" in page
    sent = send(browser, rows)
    assert code_in(sent.text) == crypto.format_code(KEY)
    people = [one for one in all_of(session, Response) if one.respondent is Respondent.INDIVIDUAL]
    (meeting,) = [one for one in all_of(session, Response) if one not in people]
    assert {one.channel for one in (*people, meeting)} == {Channel.HELPED}
    assert {one.language for one in people} == {"so"}
    answers = sorted((one.answers for one in people), key=str)
    assert {"safe": "yes", "often": 4} in answers
    assert {"safe": "no", "why": ["yes", "no"], "visits": 12} in answers
    assert meeting.organisation == {
        "name": "Valley Women",
        "asked": 2,
        "how": "",
        "ways": ["meeting"],
        "languages": {"name": "en"},
    }
    texts = {one.response_id: one.text for one in all_of(session, WrittenAnswer)}
    assert texts[meeting.id] == "We all want lamps."
    assert {one.group_id for one in all_of(session, GroupReturn)} == {group.id}
    assert len(all_of(session, BatchResponse)) == 3
    assert [one.number for one in returned.returns(session, group)] == [0]
    (batch,) = all_of(session, SentBatch)
    assert batch.people == 2
    assert all_of(session, BatchDraft) == []
    assert browser.get(rows).status_code == 410


@pytest.mark.both
def test_taps_at_once_send_one_batch_and_show_one_code(
    browser: TestClient, session: Session, rows: str
) -> None:
    save(browser, rows)
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(lambda _: send(browser, rows), range(4)))
    assert {code_in(one.text) for one in pages} == {crypto.format_code(KEY)}
    assert len(all_of(session, Response)) == 3
    assert send(browser, rows, _key=crypto.new_code()).status_code == 410


@pytest.mark.parametrize(("begun", "status"), [(-2, 200), (2, 422)])
def test_what_was_begun_in_time_may_be_sent_for_a_day(
    browser: TestClient,
    session: Session,
    rows: str,
    parks: Consultation,
    begun: int,
    status: int,
) -> None:
    save(browser, rows)
    (draft,) = all_of(session, BatchDraft)
    parks.closes = now() - timedelta(hours=1)
    draft.started = parks.closes + timedelta(hours=begun / 4)
    session.add_all([parks, draft])
    session.commit()
    assert begin(browser, _key="z" * 22).status_code == 422
    assert send(browser, rows).status_code == status


@pytest.mark.both
def test_one_code_reads_out_what_came_of_it_and_withdraws_all(
    browser: TestClient, session: Session, rows: str
) -> None:
    save(browser, rows)
    send(browser, rows)
    browser.cookies.clear()
    opened = browser.post("/en/receipt", data={"receipt_code": crypto.format_code(KEY)})
    assert "the answers of 2 people were sent" in opened.text
    assert "lamps" not in opened.text
    unsure = browser.post("/en/receipt/batch", data={"receipt_code": KEY})
    assert unsure.status_code == 422
    assert {one.state for one in all_of(session, Response)} == {ResponseState.COUNTED}
    for _ in range(2):
        done = browser.post("/en/receipt/batch", data={"receipt_code": KEY, "sure": "yes"})
        assert "were withdrawn" in done.text
    assert {one.state for one in all_of(session, Response)} == {ResponseState.WITHDRAWN}
    assert all_of(session, WrittenAnswer) == []
    unknown = browser.post("/en/receipt/batch", data={"receipt_code": "x", "sure": "yes"})
    assert "were withdrawn" not in unknown.text


def test_what_is_read_aloud_is_in_the_language_of_the_page(
    browser: TestClient, session: Session, helper: Member
) -> None:
    page = browser.get(f"{HERE}/consultations/parks/read-aloud").text
    assert "Do you agree?" in page
    assert re.search(r"1</bdi>\. .*Label of safe", page)
    urdu = browser.get(f"{HERE}/consultations/parks/read-aloud".replace("/en/", "/ur/")).text
    assert "پارک" in urdu


def test_a_draft_expires_and_can_be_given_up(
    browser: TestClient, session: Session, rows: str
) -> None:
    name = rows.rpartition("/")[2]
    begin(browser, _key="z" * 22)
    for _ in range(2):
        assert browser.post(f"{PAGE}/delete", data={"batch": name}).status_code == 200
    (draft,) = all_of(session, BatchDraft)
    draft.expires = now() - timedelta(minutes=1)
    session.add(draft)
    session.commit()
    assert browser.get(f"{HERE}/batches/{draft.id}").status_code == 404
    queries.forget_expired(session, now())
    session.commit()
    assert all_of(session, BatchDraft) == []


def test_what_a_member_began_is_told_and_goes_with_them(
    browser: TestClient, session: Session, helper: Member
) -> None:
    begin(browser)
    assert "lists of answers that you began" in browser.get("/en/member/held").text
    assert "did not send are deleted" in browser.get("/en/member/leave").text


def test_a_meeting_is_none_of_the_people_that_a_group_counts(
    browser: TestClient, session: Session, helper: Member, group: Group
) -> None:
    for number in (4, 5):
        said = {f"p{place}.safe": "yes" for place in range(1, number + 1)}
        rows = begin(browser, people="5", _key=f"{number}" * 22).url.path
        browser.post(rows, data=said | {"together.idea": "Lamps", "_version": "none"})
        shown = VERSION.search(browser.get(rows).text)
        assert shown
        browser.post(rows, data=said | {"together.idea": "Lamps", "_version": shown[1]})
        send(browser, rows, _key=crypto.new_code())
        session.rollback()
        (counted,) = returned.returns(session, group)
        assert counted.number == (0 if number == 4 else 5)
        session.rollback()
