"""What somebody writes who applies is theirs until they send it, and a group is asked about it."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Membership
from portal.bodies.rules import GroupSays, Joining, Office
from portal.languages.i18n import today
from portal.membership.rules import Role
from tests.bodies.factories import (
    HERE,
    YEAR,
    body,
    chair,
    holder,
    in_body,
    joined,
    only,
    read,
    rows,
    seat,
)
from tests.members.factories import member, outbox, sign_in
from tests.membership.factories import belongs
from tests.membership.factories import verified as group

APPLY = f"{HERE}/join/apply"
SAID = {"as_": "person", "why": "To be heard.", "language": "en", "contact": "email"}
FOR_GROUP = SAID | {"as_": "group", "group": "Valley Women"}


def applied(browser: TestClient, session: Session, said: Mapping[str, Any]) -> Membership:
    """Write an application and send it."""
    browser.post(APPLY, data=said)
    browser.post(f"{APPLY}/check")
    mine: Membership = only(session, Membership)
    return mine


def test_what_is_wrong_is_said_in_the_order_of_the_fields(
    browser: TestClient, session: Session
) -> None:
    body(session)
    sign_in(browser, session, member(session))
    said = {"as_": "group", "group": "Nobody", "contact": "call", "called": "The Chair"}
    page = browser.post(APPLY, data=said | {"language": "en"}).text
    summary = page.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    places = [summary.index(f'href="#{name}"') for name in ("group", "why", "called", "telephone")]
    assert places == sorted(places)


def test_a_group_is_found_by_a_part_of_its_name_that_no_other_has(
    browser: TestClient, session: Session
) -> None:
    body(session)
    group(session)
    group(session, name="Valley Elders")
    sign_in(browser, session, member(session))
    assert browser.post(APPLY, data=FOR_GROUP | {"group": "valley"}).status_code == 422
    sent = browser.post(APPLY, data=FOR_GROUP | {"group": "the WOMEN"})
    assert sent.status_code == 422
    sent = browser.post(APPLY, data=FOR_GROUP | {"group": "valley WOM"})
    assert "Valley Women" in sent.text
    assert sent.url.path.endswith("/check")


@pytest.mark.parametrize("contact", ["call", "text"])
def test_who_wants_to_be_called_is_asked_for_a_number(
    browser: TestClient, session: Session, contact: str
) -> None:
    made = body(session)
    sign_in(browser, session, member(session))
    said = SAID | {"contact": contact}
    page = browser.post(APPLY, data=said)
    assert page.status_code == 422
    assert "Write the telephone number on which the chair may reach you." in page.text
    assert rows(session, Membership) == []
    mine = applied(browser, session, said | {"telephone": "۰۲۹ ۲۰۱۸ ۰۱۲۳"})
    chair(browser, session, made)
    assert "029 2018 0123" in browser.get(f"{HERE}/applications/{mine.id}").text


def test_who_applies_for_themselves_is_not_reached_through_a_group(
    browser: TestClient, session: Session
) -> None:
    body(session)
    sign_in(browser, session, member(session))
    page = browser.post(APPLY, data=SAID | {"contact": "group"})
    assert page.status_code == 422
    assert "Choose another way to be reached." in page.text


def test_a_group_without_a_name_is_asked_for_its_name(
    browser: TestClient, session: Session
) -> None:
    body(session)
    sign_in(browser, session, member(session))
    page = browser.post(APPLY, data=FOR_GROUP | {"group": ""})
    assert page.status_code == 422
    assert "Write the name of the group." in page.text


def test_groups_are_offered_by_name(browser: TestClient, session: Session) -> None:
    body(session)
    group(session, name="Valley Women")
    sign_in(browser, session, member(session))
    assert '<option value="Valley Women"></option>' in browser.get(APPLY).text


def test_each_field_that_is_missing_is_named(browser: TestClient, session: Session) -> None:
    body(session)
    sign_in(browser, session, member(session))
    page = browser.post(APPLY, data={"language": "en"}).text
    for words in (
        "Choose whether you apply for yourself or for a group.",
        "Write why you want to join.",
        "Choose how the chair may reach you.",
    ):
        assert words in page
    assert "Fill in:" not in page


def test_nobody_else_reads_what_was_begun_and_it_stands_there_again(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    person = member(session)
    sign_in(browser, session, person)
    browser.post(APPLY, data=SAID)
    mine = only(session, Membership)
    assert mine.state is Joining.BEGUN
    assert "To be heard." in browser.get(APPLY).text
    chair(browser, session, made)
    assert browser.get(f"{HERE}/applications/{mine.id}").status_code == 404
    assert mine.id not in browser.get(f"{HERE}/today").text


def test_who_sent_it_reads_that_it_is_sent_and_all_that_they_said(
    browser: TestClient, session: Session
) -> None:
    body(session)
    sign_in(browser, session, member(session))
    browser.post(APPLY, data=SAID | {"called": "Zainab", "needs": "A ramp."})
    page = browser.post(f"{APPLY}/check")
    assert "Your application is sent to the chair." in page.text
    assert "You hear within 14 days" in page.text
    assert "Zainab" in page.text
    assert "A ramp." in page.text
    assert browser.post(f"{APPLY}/check").status_code == 200
    assert len(rows(session, Membership)) == 1


def test_nobody_speaks_for_a_group_that_was_not_asked(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    group(session, name="Valley Women", email="valley@group.example", email_public=True)
    person = member(session)
    sign_in(browser, session, person)
    mine = applied(browser, session, FOR_GROUP)
    assert mine.group_says is GroupSays.ASKED
    presiding = chair(browser, session, made)
    page = browser.get(f"{HERE}/applications/{mine.id}").text
    assert "not confirmed by the group" in page
    assert "valley@group.example" in page
    browser.post(f"{HERE}/applications/{mine.id}", data={"_do": "accept", "language": "en"})
    sign_in(browser, session, person)
    assert "A member of" not in browser.get(f"{HERE}/rooms/public/new").text
    sign_in(browser, session, presiding)
    table = browser.get(f"{HERE}/today").text
    assert "Not confirmed by their group" in table
    answer = browser.post(f"{HERE}/applications/{mine.id}", data={"_do": "group_agrees"})
    assert "It is noted that the group agrees." in answer.text
    sign_in(browser, session, person)
    assert "A member of" in browser.get(f"{HERE}/rooms/public/new").text


def test_only_who_speaks_for_the_group_says_who_joins_for_it(
    browser: TestClient, session: Session
) -> None:
    made, circle = body(session), group(session, name="Valley Women")
    other = group(session, name="Other Women")
    mine = joined(session, made, member(session), circle, group_says=GroupSays.ASKED)
    path = f"{HERE}/join/for-group/{mine.id}"
    assert "/member/sign-in" in browser.get(path, follow_redirects=False).headers["location"]
    for where, role in ((circle, Role.HELPER), (other, Role.REPRESENTATIVE)):
        sign_in(browser, session, belongs(session, where, role))
        assert browser.post(path, data={"_do": "yes"}).status_code == 404
    chair(browser, session, made)
    assert browser.get(path).status_code == 404
    assert read(session, mine).group_says is GroupSays.ASKED


@pytest.mark.both
def test_who_speaks_for_the_group_is_told_and_takes_its_name_away(
    browser: TestClient, session: Session
) -> None:
    made, circle = body(session), group(session, name="Valley Women")
    speaker = belongs(session, circle, Role.REPRESENTATIVE, email="speaker@mail.example")
    person = member(session)
    sign_in(browser, session, person)
    mine = applied(browser, session, FOR_GROUP | {"called": "Zainab"})
    (mail,) = outbox(session)
    assert mail.recipient == "speaker@mail.example"
    assert "race" not in f"{mail.subject} {mail.body}".lower()
    sign_in(browser, session, speaker)
    path = f"{HERE}/join/for-group/{mine.id}"
    assert path in browser.get("/en/member").text
    page = browser.get(path).text
    assert "Zainab" in page
    assert (person.email or "") not in page
    browser.post(path, data={"_do": "yes"})
    assert read(session, mine).group_says is GroupSays.YES
    seated = seat(session, made, member_id=person.id, group_id=circle.id, until=today() + YEAR)
    answer = browser.post(path, data={"_do": "no"})
    assert "It is noted that they do not speak for your group." in answer.text
    assert read(session, mine).group_says is GroupSays.NO
    assert read(session, seated).group_id is None


@pytest.mark.parametrize("way", ["accept", "group_agrees"])
def test_a_group_is_told_when_the_chair_notes_that_it_agrees_and_can_say_no(
    browser: TestClient, session: Session, way: str
) -> None:
    made, circle = body(session), group(session, name="Valley Women", email="circle@mail.example")
    state = Joining.WAITING if way == "accept" else Joining.ACCEPTED
    mine = joined(session, made, member(session), circle, state, group_says=GroupSays.ASKED)
    speaker = belongs(session, circle, Role.REPRESENTATIVE, email="speaker@mail.example")
    chair(browser, session, made)
    path = f"{HERE}/applications/{mine.id}"
    browser.post(path, data={"_do": way, "group_agrees": "yes", "language": "en"})
    assert read(session, mine).group_says is GroupSays.YES
    told = [one.recipient for one in outbox(session)]
    assert told.count("speaker@mail.example") == 1
    assert "circle@mail.example" not in told
    sign_in(browser, session, speaker)
    assert f"{HERE}/join/for-group/{mine.id}" in browser.get("/en/member").text


def test_where_nobody_speaks_for_a_group_here_its_contact_is_told(
    browser: TestClient, session: Session
) -> None:
    made, circle = body(session), group(session, name="Valley Women", email="circle@mail.example")
    mine = joined(session, made, member(session), circle, group_says=GroupSays.ASKED)
    chair(browser, session, made)
    browser.post(f"{HERE}/applications/{mine.id}", data={"_do": "group_agrees"})
    (mail,) = [one for one in outbox(session) if one.recipient == "circle@mail.example"]
    assert "Valley Women" not in mail.subject
    assert "speaks for your group" in mail.body


def test_the_chair_does_not_note_a_yes_over_the_no_of_a_group(
    browser: TestClient, session: Session
) -> None:
    made, circle = body(session), group(session, name="Valley Women")
    mine = joined(session, made, member(session), circle, group_says=GroupSays.NO)
    chair(browser, session, made)
    browser.post(f"{HERE}/applications/{mine.id}", data={"_do": "group_agrees"})
    assert read(session, mine).group_says is GroupSays.NO


def test_yes_and_no_in_turn_floods_neither_the_applicant_nor_the_chair(
    browser: TestClient, session: Session
) -> None:
    made, circle = body(session), group(session, name="Valley Women")
    person = member(session, email="person@mail.example")
    mine = joined(session, made, person, circle, group_says=GroupSays.ASKED)
    holder(session, made, Office.CHAIR, member(session, email="chair@mail.example"))
    sign_in(browser, session, belongs(session, circle, Role.REPRESENTATIVE))
    for says in ("yes", "no") * 6:
        browser.post(f"{HERE}/join/for-group/{mine.id}", data={"_do": says})
    assert read(session, mine).group_says is GroupSays.NO
    sent = [one.recipient for one in outbox(session)]
    assert (sent.count("person@mail.example"), sent.count("chair@mail.example")) == (3, 1)


def test_to_apply_and_leave_in_turn_floods_nobody_who_speaks_for_a_group(
    browser: TestClient, session: Session
) -> None:
    body(session)
    circle = group(session, name="Valley Women")
    belongs(session, circle, Role.REPRESENTATIVE, email="speaker@mail.example")
    sign_in(browser, session, member(session))
    for _ in range(5):
        applied(browser, session, FOR_GROUP)
        browser.post(f"{HERE}/join/leave", data={"sure": "yes"})
        assert rows(session, Membership) == []
    assert len(outbox(session)) == 3


@pytest.mark.parametrize("state", [Joining.WAITING, Joining.ACCEPTED])
def test_the_chair_is_mailed_and_reads_it_when_a_group_objects(
    browser: TestClient, session: Session, state: Joining
) -> None:
    made, circle = body(session), group(session, name="Valley Women")
    mine = joined(session, made, member(session), circle, state, group_says=GroupSays.ASKED)
    head = member(session, email="chair@mail.example")
    holder(session, made, Office.CHAIR, head)
    holder(session, made, Office.DEPUTY, member(session, email="deputy@mail.example"))
    path = f"{HERE}/join/for-group/{mine.id}"
    sign_in(browser, session, belongs(session, circle, Role.REPRESENTATIVE))
    for says in ("yes", "no", "no"):
        browser.post(path, data={"_do": says})
    (mail,) = [one for one in outbox(session) if one.recipient == "chair@mail.example"]
    assert "Valley Women" not in f"{mail.subject} {mail.body}"
    assert not [one for one in outbox(session) if one.recipient == "deputy@mail.example"]
    sign_in(browser, session, head)
    page = browser.get(f"{HERE}/today").text
    assert "The group says that they do not speak for it" in page


def test_a_member_of_the_group_speaks_for_it_at_once_until_it_objects(
    browser: TestClient, session: Session
) -> None:
    body(session)
    sign_in(browser, session, belongs(session, group(session, name="Valley Women")))
    assert applied(browser, session, FOR_GROUP).group_says is GroupSays.YES


def test_the_page_of_a_member_leads_to_their_work_and_their_bodies(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    person = in_body(browser, session, made)
    page = browser.get("/en/member").text
    assert f'href="{HERE}"' in page
    assert f"{HERE}/today" not in page
    holder(session, made, Office.CHAIR, person)
    page = browser.get("/en/member").text
    assert page.index(f"{HERE}/today") < page.index(f'href="{HERE}"') < page.index('name="name"')


def test_whoever_presides_reads_what_they_did_and_who_applied(
    browser: TestClient, session: Session
) -> None:
    made, circle = body(session), group(session, name="Valley Women")
    joined(session, made, member(session), circle, state=Joining.WAITING, called="Zainab")
    chair(browser, session, made)
    page = browser.get(f"{HERE}/today").text
    assert "Zainab" in page
    assert "Valley Women" in page
    said = {"_do": "decline", "said": "We are full.", "language": "en"}
    path = f"{HERE}/applications/{only(session, Membership).id}"
    assert "You declined the application." in browser.post(path, data=said).text
