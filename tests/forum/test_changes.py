"""What a newcomer changes in a post that was looked at waits; until then it reads as before."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.features import FEATURES
from portal.forum.topics.models import Attachment, PostVersion, Topic
from portal.forum.topics.rules import Room, Standing
from portal.members.models import Member
from portal.moderation.models import Decision
from tests.bodies.factories import HERE, body, chair, in_body, in_office, only, read, rows
from tests.forum.factories import at, topic, written
from tests.members.factories import member, outbox, sign_in
from tests.walking import fields

TODAY = f"{HERE}/today"
NEW = {"title": "Lamps", "text": "Buy my lamps.", "language": "en"}
FILE = ("offer.txt", b"Cheap lamps.", "text/plain")
WAITS = "Waits until somebody has looked at it"


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


def way(session: Session, one: Topic, to: str) -> str:
    return at(one, f"/posts/{written(session, one)[0].id}/{to}")


def edit(browser: TestClient, session: Session, one: Topic, **said: str) -> None:
    """Change a post as its form stands there."""
    path = way(session, one, "edit")
    stood = fields(browser.get(path).text)
    browser.post(path, data={"_version": stood["_version"], **NEW, **said})


def attach(browser: TestClient, session: Session, one: Topic) -> None:
    browser.post(way(session, one, "files"), files={"file": FILE})


def decide(browser: TestClient, session: Session, one: Topic, act: str, **said: str) -> str:
    """Decide about a change of a post, as it stands."""
    path = way(session, one, "change")
    version = fields(browser.get(path).text)["_version"]
    return str(browser.post(path, data={"_version": version, "act": act, **said}).text)


def changed(browser: TestClient, session: Session, made: Body) -> tuple[Member, Topic]:
    """Have a newcomer change a post that is shown."""
    person = in_body(browser, session, made, email="new@example.org")
    one = topic(session, made, person)
    edit(browser, session, one)
    return person, one


def waiting(session: Session, made: Body) -> int:
    session.rollback()
    session.refresh(made)
    return sum(one.waits(session, made.id or 0) for one in FEATURES)


@pytest.mark.both
def test_a_newcomers_change_waits_and_the_post_reads_as_before(
    browser: TestClient, session: Session, made: Body
) -> None:
    person, one = changed(browser, session, made)
    page = browser.get(at(one)).text
    assert WAITS in page
    assert "Buy my lamps." in page
    assert waiting(session, made) == 1
    for enter in (browser.cookies.clear, lambda: in_body(browser, session, made)):
        enter()
        page = browser.get(at(one)).text
        assert "They are broken." in page
        assert "lamps" not in page.lower()
        assert "Buy" not in browser.get(way(session, one, "history")).text
    in_office(browser, session, made, Office.MODERATOR)
    page = browser.get(TODAY).text
    assert "1 change of a first post" in page
    assert "Buy my lamps." in page
    decide(browser, session, one, "shown")
    assert "Buy my lamps." in browser.get(at(one)).text
    assert read(session, one).title == "Lamps"
    assert waiting(session, made) == 0
    assert "They are broken." in browser.get(way(session, one, "history")).text
    assert [mail.recipient for mail in outbox(session)] == ["new@example.org"]
    assert person.id == written(session, one)[0].member_id


def test_a_file_of_a_newcomer_waits_with_its_kind_and_a_link_beside_the_press(
    browser: TestClient, session: Session, made: Body
) -> None:
    one = topic(session, made, in_body(browser, session, made))
    attach(browser, session, one)
    file = only(session, Attachment)
    path = way(session, one, f"files/{file.id}")
    assert browser.get(path).status_code == 200
    assert WAITS in browser.get(at(one)).text
    browser.cookies.clear()
    assert browser.get(path).status_code == 404
    assert "offer.txt" not in browser.get(at(one)).text
    in_office(browser, session, made, Office.MODERATOR)
    page = browser.get(TODAY).text
    assert path in page
    assert "TXT" in page
    assert browser.get(path).status_code == 200
    decide(browser, session, one, "shown")
    browser.cookies.clear()
    assert browser.get(path).status_code == 200
    post = written(session, one)[0]
    assert (post.edited, rows(session, PostVersion)) == (None, [])


def test_a_file_that_waited_and_is_taken_away_leaves_nothing_that_waits(
    browser: TestClient, session: Session, made: Body
) -> None:
    one = topic(session, made, in_body(browser, session, made))
    attach(browser, session, one)
    browser.post(way(session, one, "files"), data={"away": only(session, Attachment).id})
    assert rows(session, Attachment) == []
    assert rows(session, PostVersion) == []


def test_a_change_that_is_not_put_has_a_reason_and_can_be_appealed_against(
    browser: TestClient, session: Session, made: Body
) -> None:
    person, one = changed(browser, session, made)
    attach(browser, session, one)
    in_office(browser, session, made, Office.MODERATOR)
    assert "Choose a reason." in decide(browser, session, one, "not_put")
    decide(browser, session, one, "not_put", reason="spam", words="No advertising.")
    assert rows(session, Attachment) == []
    decision = only(session, Decision)
    assert written(session, one)[0].text == "They are broken."
    sign_in(browser, session, person)
    page = browser.get(at(one)).text
    for said in ("Not put in the room", "Buy my lamps.", "No advertising.", "advertises"):
        assert said in page
    pleaded = {"words": "It is help.", "language": "en"}
    browser.post(f"{HERE}/decisions/{decision.id}/appeal", data=pleaded)
    chair(browser, session, made)
    hearing = f"{HERE}/decisions/{decision.id}/hearing"
    assert "Buy my lamps." in browser.get(hearing).text
    version = fields(browser.get(hearing).text)["_version"]
    browser.post(hearing, data={"_version": version, "hearing": "reversed"})
    assert written(session, one)[0].text == "Buy my lamps."


def test_another_change_waits_while_an_appeal_against_the_last_one_does(
    browser: TestClient, session: Session, made: Body
) -> None:
    person, one = changed(browser, session, made)
    in_office(browser, session, made, Office.MODERATOR)
    decide(browser, session, one, "not_put", reason="spam")
    path = f"{HERE}/decisions/{only(session, Decision).id}"
    sign_in(browser, session, person)
    browser.post(f"{path}/appeal", data={"words": "It is help.", "language": "en"})
    edit(browser, session, one, text="Ask me about lamps.")
    in_office(browser, session, made, Office.DEPUTY)
    assert "Somebody has to hear it" in decide(browser, session, one, "shown")
    version = fields(browser.get(f"{path}/hearing").text)["_version"]
    browser.post(f"{path}/hearing", data={"_version": version, "hearing": "upheld"})
    decide(browser, session, one, "shown")
    assert written(session, one)[0].text == "Ask me about lamps."


def test_a_change_that_is_changed_again_is_looked_at_as_it_is(
    browser: TestClient, session: Session, made: Body
) -> None:
    person, one = changed(browser, session, made)
    in_office(browser, session, made, Office.MODERATOR)
    path = way(session, one, "change")
    seen = fields(browser.get(path).text)["_version"]
    sign_in(browser, session, person)
    assert "Buy my lamps." in browser.get(way(session, one, "edit")).text
    edit(browser, session, one, text="Hate.")
    in_office(browser, session, made, Office.MODERATOR)
    assert browser.post(path, data={"_version": seen, "act": "shown"}).status_code == 409
    assert written(session, one)[0].text == "They are broken."
    assert len(rows(session, PostVersion)) == 1


def test_a_change_that_is_put_back_waits_no_more(
    browser: TestClient, session: Session, made: Body
) -> None:
    _, one = changed(browser, session, made)
    edit(browser, session, one, title="Street lights", text="They are broken.")
    assert rows(session, PostVersion) == []
    assert waiting(session, made) == 0


@pytest.mark.parametrize("shown", [3, 4])
def test_nobody_waits_whose_posts_were_looked_at(
    browser: TestClient, session: Session, made: Body, shown: int
) -> None:
    person = in_body(browser, session, made)
    one, *_ = [topic(session, made, person) for _ in range(shown)]
    edit(browser, session, one)
    attach(browser, session, one)
    assert written(session, one)[0].text == "Buy my lamps."
    assert not only(session, Attachment).waits


def test_nothing_waits_in_a_closed_room_nor_of_whoever_holds_an_office(
    browser: TestClient, session: Session, made: Body
) -> None:
    closed = topic(session, made, in_body(browser, session, made), Room.MEMBERS)
    edit(browser, session, closed)
    assert written(session, closed)[0].text == "Buy my lamps."
    one = topic(session, made, in_office(browser, session, made, Office.MODERATOR))
    edit(browser, session, one)
    assert written(session, one)[0].text == "Buy my lamps."


def test_nobody_changes_what_they_wrote_without_end(
    browser: TestClient, session: Session, made: Body
) -> None:
    one = topic(session, made, in_body(browser, session, made), Room.MEMBERS)
    for number in range(20):
        edit(browser, session, one, text=f"Words {number}")
    path = way(session, one, "edit")
    version = fields(browser.get(path).text)["_version"]
    page = browser.post(path, data={"_version": version, **NEW, "text": "Once more."})
    assert page.status_code == 422
    assert "20 times today" in page.text
    assert "Once more." in page.text
    assert written(session, one)[0].text == "Words 19"


@pytest.mark.parametrize("to", ["edit", "files", "translations/ur", "report"])
def test_house_rules_are_linked_where_anything_is_written_about_a_post(
    browser: TestClient, session: Session, made: Body, to: str
) -> None:
    person = in_body(browser, session, made)
    one = topic(session, made, member(session) if to == "report" else person)
    assert f'href="{HERE}/rules"' in browser.get(way(session, one, to)).text


def test_a_post_turns_round_nothing_of_the_page(
    browser: TestClient, session: Session, made: Body
) -> None:
    in_body(browser, session, made)
    said = NEW | {"text": "safe \u202etxt.exe\u2066", "title": "a\u202eb"}
    browser.post(f"{HERE}/rooms/members/new", data=said)
    assert written(session, only(session, Topic))[0].text == "safe txt.exe"


def test_nobody_lets_in_their_own_change_nor_looks_at_others_without_an_office(
    browser: TestClient, session: Session, made: Body
) -> None:
    person, one = changed(browser, session, made)
    path = way(session, one, "change")
    assert browser.post(path, data={"act": "shown"}).status_code == 403
    in_office(browser, session, made, Office.CHAIR)
    sign_in(browser, session, person)
    assert browser.get(path).status_code == 403
    sign_in(browser, session, member(session))
    assert browser.get(path).status_code == 403


@pytest.mark.parametrize("standing", [Standing.TAKEN_BACK, Standing.REDACTED])
def test_a_change_goes_with_its_post(
    browser: TestClient, session: Session, made: Body, standing: Standing
) -> None:
    person, one = changed(browser, session, made)
    attach(browser, session, one)
    if standing is Standing.REDACTED:
        in_office(browser, session, made, Office.MODERATOR)
        look = way(session, one, "look")
        version = fields(browser.get(look).text)["_version"]
        sent = {"act": "redacted", "reason": "personal", "cut": "broken", "_version": version}
        browser.post(look, data=sent | {"language": "en"})
    else:
        browser.post(way(session, one, "take-back"), data={"sure": "yes"})
    assert written(session, one)[0].standing is standing
    assert rows(session, Attachment) == []
    assert not [one for one in rows(session, PostVersion) if one.standing]
    assert waiting(session, made) == 0
    assert person


def test_what_waits_is_shown_only_as_it_was_looked_at(
    browser: TestClient, session: Session, made: Body
) -> None:
    person = in_body(browser, session, made)
    browser.post(f"{HERE}/rooms/public/new", data=NEW)
    one = only(session, Topic)
    attach(browser, session, one)
    in_office(browser, session, made, Office.MODERATOR)
    page = browser.get(TODAY).text
    assert "offer.txt" in page
    assert way(session, one, f"files/{only(session, Attachment).id}") in page
    seen = fields(page.partition("/waiting/")[2])["_version"]
    sign_in(browser, session, person)
    edit(browser, session, one, text="Hate.")
    assert written(session, one)[0].text == "Hate."
    in_office(browser, session, made, Office.MODERATOR)
    release = f"{HERE}/waiting/{one.id}/{written(session, one)[0].id}"
    page = browser.post(release, data={"_do": "show", "_version": seen}).text
    assert "Look at it again" in page
    assert written(session, one)[0].standing is Standing.WAITING
