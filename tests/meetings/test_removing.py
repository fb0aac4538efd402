"""What the law forces away of a meeting goes by two people, from everywhere, and leaves a mark."""

from datetime import timedelta
from typing import Any

import pytest
import vobject
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.languages.i18n import today
from portal.meetings.models import (
    ActionVersion,
    Item,
    Meeting,
    RecordVersion,
)
from portal.meetings.rules import What
from portal.statements.models import Removal
from portal.store import quotes
from portal.store.audit import AuditEntry
from portal.store.db import now
from portal.translations.models import Translation
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import HERE, body, chair, holder, in_body, only, read, rows
from tests.following.factories import Mailing
from tests.following.test_feeds import read as feed
from tests.forum.test_translating import versioned
from tests.meetings.factories import MINUTES, at, kept, meeting, shows, written
from tests.meetings.test_records import action, noted
from tests.meetings.test_translating import in_urdu
from tests.members.factories import member, outbox
from tests.statements.test_removing import ASKED, LAW, agree, ask, decide, words

UNLAWFUL = "Mr Wrong did it."
MARK = "Taken away because the law demands it"


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


@pytest.fixture
def over(session: Session, made: Body) -> Meeting:
    one = meeting(session, made, days=-9, agreed=now() - timedelta(days=1))
    session.refresh(one)
    return one


def where(one: Meeting, way: str = "") -> str:
    return f"https://voices.example{at(one, way)}"


def two_agree(browser: TestClient, session: Session, address: str, **said: str) -> int:
    """Have one of staff ask for something, and another agree."""
    sign_in(browser, session, account(session, Role.OFFICER))
    assert ask(browser, address, **said) == 200
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    return agree(browser, session)


def everywhere(browser: TestClient, one: Meeting, slug: str = HERE) -> str:
    """Read all pages and feeds on which words of a meeting could stand, as anybody."""
    browser.cookies.clear()
    pages = ["", "/minutes", "/aloud", "/history/summary/en", "/history/minutes/en"]
    paths = [*(at(one, way) for way in pages), at(one, "?in=ur"), at(one, "/minutes?in=ur")]
    paths += [HERE, f"{HERE}/aloud", f"{HERE}/log", f"{HERE}/search?q=Wrong", f"{HERE}/meetings"]
    paths += [f"/data/forum/race-equality/{tag}.atom" for tag in ("en", "ur")]
    paths += ["/data/en/forum/race-equality.ics", f"/data/en/meetings/{one.id}.ics"]
    return "\n".join(browser.get(path).text for path in paths)


def test_nothing_of_a_case_review_and_no_words_of_another_body_are_found(
    browser: TestClient, session: Session, over: Meeting
) -> None:
    other = body(session, slug="panel")
    theirs = noted(session, meeting(session, other, days=-3))
    sign_in(browser, session, account(session, Role.OFFICER))
    for nowhere in (
        where(over),
        where(over, "/minutes"),
        where(over, f"#action-{theirs.id}"),
        where(over).replace(over.id, "x" * 22),
        where(over).replace("race-equality", "another"),
    ):
        assert ask(browser, nowhere) == 422
    assert rows(session, Removal) == []


def test_of_several_things_on_a_page_one_is_chosen(
    browser: TestClient, session: Session, over: Meeting
) -> None:
    first, second = (noted(session, over, words=f"Action {one}") for one in "AB")
    written(session, over, What.MINUTES, text=UNLAWFUL)
    sign_in(browser, session, account(session, Role.OFFICER))
    page = browser.post(LAW, data=ASKED | {"address": where(over)})
    assert page.status_code == 422
    for said in ("Which of these words?", "Action A", "Action B", "Minutes"):
        assert said in page.text
    assert UNLAWFUL not in page.text
    assert ask(browser, where(over), what="meetings/action/nothing") == 422
    assert ask(browser, where(over), what=f"meetings/action/{second.id}") == 200
    assert ask(browser, where(over, f"#action-{second.id}")) == 422
    assert only(session, Removal).thing == f"meetings/action/{second.id}"
    assert ask(browser, where(over, f"#action-{first.id}")) == 200


def test_nobody_takes_words_of_a_meeting_away_alone(
    browser: TestClient, session: Session, over: Meeting
) -> None:
    one = noted(session, over, words=UNLAWFUL)
    sign_in(browser, session, account(session, Role.OFFICER))
    ask(browser, where(over, f"#action-{one.id}"))
    assert UNLAWFUL in words(browser, session)
    assert agree(browser, session) == 422
    assert read(session, one).words == UNLAWFUL
    assert decide(browser, session, "withdraw") == 303
    assert ask(browser, where(over, f"#action-{one.id}")) == 200


def test_a_draft_of_minutes_is_opened_by_two_and_it_is_logged_who_read_it(
    browser: TestClient, session: Session, made: Body
) -> None:
    held = meeting(session, made, days=-9)
    written(session, held, What.MINUTES, text=UNLAWFUL)
    sign_in(browser, session, account(session, Role.OFFICER))
    ask(browser, where(held, "/minutes"))
    assert UNLAWFUL not in words(browser, session)
    assert "Nobody of staff reads them" in words(browser, session)
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    assert decide(browser, session, "open") == 303
    assert UNLAWFUL in words(browser, session)
    assert "removal.read" in [one.action for one in rows(session, AuditEntry)]


@pytest.mark.both
def test_an_action_goes_with_every_version_and_leaves_a_mark(
    browser: TestClient, session: Session, made: Body, over: Meeting
) -> None:
    one, boss = noted(session, over, words=UNLAWFUL), member(session)
    holder(session, made, Office.CHAIR, boss)
    version = {name: getattr(one, name) for name in ("language", "owner", "due")}
    kept(session, ActionVersion(action_id=one.id, words=UNLAWFUL, **version))
    outbox(session)
    assert two_agree(browser, session, where(over, f"#action-{one.id}")) == 303
    gone = read(session, one)
    assert (gone.words, gone.law, gone.removed) == ("", "court", today())
    assert rows(session, ActionVersion) == []
    assert {mail.recipient for mail in outbox(session)} == {boss.email}
    assert UNLAWFUL not in everywhere(browser, over)
    assert shows(browser, at(over), MARK)
    assert shows(browser, at(over), "A court ordered it")
    assert not shows(browser, HERE, "Open actions")
    chair(browser, session, made)
    path = at(over, f"/actions/{one.id}")
    assert browser.post(path, data=action(words=UNLAWFUL)).status_code == 409
    assert browser.post(f"{path}/done", data={"_do": "done"}).status_code == 409
    assert read(session, one).words == ""


@pytest.mark.both
@pytest.mark.parametrize("what", list(What))
def test_a_summary_and_minutes_go_with_every_version_and_translation_from_mails_and_feeds(
    browser: TestClient, session: Session, mailing: Mailing, made: Body, over: Meeting, what: What
) -> None:
    in_body(browser, session, made, language="ur")
    record = written(session, over, what, text=UNLAWFUL, noted=now())
    in_urdu(session, record, words={"text": "Mr Wrong نے کیا"})
    before: dict[str, Any] = {"text": UNLAWFUL, "language": "en", "made": now()}
    kept(session, RecordVersion(record_id=record.id or 0, **before))
    assert "Mr Wrong" in everywhere(browser, over)
    address = where(over, "/minutes" if what is What.MINUTES else "#summary")
    assert two_agree(browser, session, address) == 303
    gone = read(session, record)
    assert (gone.text, gone.law, gone.removed) == ("", "court", today())
    assert rows(session, RecordVersion) == rows(session, Translation) == []
    assert f"meeting-{over.id}-{what}" in quotes.gone(session)
    there = everywhere(browser, over)
    assert "Wrong" not in there.replace("q=Wrong", "").replace('value="Wrong"', "")
    assert MARK in browser.get(at(over)).text
    assert all("Wrong" not in mail.body + mail.html for mail in mailing.weekly())
    feed(browser)
    in_body(browser, session, made)
    assert shows(browser, f"{HERE}/log", "A court ordered it")


def test_whoever_presides_writes_minutes_anew_and_the_mark_stays(
    browser: TestClient, session: Session, made: Body, over: Meeting
) -> None:
    record = written(session, over, What.MINUTES, text=UNLAWFUL)
    two_agree(browser, session, where(over, "/minutes"))
    chair(browser, session, made)
    path = at(over, "/write/minutes")
    browser.post(path, data=versioned(browser.get(path).text) | MINUTES)
    assert read(session, record).text == MINUTES["text"]
    assert rows(session, RecordVersion) == []
    browser.cookies.clear()
    for left in (MINUTES["text"], MARK):
        assert shows(browser, at(over, "/minutes"), left)


@pytest.mark.both
def test_an_item_of_an_agenda_leaves_its_place_and_nobody_takes_the_mark_away(
    browser: TestClient, session: Session, made: Body
) -> None:
    soon = meeting(session, made)
    item = Item(meeting_id=soon.id, title=UNLAWFUL, language="en", position=1)
    one = kept(session, item)
    assert two_agree(browser, session, where(soon, f"#item-{one.id}")) == 303
    assert UNLAWFUL not in everywhere(browser, soon)
    assert shows(browser, at(soon), MARK)
    chair(browser, session, made)
    browser.post(at(soon, "/agenda"), data={"_do": "away", "item": one.id})
    assert read(session, one).removed == today()


@pytest.mark.both
def test_a_title_goes_from_calendars_mails_and_feeds(
    browser: TestClient, session: Session, made: Body
) -> None:
    soon = meeting(session, made, days=30, title={"en": UNLAWFUL})
    assert UNLAWFUL in everywhere(browser, soon)
    assert two_agree(browser, session, where(soon, "#title")) == 303
    assert UNLAWFUL not in everywhere(browser, soon)
    after = read(session, soon)
    assert (after.title, after.sequence, after.removed) == ({}, 1, today())
    assert f"meeting-{soon.id}" in quotes.gone(session)
    assert shows(browser, at(soon), MARK)
    calendar = browser.get("/data/en/forum/race-equality.ics")
    event = vobject.readOne(calendar.text).vevent
    assert UNLAWFUL not in event.summary.value
    assert event.sequence.value == "1"
