"""Nobody of staff reads words of a closed room by saying that the law forces them away."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.forum.topics.models import Topic
from portal.forum.topics.rules import Room
from portal.statements.models import Removal
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import HERE, body, chair, in_body, in_office, only, rows
from tests.forum.factories import at, topic, written
from tests.moderation.factories import decide as decided
from tests.statements.test_removing import LAW, agree, ask, decide, words

TITLE, TEXT = "Among us alone", "The words of a closed room."


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


@pytest.fixture(params=[Room.MEMBERS, Room.CHAIR])
def there(request: pytest.FixtureRequest, session: Session, made: Body) -> Topic:
    return topic(session, made, room=request.param, title=TITLE, text=TEXT)


@pytest.fixture
def asker(browser: TestClient, session: Session, there: Topic) -> Account:
    first = account(session, Role.OFFICER)
    sign_in(browser, session, first)
    assert ask(browser, at(there)) == 200
    return first


def shows_any(page: str) -> bool:
    return any(said in page for said in (TITLE, TEXT))


@pytest.mark.usefixtures("asker")
def test_whoever_asks_alone_reads_only_what_they_typed(
    browser: TestClient, session: Session, there: Topic
) -> None:
    page = words(browser, session)
    assert "An injunction of 3 November." in page
    assert not shows_any(page)
    assert decide(browser, session, "open") == 422
    assert not shows_any(words(browser, session))
    listed = browser.get(LAW).text
    assert not shows_any(listed)
    assert there.id not in listed
    decide(browser, session, "withdraw")
    assert not shows_any(words(browser, session))


def test_the_second_reads_nothing_before_they_agree_to_open_the_words_and_a_third_nothing_at_all(
    browser: TestClient, session: Session, asker: Account
) -> None:
    second = account(session, Role.ADMINISTRATOR)
    sign_in(browser, session, second)
    assert not shows_any(words(browser, session))
    assert agree(browser, session) == 422
    assert only(session, Removal).removed is None
    assert decide(browser, session, "open") == 303
    assert shows_any(words(browser, session))
    sign_in(browser, session, account(session, Role.OFFICER))
    assert not shows_any(words(browser, session))
    assert agree(browser, session) == 422
    sign_in(browser, session, asker)
    assert shows_any(words(browser, session))
    sign_in(browser, session, second)
    assert agree(browser, session) == 303
    actions = [one.action for one in rows(session, AuditEntry)]
    assert actions[:2] == ["removal.asked", "removal.opened"]
    assert set(actions[2:-1]) == {"removal.read"}
    assert actions[-1] == "removal.agreed"


@pytest.mark.usefixtures("asker")
def test_words_that_stay_close_again(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, account(session, Role.OFFICER))
    decide(browser, session, "open")
    assert decide(browser, session, "refuse") == 303
    assert not shows_any(words(browser, session))
    decide(browser, session, "open")
    assert not shows_any(words(browser, session))


@pytest.mark.both
def test_those_who_enter_the_room_see_that_somebody_asked_and_whether_staff_read_it(
    browser: TestClient, session: Session, made: Body, there: Topic, asker: Account
) -> None:
    page = f"{HERE}/rooms/{there.room.value}"
    second = account(session, Role.OFFICER)
    in_office(browser, session, made, Office.MODERATOR)
    for path in (page, at(there)):
        shown = browser.get(path).text
        assert "asked for words of this room to be taken away" in shown
        assert "A court ordered it" in shown
        assert "No staff have read them." in shown
    sign_in(browser, session, second)
    decide(browser, session, "open")
    in_office(browser, session, made, Office.MODERATOR)
    assert "Two of them opened these words" in browser.get(page).text
    assert asker.name not in browser.get(page).text
    browser.cookies.clear()
    assert "asked for words of this room" not in browser.get(f"{HERE}/rooms/public").text
    in_body(browser, session, made)
    sees = "asked for words of this room" in browser.get(f"{HERE}/rooms/members").text
    assert sees is (there.room is Room.MEMBERS)


def test_the_log_names_no_topic_of_a_closed_room(
    browser: TestClient, session: Session, made: Body, there: Topic
) -> None:
    (post,) = written(session, there)
    chair(browser, session, made)
    way = at(there, f"/posts/{post.id}")
    browser.post(f"{way}/danger", data={"_do": "danger"})
    browser.post(at(there, "/lock"), data={"locked": "yes", "reason": "elsewhere"})
    decided(browser, f"{way}/look", act="hidden", reason="threat")
    kept = rows(session, AuditEntry)
    actions = [one.action.partition(".")[2] for one in kept]
    assert actions == ["danger_marked", "post_locked", "post_hidden"]
    assert all(there.id not in one.subject + str(one.details) for one in kept)
    assert {one.subject for one in kept} == {f"{made.slug}/{there.room.value}"}


def test_the_log_names_a_topic_of_the_public_room(
    browser: TestClient, session: Session, made: Body
) -> None:
    public = topic(session, made)
    chair(browser, session, made)
    browser.post(at(public, "/lock"), data={"locked": "yes", "reason": "elsewhere"})
    assert only(session, AuditEntry).subject == f"{made.slug}/{public.id}"
