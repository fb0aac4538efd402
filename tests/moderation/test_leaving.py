"""What moderation keeps of a member goes with them, and with what they take back."""

from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import OfficeHolder
from portal.bodies.rules import Office
from portal.moderation import acts, held
from portal.moderation.models import Appeal, Decision, Reads, Report
from portal.store.db import now
from tests.bodies.factories import HERE, body, in_office, only
from tests.forum.factories import topic
from tests.members.factories import member, sign_in
from tests.moderation.factories import decide, latest, reported, way

HELD = "what you reported and nobody has decided about"


def test_a_member_is_given_what_they_reported_and_it_stays_as_nobodys(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    (reporter,) = reported(browser, session, made, topic(session, made), None)
    session.rollback()
    assert held.OF_MEMBERS.held(session, reporter.id)[HELD] == [
        {"day": only(session, Report).day.isoformat(), "reason": "hate", "words": ""}
    ]
    assert [one.message for one in held.OF_MEMBERS.told(session, reporter.id)]
    session.rollback()
    held.OF_MEMBERS.leave(session, reporter.id, False)
    session.commit()
    assert only(session, Report).member_id is None


def test_who_decides_is_handed_what_they_decided_and_which_languages_they_read(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made, member(session))
    person = in_office(browser, session, made, Office.CHAIR)
    said = {"reason": "insult", "words": "Do not mock Ann.", "language": "en"}
    decide(browser, way(session, one, "look"), act="hidden", **said)
    office = only(session, OfficeHolder)
    session.add(Reads(office_id=office.id, languages=["ur"]))
    session.commit()
    kept = held.OF_MEMBERS.held(session, person.id)
    (decided,) = kept["what you decided about posts"]
    assert (decided["decision"], decided["words"]) == ("hidden", "Do not mock Ann.")
    assert kept["languages that you read, as you said in an office"] == ["ur"]


def test_what_was_said_about_a_post_goes_once_its_author_takes_it_back(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one = topic(session, made, author)
    in_office(browser, session, made, Office.CHAIR)
    said = {"reason": "insult", "words": "Do not mock Ann.", "language": "en"}
    decide(browser, way(session, one, "look"), act="hidden", **said)
    sign_in(browser, session, author)
    appeal = f"{HERE}/decisions/{latest(session).id}/appeal"
    browser.post(appeal, data={"words": "I did not.", "language": "en"})
    browser.post(way(session, one, "take-back"), data={"sure": "yes"})
    assert acts.JOB.run
    session.rollback()
    acts.JOB.run(session, now())
    session.commit()
    assert only(session, Decision).words == ""
    assert only(session, Appeal).words == ""
    in_office(browser, session, made, Office.DEPUTY)
    assert "1 appeal" not in browser.get(f"{HERE}/today").text
