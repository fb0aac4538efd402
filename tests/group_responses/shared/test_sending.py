"""A group's answer is sent once, by who speaks for it; what is left, and what staff read of it."""

import csv
import io
import re
from datetime import timedelta

import pytest
from httpx2 import Response as Page
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role as StaffRole
from portal.analysis import queries as analysis
from portal.consultations.models import Consultation, Draft, Response, WrittenAnswer
from portal.consultations.rules import Channel, Respondent, ResponseState
from portal.group_responses.models import GroupReturn
from portal.group_responses.shared.models import SharedAnswer, SharedChange
from portal.groups.rules import State
from portal.membership.rules import Role
from portal.store.db import now
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as sign_in_staff
from tests.consultations.answering.test_at_once import at_once
from tests.group_responses.factories import (
    ABOUT,
    CHECK,
    PARKS,
    SEND,
    WHOM,
    carried,
    leader,
    ready,
    send,
    signed_in,
    write,
)
from tests.members.factories import all_of
from tests.membership.factories import held as read

WITHDRAW = f"{PARKS}/withdraw"
STAFF = "/en/staff/consultations/parks"


def code_in(page: Page) -> str:
    """Read the receipt code of a page."""
    found = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){5}", page.text)
    assert found
    return found.group()


def closed(session: Session, ago: timedelta) -> None:
    """Let the consultation have closed a while ago, after a draft was begun."""
    session.rollback()
    item = session.exec(select(Consultation)).one()
    item.closes = now() - ago
    session.commit()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.HELPER])
def test_nobody_but_who_speaks_for_the_group_sends_or_withdraws(
    browser: TestClient, session: Session, role: Role
) -> None:
    own = leader(browser, session)
    ready(own)
    other = signed_in(browser, session, read(session), role)
    assert "Send the answer of our group" not in other.get(CHECK).text
    assert other.post(SEND, data=carried(own.get(CHECK).text)).status_code == 403
    assert all_of(session, Response) == []
    send(own)
    assert other.post(WITHDRAW, data={"sure": "yes"}).status_code == 403
    assert "Trees" in other.get(PARKS).text
    assert "Withdraw the answer" not in other.get(PARKS).text


def test_nothing_is_sent_before_it_is_said_whom_the_group_asked(
    browser: TestClient, session: Session
) -> None:
    own = leader(browser, session)
    assert send(own).status_code == 409
    write(own, idea="Trees")
    assert "Before it can be sent" in own.get(CHECK).text
    page = send(own)
    assert page.status_code == 422
    assert "For how many people does the group speak?" in page.text
    assert write(own, ABOUT, **WHOM | {"_people": "0"}).status_code == 422
    assert send(own).status_code == 422
    assert all_of(session, Response) == []


def test_what_was_changed_since_it_was_shown_is_read_before_it_is_sent(
    browser: TestClient, session: Session
) -> None:
    own = leader(browser, session)
    ready(own)
    form = carried(own.get(CHECK).text)
    other = signed_in(browser, session, read(session))
    write(other, idea="Shrubs")
    page = own.post(SEND, data=form)
    assert page.status_code == 409
    assert "This changed:" in page.text
    assert "Shrubs" in page.text
    assert all_of(session, Response) == []
    assert "Thank you" in own.post(SEND, data=carried(page.text)).text


def test_a_group_that_rests_since_sends_nothing(browser: TestClient, session: Session) -> None:
    own = leader(browser, session)
    ready(own)
    form = carried(own.get(CHECK).text)
    group = read(session)
    group.state = State.PAUSED
    session.add(group)
    session.commit()
    assert own.post(SEND, data=form).status_code == 409
    assert all_of(session, Response) == []


@pytest.mark.both
def test_a_draft_may_be_sent_for_a_day_after_closing_and_not_longer(
    browser: TestClient, session: Session
) -> None:
    own = leader(browser, session)
    ready(own)
    form = carried(own.get(CHECK).text)
    closed(session, timedelta(hours=25))
    assert own.post(SEND, data=form).status_code == 409
    assert all_of(session, Response) == []
    # It was begun before this closing moment only if that lies after it.
    closed(session, timedelta(seconds=-1))
    assert "Go on with your answer together" in own.get(PARKS.rpartition("/")[0]).text
    assert own.post(SEND, data=form).status_code == 200


@pytest.mark.both
def test_what_is_sent_is_one_answer_of_the_group_and_leaves_nothing_behind(
    browser: TestClient, session: Session
) -> None:
    own = leader(browser, session)
    ready(own)
    page = send(own)
    code = code_in(page)
    (response,) = all_of(session, Response)
    assert response.channel is Channel.GROUP
    assert response.respondent is Respondent.ORGANISATION
    assert response.organisation == {
        "name": "Valley Women",
        "asked": 12,
        "how": "We met on Friday.",
        "ways": ["meeting"],
        "languages": {"name": "en", "how": "en"},
    }
    (text,) = all_of(session, WrittenAnswer)
    assert (text.question, text.text) == ("idea", "Trees")
    assert response.answers == {}
    (row,) = all_of(session, SharedAnswer)
    assert (row.code, row.draft_id, row.response_id) == ("", None, response.id)
    assert all_of(session, Draft) == all_of(session, SharedChange) == []
    (credited,) = all_of(session, GroupReturn)
    assert credited.response_id == response.id
    assert "See what your group sent" in own.get(PARKS.rpartition("/")[0]).text
    opened = browser.post("/en/receipt", data={"receipt_code": code})
    assert "Valley Women" in opened.text
    assert "At a meeting" in opened.text


def test_words_of_a_group_are_quoted_only_if_who_sends_them_ticked_it(
    browser: TestClient, session: Session
) -> None:
    own = leader(browser, session)
    write(own, idea="Trees")
    assert own.post(SEND, data=carried(own.get(CHECK).text) | {"may_quote": "yes"}).text.count(
        'name="may_quote" type="checkbox" value="yes" checked'
    )
    ready(own)
    page = own.get(CHECK).text
    assert 'name="may_quote" type="checkbox" value="yes">' in page
    code = code_in(own.post(SEND, data=carried(page) | {"may_quote": "yes"}))
    assert [one.may_quote for one in all_of(session, Response)] == [True]
    assert "Whoever has the receipt code can take it back." in own.get(PARKS).text
    browser.post("/en/receipt/quoting", data={"receipt_code": code})
    assert [one.may_quote for one in all_of(session, Response)] == [False]


def test_the_second_tap_is_shown_the_same_code(browser: TestClient, session: Session) -> None:
    own = leader(browser, session)
    ready(own)
    form = carried(own.get(CHECK).text)
    first, second = (own.post(SEND, data=form) for _ in range(2))
    assert code_in(first) == code_in(second)
    assert len(all_of(session, Response)) == 1


@pytest.mark.both
def test_two_who_send_at_once_send_one_answer(browser: TestClient, session: Session) -> None:
    own = leader(browser, session)
    ready(own)
    forms = [(SEND, carried(own.get(CHECK).text)) for _ in range(4)]
    assert sorted(at_once(own, *forms)) == [200, 409, 409, 409]
    assert len(all_of(session, Response)) == len(all_of(session, GroupReturn)) == 1
    late = own.post(SEND, data=forms[0][1] | {"_code": ""})
    assert "It was sent once." in late.text


@pytest.mark.both
def test_a_representative_withdraws_it_and_the_group_may_begin_anew(
    browser: TestClient, session: Session
) -> None:
    own = leader(browser, session)
    ready(own)
    send(own)
    assert own.post(WITHDRAW).status_code == 422
    page = own.post(WITHDRAW, data={"sure": "yes"})
    assert "was withdrawn and deleted" in page.text
    (response,) = all_of(session, Response)
    assert response.state is ResponseState.WITHDRAWN
    assert (response.organisation, all_of(session, WrittenAnswer)) == ({}, [])
    assert own.post(WITHDRAW, data={"sure": "yes"}).status_code == 200
    assert "Start now" in own.get(PARKS).text
    ready(own)
    assert "Thank you" in send(own).text
    assert len(all_of(session, Response)) == 2


def test_the_receipt_code_withdraws_it_for_the_group_as_well(
    browser: TestClient, session: Session
) -> None:
    own = leader(browser, session)
    ready(own)
    code = code_in(send(own))
    browser.post("/en/receipt/withdraw", data={"receipt_code": code, "sure": "yes"})
    assert "Start now" in own.get(PARKS).text


def test_a_member_who_answers_as_themselves_is_another_response(
    browser: TestClient, session: Session
) -> None:
    own = leader(browser, session)
    ready(own)
    send(own)
    page = own.get("/en/consultations/parks/respond/s1").text
    assert "You are answering as yourself" in page
    assert page.count("Valley Women") == 0


def test_staff_read_it_under_the_groups_name_and_in_no_count_of_people(
    browser: TestClient, session: Session
) -> None:
    own = leader(browser, session)
    ready(own)
    send(own)
    session.rollback()
    sign_in_staff(browser, session, account(session, StaffRole.ANALYST))
    page = browser.get(f"{STAFF}/organisations").text
    assert "Valley Women" in page
    assert "At a meeting" in page
    assert "A group together" in page
    assert ">12<" in page
    text = browser.get(f"{STAFF}/responses.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["channel"], row["respondent"]) == ("group", "organisation")
    assert (row["organisation.asked"], row["organisation.ways"]) == ("12", "meeting")
    item = session.exec(select(Consultation)).one()
    assert analysis.standing(session, item) == []
