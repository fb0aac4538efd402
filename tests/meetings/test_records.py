"""What came of a meeting: who was there, the chair's summary, minutes, and actions."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Seat
from portal.languages.i18n import day, today
from portal.meetings.models import (
    Action,
    ActionVersion,
    Attendance,
    Meeting,
    Record,
    RecordVersion,
)
from portal.meetings.rules import OF_BODIES, Kind, Owner, What
from tests.bodies.factories import HERE, body, chair, in_body, only, read, rows
from tests.forum.test_translating import versioned
from tests.groups.factories import group
from tests.meetings.factories import LIST, MINUTES, at, kept, meeting, shows, written
from tests.members.factories import member, sign_in

SUMMARY = MINUTES | {"text": "The council mends the lights."}


def action(days: int = 7, **changes: str) -> dict[str, str]:
    due = today() + timedelta(days=days)
    boxes = {"due.day": str(due.day), "due.month": str(due.month), "due.year": str(due.year)}
    said = {"words": "Mend the lights", "language": "en", "owner": "council", "named": "yes"}
    return {**boxes, **said, **changes}


def noted(session: Session, one: Meeting, **changes: Any) -> Action:
    values: dict[str, Any] = {
        "meeting_id": one.id,
        "words": "Mend the lights",
        "language": "en",
        "owner": Owner.COUNCIL,
        "due": today() + timedelta(days=3),
    }
    made: Action = kept(session, Action(**(values | changes)))
    return made


@pytest.mark.parametrize("way", ["/write/summary", "/write/minutes", "/there", "/actions"])
def test_nobody_else_writes_down_what_came_of_a_meeting(
    browser: TestClient, session: Session, way: str
) -> None:
    made = body(session)
    one, path = (over := meeting(session, made, days=-3)), at(over, way)
    assert browser.post(path, data=MINUTES | action()).status_code == 403
    sign_in(browser, session, member(session))
    assert browser.post(path, data=MINUTES | action()).status_code == 403
    in_body(browser, session, made)
    assert browser.get(path).status_code == 403
    assert browser.post(path, data=MINUTES | action()).status_code == 403
    assert browser.post(at(one, "/agree")).status_code == 403
    assert rows(session, Record) + rows(session, Action) == []


@pytest.mark.parametrize("way", ["/write/summary", "/write/minutes", "/there", "/actions"])
def test_nothing_came_of_a_meeting_that_has_not_begun(
    browser: TestClient, session: Session, way: str
) -> None:
    made = body(session)
    soon = meeting(session, made)
    chair(browser, session, made)
    assert browser.post(at(soon, way), data=MINUTES | action()).status_code == 409
    assert rows(session, Record) + rows(session, Action) == []


def test_the_summary_is_owed_within_a_week_and_everybody_sees_it(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    over = meeting(session, made, days=-3)
    for path in (HERE, at(over)):
        assert shows(browser, path, "days left")
    assert shows(browser, LIST, "The summary is owed")
    meeting(session, made, days=-11)
    assert shows(browser, HERE, "Overdue by")
    chair(browser, session, made)
    assert shows(
        browser, f"{HERE}/today", f"Write the summary of the meeting on {day(over.starts)}"
    )


@pytest.mark.both
def test_a_summary_is_public_at_once_and_stands_in_several_languages(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    over = meeting(session, made, days=-3)
    chair(browser, session, made)
    browser.post(at(over, "/write/summary"), data=SUMMARY)
    path = at(over, "/translations/summary/ur")
    form = versioned(browser.get(path).text) | {"named": "yes"}
    browser.post(path, data=form | {"text": "کونسل روشنیاں ٹھیک کرے گی۔"})
    browser.cookies.clear()
    assert shows(browser, at(over), SUMMARY["text"])
    assert shows(browser, at(over, "?in=ur"), "روشنیاں")
    assert shows(browser, at(over, lang="ur"), "روشنیاں")
    assert shows(browser, at(over, lang="pl"), SUMMARY["text"])
    assert not shows(browser, HERE, "owes a summary")


def test_the_summary_is_a_sheet_to_read_aloud(browser: TestClient, session: Session) -> None:
    made = body(session)
    over, sheet = (one := meeting(session, made, days=-3)), at(one, "/aloud")
    noted(session, over)
    assert browser.get(sheet).status_code == 404
    chair(browser, session, made)
    browser.post(at(over, "/write/summary"), data=SUMMARY | {"text": "Lights.\n \nRoads."})
    way = at(over, "/translations/summary/ur")
    browser.post(way, data=versioned(browser.get(way).text) | {"text": "سڑک", "named": "yes"})
    chair(browser, session, made)
    browser.post(way, data=versioned(browser.get(way).text) | {"_do": "check"})
    browser.cookies.clear()
    page = browser.get(f"{sheet}?in=en").text
    assert [page.count(word) for word in ("Lights.", "Roads.", "Mend the lights")] == [1, 1, 1]
    assert page[page.index("<ol>") : page.index("aloud__way")].count("<li>") == 3
    assert f"https://voices.example{at(over)}</bdi>" in page
    assert shows(browser, at(over, "/aloud", lang="ur"), "سڑک")
    assert f'href="{sheet}?in=en"' in browser.get(at(over)).text


def test_nobody_is_named_without_a_noted_yes(browser: TestClient, session: Session) -> None:
    made = body(session)
    over = meeting(session, made, days=-3)
    chair(browser, session, made)
    for what in ("summary", "minutes"):
        page = browser.post(at(over, f"/write/{what}"), data=SUMMARY | {"named": ""})
        assert page.status_code == 422
        assert "everybody who is named agreed" in page.text
        assert SUMMARY["text"] in page.text
    assert rows(session, Record) == []
    browser.post(at(over, "/write/minutes"), data=MINUTES)
    assert only(session, Record).noted


def test_a_text_that_is_too_long_is_refused_and_stays(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    over = meeting(session, made, days=-3)
    chair(browser, session, made)
    page = browser.post(at(over, "/write/minutes"), data=MINUTES | {"text": "ص" * 60_000})
    assert page.status_code == 422
    assert "صصص" in page.text


def test_minutes_are_read_by_members_as_a_draft_and_by_everybody_once_agreed(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    over = meeting(session, made, days=-20)
    path = at(over, "/minutes")
    chair(browser, session, made)
    browser.post(at(over, "/write/minutes"), data=MINUTES)
    assert browser.post(at(over, "/agree")).status_code == 422
    in_body(browser, session, made)
    assert shows(browser, path, MINUTES["text"])
    sign_in(browser, session, member(session))
    assert browser.get(path).status_code == 403
    browser.cookies.clear()
    assert browser.get(path).status_code == 403
    assert shows(browser, at(over), "They are drafted.")
    next_one = meeting(session, made, days=-1)
    chair(browser, session, made)
    assert "The minutes are agreed." in browser.post(at(over, "/agree")).text
    assert read(session, over).agreed_at == next_one.id
    browser.cookies.clear()
    assert shows(browser, path, MINUTES["text"])
    assert shows(browser, path, f"at the meeting on {day(next_one.starts)}")
    assert shows(browser, at(next_one), f"The minutes of {day(over.starts)} were agreed")
    assert shows(browser, LIST, "Minutes agreed")


@pytest.mark.both
def test_how_minutes_read_before_is_kept_and_drafts_are_for_members(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    over = meeting(session, made, days=-20)
    meeting(session, made, days=-1)
    chair(browser, session, made)
    path, history = at(over, "/write/minutes"), at(over, "/history/minutes/en")
    for text in ("First draft.", "As agreed.", "Corrected."):
        if text == "Corrected.":
            browser.post(at(over, "/agree"))
        version = (rows(session, Record) or [None])[0]
        browser.post(path, data=MINUTES | {"text": text, "_version": version and version.revision})
    assert only(session, Record).text == "Corrected."
    assert shows(browser, history, "First draft.")
    browser.cookies.clear()
    page = browser.get(history).text
    assert ("First draft." in page, "As agreed." in page) == (False, True)


def test_versions_that_name_somebody_are_deleted(browser: TestClient, session: Session) -> None:
    made = body(session)
    over = meeting(session, made, days=-20)
    one = written(session, over)
    before: dict[str, Any] = {"text": "Mr Hidden said.", "language": "en", "made": one.made}
    kept(session, RecordVersion(record_id=one.id or 0, **before))
    forget = at(over, "/history/minutes/en/forget")
    in_body(browser, session, made)
    assert browser.post(forget).status_code == 403
    chair(browser, session, made)
    browser.post(forget)
    assert rows(session, RecordVersion) == []


def test_the_second_who_saves_minutes_sees_what_the_first_wrote(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    over = meeting(session, made, days=-20)
    chair(browser, session, made)
    path = at(over, "/write/minutes")
    browser.post(path, data=MINUTES | {"text": "Theirs."})
    page = browser.post(path, data=MINUTES | {"text": "Mine."})
    assert page.status_code == 409
    assert "Theirs." in page.text
    assert "Mine." in page.text
    assert only(session, Record).text == "Theirs."


def test_everybody_reads_which_groups_were_there_and_never_who(
    browser: TestClient, session: Session
) -> None:
    made, women, others = body(session), group(session, "Women"), group(session, "Strangers")
    kept(session, Seat(body_id=made.id or 0, title={"en": "A seat"}, group_id=women.id))
    over = meeting(session, made, days=-3)
    chair(browser, session, made)
    path = at(over, "/there")
    wrong = {"people": "12", "groups": str(others.id)}
    assert browser.post(path, data=wrong).status_code == 422
    browser.post(path, data={"people": "12", "groups": str(women.id)})
    assert only(session, Attendance).group_id == women.id
    browser.cookies.clear()
    page = browser.get(at(over)).text
    assert "12 people were there." in page
    assert "Women" in page


@pytest.mark.both
def test_new_words_are_vouched_for_anew(browser: TestClient, session: Session) -> None:
    made = body(session)
    over = meeting(session, made, days=-2)
    chair(browser, session, made)
    for what in What:
        path = at(over, f"/write/{what}")
        browser.post(path, data=MINUTES)
        page = browser.get(path).text
        assert MINUTES["text"] in page
        assert " checked" not in page
        late = {"text": "Ann said so.", "named": "", "_version": "2"}
        assert browser.post(path, data=MINUTES | late).status_code == 422


def test_an_action_is_named_by_its_language(browser: TestClient, session: Session) -> None:
    made = body(session)
    over = meeting(session, made, days=-2)
    noted(session, over)
    assert "English" in browser.get(at(over, lang="ur")).text.partition('id="actions"')[2]
    actions = browser.get(at(over)).text.partition('id="actions"')[2].partition("</ul>")[0]
    assert "English" not in actions


def test_the_same_action_is_noted_once(browser: TestClient, session: Session) -> None:
    made = body(session)
    over = meeting(session, made, days=-2)
    chair(browser, session, made)
    for words in ("Mend the lights", "Mend the lights", "Mend the road"):
        page = browser.post(at(over, "/actions"), data=action(words=words))
        assert "The action is noted." in page.text
    assert [one.words for one in rows(session, Action)] == ["Mend the lights", "Mend the road"]


def test_an_action_stays_open_on_every_page_until_it_is_done(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    over, soon = meeting(session, made, days=-20), meeting(session, made)
    chair(browser, session, made)
    page = browser.post(at(over, "/actions"), data=action(words="") | {"due.day": "40"})
    assert page.status_code == 422
    browser.post(at(over, "/actions"), data=action())
    one = only(session, Action)
    browser.cookies.clear()
    for path in (at(over), at(soon), HERE):
        assert shows(browser, path, "Mend the lights")
    finish = at(soon, f"/actions/{one.id}/done")
    in_body(browser, session, made)
    assert browser.post(finish, data={"_do": "done"}).status_code == 403
    chair(browser, session, made)
    browser.post(finish, data={"_do": "done"})
    assert read(session, one).done == today()
    assert not shows(browser, HERE, "Mend the lights")
    assert shows(browser, at(over), "Mend the lights")
    browser.post(finish, data={"_do": "open"})
    assert read(session, one).done is None


def test_an_action_that_is_late_is_shown_so_and_a_meeting_after_it_was_done_knows_it_no_more(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    first, between, last = (meeting(session, made, days=-ago) for ago in (30, 20, 10))
    noted(session, first, due=today() - timedelta(days=1))
    done = today() - timedelta(days=15)
    noted(session, first, words="Ring the school", done=done)
    assert shows(browser, HERE, "Overdue")
    assert shows(browser, at(between), "Ring the school")
    assert not shows(browser, at(last), "Ring the school")
    assert not shows(browser, HERE, "Ring the school")


@pytest.mark.parametrize("kind", OF_BODIES)
def test_open_actions_go_from_meeting_to_meeting_of_one_kind_and_into_no_other(
    browser: TestClient, session: Session, kind: Kind
) -> None:
    made = body(session)
    for other in OF_BODIES:
        held = meeting(session, made, days=-20, kind=other)
        noted(session, held, words=f"Agreed at a {other}")
    page = browser.get(at(meeting(session, made, kind=kind))).text
    shown = {other for other in OF_BODIES if f"Agreed at a {other}<" in page}
    assert shown == {kind}


def test_a_group_that_does_something_is_named_and_belongs_to_the_body(
    browser: TestClient, session: Session
) -> None:
    made, women, others = body(session), group(session, "Women"), group(session, "Strangers")
    kept(session, Seat(body_id=made.id or 0, title={"en": "A seat"}, group_id=women.id))
    over = meeting(session, made, days=-3)
    chair(browser, session, made)
    path = at(over, "/actions")
    assert browser.post(path, data=action(owner="group")).status_code == 422
    wrong = action(owner="group", group=str(others.id))
    assert browser.post(path, data=wrong).status_code == 422
    browser.post(path, data=action(owner="group", group=str(women.id)))
    assert only(session, Action).group_id == women.id
    assert shows(browser, at(over), "Women")


def test_nobody_stands_in_an_action_without_a_noted_yes(
    browser: TestClient, session: Session
) -> None:
    over = meeting(session, made := body(session), days=-3)
    chair(browser, session, made)
    page = browser.post(at(over, "/actions"), data=action(named=""))
    assert (page.status_code, "Say that everybody who is named agreed" in page.text) == (422, True)
    assert rows(session, Action) == []
    browser.post(at(over, "/actions"), data=action())
    assert only(session, Action).noted
    path = at(over, f"/actions/{only(session, Action).id}")
    assert browser.post(path, data=action(words="Ann rings", named="")).status_code == 422
    assert only(session, Action).words == "Mend the lights"


def changed(browser: TestClient, path: str, **said: str) -> None:
    """Send the form about an action as its page showed it, but for what is said."""
    stored = browser.get(path).text.partition('name="_version" value="')[2].partition('"')[0]
    assert browser.post(path, data=action() | said | {"_version": stored}).status_code == 200


@pytest.mark.both
def test_an_action_is_put_right_and_how_it_read_is_kept_for_who_presides(
    browser: TestClient, session: Session
) -> None:
    over = meeting(session, made := body(session), days=-3)
    one = noted(session, over, words="Ann Onymous mends the lights")
    path = at(over, f"/actions/{one.id}")
    in_body(browser, session, made)
    for way in (path, f"{path}/forget"):
        assert browser.post(way, data=action()).status_code == 403
    chair(browser, session, made)
    changed(browser, path, words="The lights are mended")
    assert shows(browser, path, "Ann Onymous")
    assert not shows(browser, at(over), "Ann Onymous")
    assert shows(browser, at(over), "The lights are mended")
    browser.post(f"{path}/forget")
    assert rows(session, ActionVersion) == []
    assert read(session, one).words == "The lights are mended"
    late = browser.post(path, data=action(words="Mine", _version="0"))
    assert (late.status_code, "The lights are mended" in late.text) == (409, True)


@pytest.mark.both
def test_an_action_is_taken_back_stands_again_when_saved_and_leaves_no_word_once_forgotten(
    browser: TestClient, session: Session
) -> None:
    over = meeting(session, made := body(session), days=-3)
    soon, one = meeting(session, made), noted(session, over)
    path = at(over, f"/actions/{one.id}")
    chair(browser, session, made)
    browser.post(path, data={"_do": "back"})
    for there in (at(over), at(soon), HERE):
        assert not shows(browser, there, "Mend the lights")
    assert shows(browser, at(over), "Taken back")
    changed(browser, path)
    assert shows(browser, HERE, "Mend the lights")
    browser.post(path, data={"_do": "back"})
    browser.post(f"{path}/forget")
    assert (read(session, one).words, rows(session, ActionVersion)) == ("", [])
    elsewhere = at(soon, f"/actions/{one.id}")
    assert browser.get(elsewhere).status_code == 404


def test_an_action_of_another_body_is_not_found_here(browser: TestClient, session: Session) -> None:
    made, other = body(session), body(session, slug="panel")
    one = noted(session, meeting(session, other, days=-3))
    here = meeting(session, made, days=-3)
    chair(browser, session, made)
    assert browser.post(at(here, f"/actions/{one.id}/done")).status_code == 404
    assert read(session, one).done is None


def test_there_is_no_such_record(browser: TestClient, session: Session) -> None:
    made = body(session)
    over = meeting(session, made, days=-3)
    chair(browser, session, made)
    for way in ("/write/diary", "/history/diary/en", "/history/minutes/en", "/minutes"):
        assert browser.get(at(over, way)).status_code == 404, way
    written(session, over, What.SUMMARY)
    assert browser.get(at(over, "/history/summary/en")).status_code == 200
