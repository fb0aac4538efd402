"""Who comes says what they need, and nobody is shown who it was."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Membership
from portal.coming.needs import keeping
from portal.coming.needs.models import MeetingNeed
from portal.coming.needs.rules import State
from portal.meetings import acts
from portal.meetings.models import Meeting
from portal.members.models import Member
from portal.store.db import now
from tests.bodies.factories import body, in_body
from tests.coming.planned import comes, planned
from tests.members.factories import all_of, member, sign_in

RAMP = "A ramp, because of my <knee>"
ASKED = {"needed": ["interpreter", "step_free"], "language": "Kurdish", "words": ""}


def at(meeting: Meeting) -> str:
    return f"/en/member/meetings/{meeting.id}/needs"


def coming(browser: TestClient, session: Session, **changes: Any) -> tuple[Meeting, Member]:
    """Have somebody who comes to a meeting look at it."""
    made = body(session)
    person = in_body(browser, session, made, **changes)
    one = planned(session, made)
    comes(session, one, person)
    session.refresh(one)
    session.rollback()
    return one, person


def needs(session: Session) -> list[tuple[str, str, str]]:
    rows = all_of(session, MeetingNeed)
    return sorted((one.needed.value, one.language, one.state.value) for one in rows)


def test_who_does_not_come_is_not_asked(browser: TestClient, session: Session) -> None:
    one, _ = coming(browser, session)
    for answer in (None, False):
        other = member(session)
        if answer is not None:
            comes(session, one, other, comes=answer)
        sign_in(browser, session, other)
        assert browser.get(at(one)).status_code == 404
        assert browser.post(at(one), data=ASKED).status_code == 404
    browser.cookies.clear()
    browser.post(at(one), data=ASKED)
    assert needs(session) == []


@pytest.mark.both
def test_who_left_the_body_is_not_asked_any_more(browser: TestClient, session: Session) -> None:
    one, _ = coming(browser, session)
    browser.post(at(one), data=ASKED)
    for mine in all_of(session, Membership):
        session.delete(mine)
    session.commit()
    assert browser.get(at(one)).status_code == 404
    assert browser.post(at(one), data=ASKED).status_code == 404
    keeping.finish(session, now())
    session.commit()
    assert needs(session) == []


@pytest.mark.parametrize("ending", ["cancelled", "over", "nothing"])
def test_nothing_is_asked_for_a_meeting_that_is_not_to_come(
    browser: TestClient, session: Session, ending: str
) -> None:
    one, _ = coming(browser, session)
    if ending == "cancelled":
        acts.cancel(session, one)
    if ending == "over":
        one.ends = now()
        session.add(one)
    session.commit()
    address = at(one) if ending != "nothing" else "/en/member/meetings/nothing/needs"
    assert browser.post(address, data=ASKED).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"needed": ["money"]}, "needed"),
        ({"language": ""}, "language"),
        ({"language": "x" * 60_000}, "language"),
        ({"needed": ["other"], "language": ""}, "words"),
        ({"needed": ["other"], "words": "\u200b\u2060"}, "words"),
        ({"needed": ["other"], "words": "x" * 301}, "words"),
        ({"needed": ["other"], "words": "/" * 60_000}, "words"),
    ],
)
def test_what_nobody_could_book_is_refused_and_nothing_typed_is_lost(
    browser: TestClient, session: Session, changes: dict[str, Any], field: str
) -> None:
    one, _ = coming(browser, session)
    page = browser.post(at(one), data={"words": "After <five>"} | ASKED | changes)
    assert page.status_code == 422
    assert f'href="#{field}' in page.text
    assert needs(session) == []


@pytest.mark.both
def test_what_is_needed_is_kept_and_shown_to_who_asked(
    browser: TestClient, session: Session
) -> None:
    one, _ = coming(browser, session)
    page = browser.post(at(one), data=ASKED)
    assert "We tell you what is booked" in page.text
    assert "Asked for" in page.text
    assert needs(session) == [("interpreter", "ku", "waiting"), ("step_free", "ku", "waiting")]


def test_a_language_is_named_in_any_language_and_by_default_ones_own(
    browser: TestClient, session: Session
) -> None:
    one, _ = coming(browser, session, language="ur")
    for typed, tag in (("Sorani", "ckb"), ("اردو", "ur"), ("kurdyjski", "ku"), ("العربية", "ar")):
        browser.post(at(one), data=ASKED | {"language": typed})
        assert needs(session)[0][1] == tag
    browser.post(at(one), data={"needed": ["large_print"], "language": ""})
    assert needs(session) == [("large_print", "ur", "waiting")]


def test_the_language_stands_there_before_anything_is_said(
    browser: TestClient, session: Session
) -> None:
    one, _ = coming(browser, session)
    page = browser.get(at(one).replace("/en/", "/ur/")).text
    assert 'value="اردو"' in page
    assert "(optional)" not in browser.get(at(one)).text.partition("In which language?")[2][:20]


def test_who_writes_what_they_need_needs_it_whether_or_not_the_box_is_ticked(
    browser: TestClient, session: Session
) -> None:
    one, _ = coming(browser, session)
    browser.post(at(one), data={"language": "", "words": RAMP})
    assert [need[0] for need in needs(session)] == ["other"]


@pytest.mark.both
def test_a_helper_asks_for_interpreters_in_several_languages_each_once(
    browser: TestClient, session: Session
) -> None:
    one, _ = coming(browser, session)
    asked = ASKED | {"language": "Urdu, Kurdish, urdu, Hill talk"}
    browser.post(at(one), data=asked)
    interpreters = [("interpreter", tag, "waiting") for tag in ("ku", "und", "ur")]
    assert needs(session) == [*interpreters, ("step_free", "ur", "waiting")]
    page = browser.get(at(one)).text
    for name in ("Urdu", "Kurdish", "Hill talk"):
        assert name in page.partition('name="language"')[2].partition(">")[0]
    for row in all_of(session, MeetingNeed):
        row.state = State.BOOKED
    session.commit()
    browser.post(at(one), data=asked | {"language": "Kurdish, Polish"})
    assert needs(session) == [
        *(("interpreter", "ku", "booked"), ("interpreter", "pl", "waiting")),
        ("step_free", "ur", "booked"),
    ]


def test_a_language_that_we_do_not_know_stays_as_it_was_named(
    browser: TestClient, session: Session
) -> None:
    one, _ = coming(browser, session)
    typed = "Kurmancî of the hills"
    browser.post(at(one), data=ASKED | {"needed": ["interpreter"], "language": typed})
    assert needs(session) == [("interpreter", "und", "waiting")]
    assert f'value="{typed}"' in browser.get(at(one)).text


@pytest.mark.both
def test_a_correction_waits_anew_and_what_stays_the_same_stays_booked(
    browser: TestClient, session: Session
) -> None:
    one, _ = coming(browser, session)
    browser.post(at(one), data=ASKED)
    for row in all_of(session, MeetingNeed):
        row.state = State.BOOKED
        session.add(row)
    session.commit()
    browser.post(at(one), data=ASKED | {"needed": ["interpreter", "hearing_loop"]})
    assert needs(session) == [("hearing_loop", "ku", "waiting"), ("interpreter", "ku", "booked")]
    browser.post(at(one), data=ASKED | {"needed": ["interpreter"], "language": "Somali"})
    assert needs(session) == [("interpreter", "so", "waiting")]
    browser.post(at(one), data={"language": "", "words": ""})
    assert needs(session) == []


@pytest.mark.both
def test_words_about_somebodys_health_are_sealed(browser: TestClient, session: Session) -> None:
    one, _ = coming(browser, session)
    browser.post(at(one), data={"needed": ["other"], "language": "", "words": RAMP})
    (kept,) = all_of(session, MeetingNeed)
    assert b"ramp" not in kept.words
    assert "A ramp, because of my &lt;knee&gt;" in browser.get(at(one)).text
    assert "because of my <knee>" in browser.get("/en/member/held").text


def test_what_is_typed_stays_when_the_page_changes_its_language(
    browser: TestClient, session: Session
) -> None:
    one, _ = coming(browser, session)
    sent = {"needed": "other", "words": RAMP, "_switch": "cy"}
    page = browser.post(at(one), data=sent)
    assert 'lang="cy"' in page.text
    assert "because of my &lt;knee&gt;" in page.text
    assert needs(session) == []


@pytest.mark.both
def test_two_taps_ask_once(browser: TestClient, session: Session) -> None:
    one, _ = coming(browser, session)
    address = at(one)
    with ThreadPoolExecutor(3) as pool:
        sent = pool.map(lambda _: browser.post(address, data=ASKED).status_code, range(6))
        assert set(sent) == {200}
    assert needs(session) == [("interpreter", "ku", "waiting"), ("step_free", "ku", "waiting")]


def test_what_is_needed_goes_with_the_member(browser: TestClient, session: Session) -> None:
    one, _ = coming(browser, session)
    browser.post(at(one), data=ASKED)
    browser.post("/en/member/leave", data={"words": "goes", "sure": "yes"})
    assert all_of(session, Member) == []
    assert needs(session) == []
