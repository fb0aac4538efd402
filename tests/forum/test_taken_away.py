"""What is taken away is gone at once wherever it could be read; what is shown again comes back."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.forum.topics import posts, queries
from portal.forum.topics.models import Ask, Attachment, PostVersion, Topic
from portal.forum.topics.owed import Owed
from portal.forum.topics.rules import Law, Standing
from portal.languages.i18n import today
from portal.meetings.models import Item, Meeting
from portal.members.models import Member
from portal.moderation import redacting
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import HERE, body, chair, in_body, in_office, joined, rows
from tests.consultations.factories import consultation
from tests.following.conftest import mailing as mailing
from tests.following.factories import Mailing, reply, stand
from tests.forum.factories import at, topic, written
from tests.forum.test_translating import translated, trusted
from tests.groups.factories import group
from tests.meetings.factories import at as at_meeting
from tests.meetings.factories import hold, meeting
from tests.members.factories import member, sign_in
from tests.moderation.factories import decide, reported, way

TITLE, TEXT, BEFORE, FILE = "Brambles", "Thistles grow there.", "Nettles grew there.", "ivy.txt"
URDU = {"title": "کانٹے", "text": "وہاں گھاس اگتی ہے۔"}
WORDS = (TITLE, "Thistles", "Nettles", FILE, *URDU.values())
FEED = "/data/forum/race-equality"


def planted(session: Session, made: Body, author: Member) -> tuple[Topic, Meeting]:
    """Have a topic stand wherever a topic can: found, translated, asked, brought and raised."""
    consultation(session)
    session.commit()
    one = topic(session, made, author, title=TITLE, text=BEFORE)
    session.refresh(one)
    first = queries.opening(session, one)
    posts.edit(session, one, first, {"title": TITLE, "text": TEXT, "language": "en"})
    one.raised, one.brought = "consultation/parks", today()
    session.add(Attachment(post_id=first.id or 0, filename=FILE, size=3, content=b"ivy"))
    due = today() + timedelta(days=3)
    session.add(Ask(body_id=one.body_id, topic_id=one.id, state=Owed.OPEN, due=due))
    session.add(one)
    session.commit()
    translated(session, one, member(session), words=URDU)
    comes = meeting(session, made)
    session.add(Item(meeting_id=comes.id, topic_id=one.id, position=1))
    session.commit()
    session.refresh(one)
    session.commit()
    return one, comes


def places(session: Session, one: Topic, comes: Meeting) -> Iterator[str]:
    """List every page on which something of a topic can stand."""
    post = written(session, one)[0]
    for tag in ("en", "ur"):
        here = HERE.replace("/en/", f"/{tag}/")
        yield from (here, f"{here}/rooms/public", f"{here}/answers", f"{here}/meetings")
        yield from (f"{here}/search?q={word}" for word in ("bramb", "thistl", "گھاس"))
        yield from (at_meeting(comes, lang=tag), f"/{tag}/consultations/parks")
        yield f"{FEED}/{tag}.atom"
        mine = at(one).replace("/en/", f"/{tag}/")
        yield from (mine, f"{mine}/posts/{post.id}/history", f"{mine}/posts/{post.id}/report")
        yield f"{mine}/follow"
        yield f"/{tag}/member/following"
        yield f"{mine}/posts/{post.id}/translations/ur"


def found(browser: TestClient, session: Session, one: Topic, comes: Meeting) -> set[str]:
    """Find on which of them a word of it stands."""
    return {
        path
        for path in places(session, one, comes)
        if any(word in browser.get(path).text for word in WORDS)
    }


def by_author(browser: TestClient, session: Session, one: Topic, author: Member) -> None:
    sign_in(browser, session, author)
    browser.post(way(session, one, "take-back"), data={"sure": "yes"})


def by_two_reports(browser: TestClient, session: Session, one: Topic, _author: Member) -> None:
    made = rows(session, Body)[0]
    reported(browser, session, made, one, group(session, name="A"), group(session, name="B"))


def by_moderator(browser: TestClient, session: Session, one: Topic, _author: Member) -> None:
    in_office(browser, session, rows(session, Body)[0], Office.MODERATOR)
    assert decide(browser, way(session, one, "look"), act="hidden", reason="hate") == 303


def by_law(_browser: TestClient, session: Session, one: Topic, _author: Member) -> None:
    session.refresh(one)
    assert posts.remove(session, one, queries.opening(session, one), Law.COURT, today())
    session.commit()


TakenAway = Callable[[TestClient, Session, Topic, Member], None]


@pytest.mark.parametrize("taken_away", [by_author, by_two_reports, by_moderator, by_law])
def test_what_is_taken_away_is_gone_everywhere_at_once(
    browser: TestClient, session: Session, mailing: Mailing, taken_away: TakenAway
) -> None:
    made = body(session)
    author, reader = member(session), member(session)
    joined(session, made, author)
    joined(session, made, reader)
    one, comes = planted(session, made, author)
    shown = found(browser, session, one, comes)
    assert {HERE, at(one), at_meeting(comes), "/en/consultations/parks"} <= shown
    assert {f"{FEED}/en.atom", f"{HERE}/answers", f"{HERE}/search?q=thistl"} <= shown
    taken_away(browser, session, one, author)
    browser.cookies.clear()
    assert found(browser, session, one, comes) == set()
    sign_in(browser, session, reader)
    assert found(browser, session, one, comes) == set()
    staff_in(browser, session, account(session, Role.OFFICER))
    for path in ("/en/staff/forum/race-equality/topics", "/en/staff"):
        assert not any(word in browser.get(path).text for word in WORDS)
    mails = [*mailing.at_once(), *mailing.weekly()]
    assert not any(word in mail.body + mail.html for mail in mails for word in WORDS)


@pytest.mark.parametrize("taken_away", [by_two_reports, by_moderator])
def test_what_a_moderator_shows_again_comes_back_where_it_was(
    browser: TestClient, session: Session, mailing: Mailing, taken_away: TakenAway
) -> None:
    made = body(session)
    author = member(session)
    joined(session, made, author)
    one, comes = planted(session, made, author)
    shown = found(browser, session, one, comes)
    taken_away(browser, session, one, author)
    in_office(browser, session, made, Office.DEPUTY)
    assert decide(browser, way(session, one, "look"), act="shown") == 303
    browser.cookies.clear()
    assert found(browser, session, one, comes) == shown
    joined(session, made, member(session))
    assert any(TITLE in mail.body for mail in mailing.weekly())


def test_what_is_not_put_in_the_room_stands_nowhere(
    browser: TestClient, session: Session, mailing: Mailing
) -> None:
    made = body(session)
    joined(session, made, member(session))
    in_body(browser, session, made)
    said = {"title": TITLE, "text": TEXT, "language": "en", "_key": "once"}
    browser.post(f"{HERE}/rooms/public/new", data=said)
    one = rows(session, Topic)[0]
    assert one.standing is Standing.WAITING
    comes = meeting(session, made)
    browser.cookies.clear()
    assert found(browser, session, one, comes) == set()
    chair(browser, session, made)
    assert decide(browser, way(session, one, "look"), act="not_put", reason="hate") == 303
    browser.cookies.clear()
    assert found(browser, session, one, comes) == set()
    assert not any(TITLE in mail.body for mail in mailing.weekly())


def test_what_is_left_of_a_post_stays_on_agendas_and_what_was_cut_out_is_nowhere(
    browser: TestClient, session: Session, mailing: Mailing
) -> None:
    made = body(session)
    author = member(session)
    joined(session, made, author)
    one, comes = planted(session, made, author)
    in_office(browser, session, made, Office.MODERATOR)
    path = way(session, one, "look")
    cut = {"cut": "Thistles", "files": "yes"}
    assert decide(browser, path, act="redacted", reason="hate", **cut) == 303
    browser.cookies.clear()
    gone = ("Thistles", "Nettles", FILE, *URDU.values())
    for place in places(session, one, comes):
        page = browser.get(place).text
        assert not any(word in page for word in gone), place
    assert TITLE in browser.get(at_meeting(comes)).text
    session.rollback()
    session.refresh(comes)
    comes.starts, comes.ends = (when - timedelta(days=8) for when in (comes.starts, comes.ends))
    session.add(comes)
    session.commit()
    # Whatever stands on an agenda already is gathered for it once.
    hold(session)
    assert len(rows(session, Item)) == 1
    assert not any("Thistles" in mail.body for mail in mailing.weekly())


def test_what_was_cut_out_and_is_put_back_is_found_again(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    author = member(session)
    joined(session, made, author)
    one, _ = planted(session, made, author)
    in_office(browser, session, made, Office.MODERATOR)
    for words in ("Thistles", "there"):
        path = way(session, one, "look")
        assert decide(browser, path, act="redacted", reason="hate", cut=words) == 303
        assert TITLE not in browser.get(f"{HERE}/search?q=thistl").text
    assert {row.withheld for row in rows(session, PostVersion)} == {True}
    for still_cut in (True, False):
        session.refresh(one)
        first = queries.opening(session, one)
        assert redacting.put_back(session, one, first, still_cut=still_cut)
        session.commit()
    assert (first.text, first.standing) == (TEXT, Standing.SHOWN)
    assert TITLE in browser.get(f"{HERE}/search?q=thistl").text
    assert URDU["title"] not in browser.get(at(one).replace("/en/", "/ur/")).text


def test_a_topic_whose_first_post_is_gone_lends_its_title_to_nothing(
    browser: TestClient, session: Session, mailing: Mailing
) -> None:
    made = body(session)
    author, reader = member(session), member(session)
    joined(session, made, author)
    joined(session, made, reader)
    trusted(session, made, reader)
    one, comes = planted(session, made, author)
    after = reply(session, one, author)
    sign_in(browser, session, reader)
    browser.post(at(one, "/follow"), data={"pace": "weekly"})
    assert "/member/following" in " ".join(found(browser, session, one, comes))
    stand(session, one, Standing.HIDDEN)
    assert found(browser, session, one, comes) == set()
    mine = at(one, f"/posts/{after.id}")
    for path in (f"{mine}/translations/ur", f"{mine}/report", f"{mine}/history"):
        page = browser.get(path)
        assert page.status_code == 200
        assert not any(word in page.text for word in WORDS), path
    assert not any(word in mail.body + mail.html for mail in mailing.weekly() for word in WORDS)


@pytest.mark.parametrize("do", ["save", "check", "away"])
def test_nobody_reads_the_translation_of_what_was_hidden_by_sending_the_form(
    browser: TestClient, session: Session, do: str
) -> None:
    made = body(session)
    author, reader = member(session), member(session)
    joined(session, made, author)
    joined(session, made, reader)
    trusted(session, made, reader)
    one, _ = planted(session, made, author)
    reply(session, one, author)
    stand(session, one, Standing.HIDDEN)
    sign_in(browser, session, reader)
    sent = {"_do": do, "title": "لیمپ", "text": "لیمپ ٹوٹا ہے۔", "sure": "yes"}
    page = browser.post(way(session, one, "translations/ur"), data=sent)
    assert page.status_code == 422
    assert not any(word in page.text for word in WORDS)
    assert ("لیمپ ٹوٹا ہے۔" in page.text) is (do == "save")
