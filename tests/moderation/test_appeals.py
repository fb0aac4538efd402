"""An author appeals once, and somebody hears it who did not decide."""

from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.forum.topics.models import PostVersion, Topic
from portal.forum.topics.rules import Standing
from portal.members.models import Member
from portal.moderation import acts
from portal.moderation.models import Appeal
from portal.moderation.rules import APPEALED_WITHIN, Hearing
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from tests.bodies.factories import HERE, body, in_body, in_office, only, read, rows
from tests.forum.factories import at, topic
from tests.members.factories import member, sign_in
from tests.moderation.factories import decide, latest, post, version, way

WORDS = {"words": "لم أذكر أحدًا.", "language": "ar"}


def decided(
    browser: TestClient, session: Session, made: Body, author: Member, **said: str
) -> Topic:
    """Have the chair decide about a topic of somebody's, who then looks at it."""
    one = topic(session, made, author, text="Ann Jones shouts.")
    in_office(browser, session, made, Office.CHAIR)
    data = {"act": "hidden", "reason": "insult"} | said
    assert decide(browser, way(session, one, "look"), **data) == 303
    sign_in(browser, session, author)
    return one


def appeal_at(session: Session) -> str:
    return f"{HERE}/decisions/{latest(session).id}/appeal"


def hearing_at(session: Session) -> str:
    return f"{HERE}/decisions/{latest(session).id}/hearing"


def tidied(session: Session, later: timedelta) -> None:
    """Have what is due be done so much later."""
    assert acts.JOB.run
    session.rollback()
    acts.JOB.run(session, now() + later)
    session.commit()


def test_only_the_author_appeals(browser: TestClient, session: Session) -> None:
    made = body(session)
    decided(browser, session, made, member(session))
    in_body(browser, session, made)
    assert browser.post(appeal_at(session), data=WORDS).status_code == 403
    in_office(browser, session, made, Office.DEPUTY)
    assert browser.get(appeal_at(session)).status_code == 403
    assert browser.get(f"{HERE}/decisions/99999/appeal").status_code == 404
    assert rows(session, Appeal) == []


def test_an_appeal_has_words_and_keeps_what_is_too_long(
    browser: TestClient, session: Session
) -> None:
    decided(browser, session, body(session), member(session))
    page = browser.post(appeal_at(session), data={"words": "x" * 60_000, "language": "en"})
    assert page.status_code == 422
    assert "x" * 60_000 in page.text
    assert browser.post(appeal_at(session), data={"words": ""}).status_code == 422


def test_an_author_appeals_once(browser: TestClient, session: Session) -> None:
    one = decided(browser, session, body(session), member(session))
    for words in ("First", "Second"):
        browser.post(appeal_at(session), data=WORDS | {"words": words})
    assert only(session, Appeal).words == "First"
    assert "An appeal waits" in browser.get(at(one)).text


def test_an_appeal_that_comes_too_late_is_refused_and_kept_in_sight(
    browser: TestClient, session: Session
) -> None:
    decided(browser, session, body(session), member(session))
    made = latest(session)
    made.made = now() - APPEALED_WITHIN
    session.add(made)
    session.commit()
    page = browser.post(appeal_at(session), data=WORDS)
    assert page.status_code == 409
    assert WORDS["words"] in page.text
    assert rows(session, Appeal) == []


def test_who_decided_hears_no_appeal_and_neither_does_its_author(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    author = in_office(browser, session, made, Office.MODERATOR)
    one = topic(session, made, author)
    chair = in_office(browser, session, made, Office.CHAIR)
    decide(browser, way(session, one, "look"), act="hidden", reason="insult")
    sign_in(browser, session, author)
    assert "Nobody else holds an office" in browser.get(appeal_at(session)).text
    browser.post(appeal_at(session), data=WORDS)
    path = hearing_at(session)
    for person in (author, chair):
        sign_in(browser, session, person)
        assert "Somebody else hears the appeal" in browser.get(path).text
        assert browser.post(path, data={"hearing": "reversed"}).status_code == 403
        assert "Somebody else hears the appeal" in browser.get(f"{HERE}/today").text
    in_office(browser, session, made, Office.DEPUTY)
    assert browser.get(path).status_code == 200


def test_nobody_who_ever_decided_about_a_post_hears_an_appeal_about_it(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one = topic(session, made, author)
    chair = in_office(browser, session, made, Office.CHAIR)
    assert decide(browser, way(session, one, "look"), act="hidden", reason="insult") == 303
    second = in_office(browser, session, made, Office.DEPUTY)
    assert decide(browser, way(session, one, "look"), act="hidden", reason="hate") == 303
    sign_in(browser, session, author)
    assert "Nobody else holds an office" in browser.get(appeal_at(session)).text
    browser.post(appeal_at(session), data=WORDS)
    path = hearing_at(session)
    for person in (chair, second):
        sign_in(browser, session, person)
        assert browser.post(path, data={"hearing": "upheld"}).status_code == 403
        assert "Somebody else hears the appeal" in browser.get(f"{HERE}/today").text
    in_office(browser, session, made, Office.MODERATOR)
    data = {"_version": version(browser, path), "hearing": "upheld"}
    assert browser.post(path, data=data, follow_redirects=False).status_code == 303


def test_who_locked_a_topic_hears_an_appeal_about_its_words(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one = topic(session, made, author)
    locks = in_office(browser, session, made, Office.DEPUTY)
    browser.post(at(one, "/lock"), data={"locked": "yes", "reason": "elsewhere"})
    in_office(browser, session, made, Office.CHAIR)
    assert decide(browser, way(session, one, "look"), act="hidden", reason="insult") == 303
    sign_in(browser, session, author)
    browser.post(appeal_at(session), data=WORDS)
    sign_in(browser, session, locks)
    assert "It is undone" in browser.get(hearing_at(session)).text


@pytest.mark.both
def test_who_heard_an_appeal_about_a_post_hears_no_later_one_about_it(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one = decided(browser, session, made, author)
    browser.post(appeal_at(session), data=WORDS)
    heard = in_office(browser, session, made, Office.DEPUTY)
    path = hearing_at(session)
    data = {"_version": version(browser, path), "hearing": "reversed"}
    assert browser.post(path, data=data, follow_redirects=False).status_code == 303
    in_office(browser, session, made, Office.MODERATOR)
    assert decide(browser, way(session, one, "look"), act="hidden", reason="hate") == 303
    sign_in(browser, session, author)
    assert "Nobody else holds an office" in browser.get(appeal_at(session)).text
    browser.post(appeal_at(session), data=WORDS)
    path = hearing_at(session)
    sign_in(browser, session, heard)
    assert browser.post(path, data={"hearing": "upheld"}).status_code == 403
    assert "Somebody else hears the appeal" in browser.get(f"{HERE}/today").text
    in_office(browser, session, made, Office.MODERATOR)
    assert "It is undone" in browser.get(path).text


def test_who_heard_an_appeal_about_the_words_hears_one_about_the_lock(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one = decided(browser, session, made, author)
    browser.post(appeal_at(session), data=WORDS)
    heard = in_office(browser, session, made, Office.DEPUTY)
    path = hearing_at(session)
    browser.post(path, data={"_version": version(browser, path), "hearing": "reversed"})
    in_office(browser, session, made, Office.MODERATOR)
    browser.post(at(one, "/lock"), data={"locked": "yes", "reason": "elsewhere"})
    sign_in(browser, session, author)
    browser.post(appeal_at(session), data=WORDS)
    sign_in(browser, session, heard)
    assert "It is undone" in browser.get(hearing_at(session)).text


def hidden_then_locked(
    browser: TestClient, session: Session, made: Body, author: Member
) -> tuple[Topic, str, str]:
    """Have a chair hide a topic's post and a moderator lock it; give where each is appealed."""
    one = topic(session, made, author, text="Ann Jones shouts.")
    in_office(browser, session, made, Office.CHAIR)
    cut = {"act": "redacted", "reason": "personal", "cut": "Ann Jones"}
    assert decide(browser, way(session, one, "look"), **cut) == 303
    words = appeal_at(session)
    in_office(browser, session, made, Office.MODERATOR)
    browser.post(at(one, "/lock"), data={"locked": "yes", "reason": "elsewhere"})
    sign_in(browser, session, author)
    return one, words, appeal_at(session)


@pytest.mark.both
def test_a_later_lock_leaves_what_was_cut_open_to_an_appeal(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one, words, lock = hidden_then_locked(browser, session, made, author)
    page = browser.get(at(one)).text
    assert words in page
    assert lock in page
    browser.post(words, data=WORDS)
    in_office(browser, session, made, Office.DEPUTY)
    path = words.replace("appeal", "hearing")
    page = browser.get(path).text
    assert WORDS["words"] in page
    data = {"_version": version(browser, path), "hearing": "reversed"}
    assert browser.post(path, data=data, follow_redirects=False).status_code == 303
    assert post(session, one).text == "Ann Jones shouts."
    assert read(session, one).locked


def test_words_and_lock_are_appealed_against_each_once(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one, words, lock = hidden_then_locked(browser, session, made, author)
    for _ in range(2):
        for path in (words, lock):
            browser.post(path, data=WORDS)
    assert len(rows(session, Appeal)) == 2
    in_office(browser, session, made, Office.DEPUTY)
    assert "2 appeals" in browser.get(f"{HERE}/today").text
    for path in (words.replace("appeal", "hearing"), lock.replace("appeal", "hearing")):
        data = {"_version": version(browser, path), "hearing": "upheld"}
        assert browser.post(path, data=data, follow_redirects=False).status_code == 303
    assert {row.hearing for row in rows(session, Appeal)} == {Hearing.UPHELD}
    assert read(session, one).locked


def test_a_decision_that_a_later_one_replaced_cannot_be_appealed_against(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one = topic(session, made, author)
    in_office(browser, session, made, Office.CHAIR)
    assert decide(browser, way(session, one, "look"), act="hidden", reason="insult") == 303
    first = appeal_at(session)
    assert decide(browser, way(session, one, "look"), act="shown") == 303
    sign_in(browser, session, author)
    assert browser.get(first).status_code == 404


def test_a_lock_stays_while_an_appeal_against_it_waits(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one, _, lock = hidden_then_locked(browser, session, made, author)
    browser.post(lock, data=WORDS)
    in_office(browser, session, made, Office.DEPUTY)
    answer = browser.post(at(one, "/lock"), data={"locked": ""})
    assert answer.status_code == 422
    assert "Somebody has to hear it" in answer.text
    assert read(session, one).locked
    # The words of the post are another matter: what harms somebody is hidden meanwhile.
    assert decide(browser, way(session, one, "look"), act="hidden", reason="threat") == 303


@pytest.mark.both
def test_whoever_hears_an_appeal_has_it_stay_or_undoes_it_and_the_author_is_told(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one = decided(browser, session, made, author)
    browser.post(appeal_at(session), data=WORDS)
    in_office(browser, session, made, Office.DEPUTY)
    path = hearing_at(session)
    page = browser.get(path).text
    assert WORDS["words"] in page
    data = {"_version": version(browser, path), "hearing": "reversed"}
    stale = dict(data)
    data |= {"said": "You named nobody.", "language": "en"}
    assert browser.post(path, data=data, follow_redirects=False).status_code == 303
    assert post(session, one).standing is Standing.SHOWN
    assert only(session, Appeal).hearing is Hearing.REVERSED
    assert len(rows(session, OutgoingMail)) == 2
    answer = browser.post(path, data=stale | {"said": "Too slow"})
    assert answer.status_code == 409
    assert "Too slow" in answer.text
    sign_in(browser, session, author)
    page = browser.get(at(one)).text
    assert "Undone after an appeal" in page
    assert "You named nobody." in page


def test_an_appeal_stands_on_today_beside_the_post_and_what_was_said_first(
    browser: TestClient, session: Session
) -> None:
    decided(browser, session, made := body(session), member(session), words="You name her.")
    browser.post(appeal_at(session), data=WORDS)
    in_office(browser, session, made, Office.DEPUTY)
    page = browser.get(f"{HERE}/today").text
    for part in ("Ann Jones shouts.", "You name her.", WORDS["words"], "It is undone"):
        assert part in page


def test_one_press_decides_nothing_of_which_words_are_left_out(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made, member(session), text="Shouting " * 80)
    in_office(browser, session, made, Office.CHAIR)
    assert decide(browser, way(session, one, "look"), act="hidden", reason="insult") == 303
    row = Appeal(decision_id=latest(session).id or 0, words="Not her.", language="en")
    session.add(row)
    session.commit()
    in_office(browser, session, made, Office.DEPUTY)
    page = browser.get(f"{HERE}/today").text
    assert "Read all of it, and decide" in page
    assert "It is undone" not in page


def test_today_has_one_press_for_an_appeal(browser: TestClient, session: Session) -> None:
    one = decided(browser, session, made := body(session), member(session))
    browser.post(appeal_at(session), data=WORDS)
    in_office(browser, session, made, Office.DEPUTY)
    page = browser.get(f"{HERE}/today").text
    assert "1 appeal" in page
    data = {"hearing": "upheld", "_back": "today"}
    data["_version"] = page.partition('name="_version" value="')[2].partition('"')[0]
    answer = browser.post(hearing_at(session), data=data, follow_redirects=False)
    assert answer.headers["location"] == f"{HERE}/today?done=upheld"
    assert only(session, Appeal).hearing is Hearing.UPHELD
    assert post(session, one).standing is Standing.HIDDEN


def test_nothing_else_is_decided_while_an_appeal_waits(
    browser: TestClient, session: Session
) -> None:
    one = decided(browser, session, made := body(session), member(session))
    browser.post(appeal_at(session), data=WORDS)
    in_office(browser, session, made, Office.DEPUTY)
    path = way(session, one, "look")
    data = {"_version": version(browser, hearing_at(session)), "act": "shown"}
    page = browser.post(path, data=data)
    assert page.status_code == 422
    assert "Somebody has to hear it" in page.text


def test_what_was_cut_is_put_back_after_an_appeal_with_every_version(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    cut = {"act": "redacted", "reason": "personal", "cut": "Ann Jones"}
    one = decided(browser, session, made, member(session), **cut)
    browser.post(appeal_at(session), data=WORDS)
    in_office(browser, session, made, Office.DEPUTY)
    path = hearing_at(session)
    assert "Ann Jones shouts." in browser.get(path).text
    data = {"_version": version(browser, path), "hearing": "reversed"}
    browser.post(path, data=data)
    assert post(session, one).text == "Ann Jones shouts."
    assert post(session, one).standing is Standing.SHOWN
    assert rows(session, PostVersion) == []


def test_a_topic_is_open_again_after_an_appeal(browser: TestClient, session: Session) -> None:
    made, author = body(session), member(session)
    one = topic(session, made, author)
    in_office(browser, session, made, Office.CHAIR)
    browser.post(at(one, "/lock"), data={"locked": "yes", "reason": "elsewhere"})
    sign_in(browser, session, author)
    browser.post(appeal_at(session), data=WORDS)
    in_office(browser, session, made, Office.DEPUTY)
    path = hearing_at(session)
    browser.post(path, data={"_version": version(browser, path), "hearing": "reversed"})
    assert not read(session, one).locked


def test_what_was_cut_is_forgotten_once_nobody_can_appeal(
    browser: TestClient, session: Session
) -> None:
    cut = {"act": "redacted", "reason": "personal", "cut": "Ann Jones"}
    decided(browser, session, body(session), member(session), **cut)
    tidied(session, APPEALED_WITHIN - timedelta(days=1))
    assert len(rows(session, PostVersion)) == 1
    tidied(session, APPEALED_WITHIN + timedelta(days=1))
    assert rows(session, PostVersion) == []


def test_what_was_cut_is_kept_while_an_appeal_waits(browser: TestClient, session: Session) -> None:
    cut = {"act": "redacted", "reason": "personal", "cut": "Ann Jones"}
    decided(browser, session, body(session), member(session), **cut)
    browser.post(appeal_at(session), data=WORDS)
    tidied(session, 2 * APPEALED_WITHIN)
    assert len(rows(session, PostVersion)) == 1


def test_an_appeal_that_somebody_may_hear_stands_before_those_that_they_may_not(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    chair = in_office(browser, session, made, Office.CHAIR)
    deputy = in_office(browser, session, made, Office.DEPUTY)
    for person, title in ((chair, "Mine"), (deputy, "Another’s")):
        sign_in(browser, session, person)
        one = topic(session, made, member(session), title=title)
        assert decide(browser, way(session, one, "look"), act="hidden", reason="hate") == 303
        session.add(Appeal(decision_id=latest(session).id or 0, words="No.", language="en"))
        session.commit()
    sign_in(browser, session, chair)
    page = browser.get(f"{HERE}/today").text
    assert page.index("Another’s") < page.index("Mine")
