"""A summary and minutes are translated as posts are: beside the original, by who takes part."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.meetings import leaving, translated
from portal.meetings.models import Meeting, Record
from portal.meetings.rules import Kind, What
from portal.members.models import Member
from portal.store import quotes
from portal.store.db import now
from portal.translations.models import Translation
from portal.translations.rules import Hand, State, fingerprint
from tests.bodies.factories import HERE, body, chair, in_body, only, read, rows
from tests.following.factories import Mailing
from tests.following.test_feeds import entries, text
from tests.following.test_feeds import read as feed
from tests.forum.test_translating import translator, versioned
from tests.meetings.factories import MINUTES, at, kept, meeting, shows, written
from tests.members.factories import member, sign_in

SAID = "The council mends the lights."
URDU = "کونسل روشنیاں ٹھیک کرے گی۔"
SENT = {"text": URDU, "named": "yes"}


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


@pytest.fixture
def over(session: Session, made: Body) -> Meeting:
    """Keep a meeting whose summary everybody reads."""
    one = meeting(session, made, days=-9)
    written(session, one, What.SUMMARY, text=SAID, noted=now())
    return one


def way(one: Meeting, tag: str = "ur", what: str = "summary") -> str:
    return at(one, f"/translations/{what}/{tag}")


def send(browser: TestClient, path: str, **sent: str) -> int:
    """Send the form of a page as it stands there, with other words."""
    form = versioned(browser.get(path).text)
    return browser.post(path, data=form | sent, follow_redirects=False).status_code


def in_urdu(session: Session, of: Record, by: Member | None = None, **row: Any) -> Translation:
    """Keep a checked translation of a summary or of minutes."""
    session.rollback()
    session.refresh(of)
    source = translated.source(of)
    values: dict[str, Any] = {"language": "ur", "words": {"text": URDU}, "hand": Hand.MEMBER}
    values |= {"state": State.CHECKED, "checked": Hand.CHAIR, "member_id": by and by.id}
    values |= {"owner": source.owner, "source": fingerprint(source.words)}
    made: Translation = kept(session, Translation(**(values | row)))
    return made


def corrected(browser: TestClient, one: Meeting, **changes: str) -> None:
    """Have whoever presides write a summary anew."""
    path = at(one, "/write/summary")
    form = versioned(browser.get(path).text)
    assert browser.post(path, data=form | MINUTES | changes).status_code == 200


def test_nobody_translates_who_does_not_take_part(
    browser: TestClient, session: Session, made: Body, over: Meeting
) -> None:
    path = way(over)
    assert browser.post(path, data=SENT, follow_redirects=False).status_code == 403
    assert "sign-in" in browser.get(path, follow_redirects=False).headers["location"]
    sign_in(browser, session, member(session))
    assert browser.post(path, data=SENT).status_code == 403
    in_body(browser, session, made)  # whose own posts are looked at before anybody reads them
    for answer in (browser.get(path), browser.post(path, data=SENT)):
        assert answer.status_code == 403
    assert rows(session, Translation) == []


@pytest.mark.parametrize(
    "address", ["summary/en", "summary/xx", "summary/fr", "minutes/ur", "diary/ur", "summary/ur%00"]
)
def test_there_is_nothing_else_to_translate(
    browser: TestClient, session: Session, made: Body, over: Meeting, address: str
) -> None:
    chair(browser, session, made)
    path = at(over, f"/translations/{address}")
    assert browser.get(path).status_code == 404
    assert browser.post(path, data=SENT).status_code == 404


def test_of_a_case_review_nothing_is_translated(
    browser: TestClient, session: Session, made: Body
) -> None:
    held = meeting(session, made, days=-3, kind=Kind.CASE_REVIEW)
    written(session, held, What.SUMMARY, text="About somebody.")
    chair(browser, session, made)
    assert browser.get(way(held)).status_code == 404
    assert browser.post(way(held), data=SENT).status_code == 404
    assert rows(session, Translation) == []


@pytest.mark.parametrize("wrong", [{"named": ""}, {"text": ""}, {"text": "ب" * 60_000}])
def test_a_translation_that_may_name_others_is_empty_or_too_long_is_refused_and_stays(
    browser: TestClient, session: Session, made: Body, over: Meeting, wrong: dict[str, str]
) -> None:
    translator(browser, session, made)
    page = browser.get(way(over))
    sent = versioned(page.text) | SENT | wrong
    answer = browser.post(way(over), data=sent)
    assert answer.status_code == 422
    assert sent["text"] in answer.text
    assert rows(session, Translation) == []


@pytest.mark.both
def test_the_original_is_shown_with_its_translation_and_who_made_it_in_a_word(
    browser: TestClient, session: Session, made: Body, over: Meeting
) -> None:
    person = translator(browser, session, made, name="Anneliese", name_shown=True)
    assert send(browser, way(over), **SENT) == 303
    browser.cookies.clear()
    page = browser.get(at(over, lang="ur")).text
    assert SAID in page
    assert URDU in page
    assert person.id not in page
    assert "Anneliese" not in page
    assert shows(browser, at(over, "?in=ur"), "Translated by a member.")
    assert shows(browser, at(over, "?in=ur"), "Not checked.")
    assert URDU not in browser.get(at(over)).text
    kept = only(session, Translation)
    assert (kept.state, kept.hand, kept.waits) == (State.DRAFT, Hand.MEMBER, False)


@pytest.mark.both
def test_whoever_did_not_translate_it_says_that_it_is_right(
    browser: TestClient, session: Session, made: Body, over: Meeting
) -> None:
    translator(browser, session, made)
    send(browser, way(over), **SENT)
    assert send(browser, way(over), _do="check") == 403
    chair(browser, session, made)
    assert send(browser, way(over), _do="check") == 303
    assert only(session, Translation).state is State.CHECKED
    browser.cookies.clear()
    assert shows(browser, at(over, "?in=ur"), "Checked by the chair.")


def test_the_chair_translates_and_takes_a_translation_away(
    browser: TestClient, session: Session, made: Body, over: Meeting
) -> None:
    in_urdu(session, only(session, Record), member(session))
    chair(browser, session, made)
    assert send(browser, way(over, "pl"), text="Rada naprawi lampy.", named="yes") == 303
    assert {one.hand for one in rows(session, Translation)} == {Hand.MEMBER, Hand.CHAIR}
    assert send(browser, way(over), _do="away") == 422
    assert send(browser, way(over), _do="away", sure="yes") == 303
    assert only(session, Translation).language == "pl"


@pytest.mark.both
def test_it_is_stale_once_the_original_changes_and_goes_with_what_named_somebody(
    browser: TestClient, session: Session, made: Body, over: Meeting
) -> None:
    one = in_urdu(session, only(session, Record))
    chair(browser, session, made)
    corrected(browser, over, text="The council mends all lights.")
    assert read(session, one).state is State.STALE
    browser.cookies.clear()
    assert shows(browser, at(over, "?in=ur"), "The original was changed after this was translated")
    chair(browser, session, made)
    browser.post(at(over, "/history/summary/en/forget"))
    assert rows(session, Translation) == []
    browser.cookies.clear()
    assert not shows(browser, at(over, "?in=ur"), URDU)


def test_a_translation_of_a_draft_is_read_by_members_alone(
    browser: TestClient, session: Session, made: Body, over: Meeting
) -> None:
    draft = written(session, over, What.MINUTES, text="Ms Draft spoke.")
    stale = in_urdu(session, draft, made=now() - timedelta(days=8), state=State.STALE)
    path = at(over, "/minutes?in=ur")
    translator(browser, session, made)
    assert shows(browser, path, URDU)
    session.refresh(over)
    over.agreed = now() - timedelta(days=2)
    kept(session, over)
    browser.cookies.clear()
    assert not shows(browser, path, URDU)
    session.refresh(stale)
    stale.made = now() - timedelta(days=1)
    kept(session, stale)
    assert shows(browser, path, URDU)


def test_the_language_of_an_original_is_put_right(
    browser: TestClient, session: Session, made: Body, over: Meeting
) -> None:
    chair(browser, session, made)
    corrected(browser, over, text="Kunsill", language="mt")
    assert (only(session, Record).language, only(session, Record).text) == ("mt", "Kunsill")
    before = f'<div class="govuk-body user-text" dir="ltr" lang="en">{SAID}</div>'
    assert shows(browser, at(over, "/history/summary/mt"), before)


def test_a_sheet_is_read_aloud_in_a_checked_translation_and_else_as_it_was_written(
    browser: TestClient, session: Session, over: Meeting
) -> None:
    one = in_urdu(session, only(session, Record))
    sheet = at(over, "/aloud", lang="ur")
    assert shows(browser, sheet, URDU)
    assert not shows(browser, sheet, SAID)
    one.state, one.checked = State.DRAFT, None
    kept(session, one)
    page = browser.get(sheet).text
    assert URDU not in page
    assert 'lang="en" dir="ltr"' in page


@pytest.mark.both
def test_mails_and_feeds_have_a_checked_translation_or_the_original_in_its_language(
    browser: TestClient, session: Session, mailing: Mailing, made: Body, over: Meeting
) -> None:
    for tag in ("ur", "pl"):
        person = in_body(browser, session, made, language=tag)
        assert person.email
    in_urdu(session, only(session, Record))
    mails = {mail.html.partition('lang="')[2][:2]: mail for mail in mailing.weekly()}
    assert URDU in mails["ur"].body
    assert URDU in mails["ur"].html
    assert SAID not in mails["ur"].body
    assert SAID in mails["pl"].body
    assert 'lang="en"' in mails["pl"].html
    browser.cookies.clear()
    for tag, there in (("ur", URDU), ("pl", SAID)):
        (entry,) = entries(feed(browser, f"/data/forum/race-equality/{tag}.atom"))
        assert text(entry, "summary") == there
    assert URDU in browser.get(HERE.replace("/en/", "/ur/") + "/aloud").text


@pytest.mark.both
def test_agreed_minutes_are_told_in_the_readers_language_and_drafts_in_none(
    session: Session, mailing: Mailing, browser: TestClient, made: Body
) -> None:
    in_body(browser, session, made, language="ur")
    held = meeting(session, made, days=-9)
    draft = written(session, held, What.MINUTES, text="We agreed.", noted=now())
    in_urdu(session, draft)
    assert mailing.weekly() == []
    session.refresh(held)
    held.agreed = mailing.due + timedelta(hours=1)
    kept(session, held)
    (mail,) = mailing.weekly(mailing.due + timedelta(days=7))
    assert URDU in mail.body
    assert URDU in mail.html


def test_a_name_that_is_taken_out_goes_from_mails_that_wait(
    browser: TestClient, session: Session, made: Body, over: Meeting
) -> None:
    chair(browser, session, made)
    corrected(browser, over, text="Nobody is named.")
    browser.post(at(over, "/history/summary/en/forget"))
    session.rollback()
    assert quotes.gone(session) == {f"meeting-{over.id}-summary"}


@pytest.mark.both
@pytest.mark.parametrize("stays", [True, False])
def test_what_a_member_translated_stays_or_goes_with_what_they_wrote(
    session: Session, over: Meeting, stays: bool
) -> None:
    person = member(session)
    in_urdu(session, only(session, Record), person)
    of = leaving.OF_MEMBERS
    assert URDU in str(of.held(session, person.id))
    assert len(list(of.told(session, person.id))) == 1
    of.leave(session, person.id, stays)
    session.commit()
    assert bool(rows(session, Translation)) is stays
