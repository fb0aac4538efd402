"""Office holders decide with a reason that the author reads; the second of two sees the first."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.rules import Office
from portal.forum.topics import authorship, posts, translated
from portal.forum.topics.models import Attachment, PostVersion, Topic
from portal.forum.topics.rules import Law, Room, Standing, Voice
from portal.languages.i18n import today
from portal.moderation.models import Appeal, Decision
from portal.moderation.rules import Act
from portal.store.db import now, random_id
from portal.store.outgoing import OutgoingMail
from portal.translations import keeping
from portal.translations.keeping import Translator
from portal.translations.rules import Hand
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import HERE, body, holder, in_body, in_office, joined, read, rows
from tests.following.factories import reply
from tests.forum.factories import SAID, at, topic, written
from tests.members.factories import member, sign_in
from tests.moderation.factories import decide, decisions, latest, post, reported, version, way
from tests.order.test_blocking import block

HIDE = {"act": "hidden", "reason": "insult"}
SENTENCE = {"words": "یہاں نام نہ لکھیں۔", "language": "ur"}


def test_only_who_holds_an_office_of_this_body_decides(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    other = body(session, slug="other", answers_id=None)
    one = topic(session, made)
    path, elsewhere = way(session, one, "look"), member(session)
    assert browser.post(path, data=HIDE).status_code == 403
    staff_in(browser, session, account(session, *Role))
    assert browser.post(path, data=HIDE).status_code == 403
    in_body(browser, session, made)
    assert browser.get(path).status_code == 403
    assert browser.post(path, data=HIDE).status_code == 403
    holder(session, other, Office.CHAIR, elsewhere)
    sign_in(browser, session, elsewhere)
    for way_ in (path, f"{HERE}/queue", at(one, "/lock"), f"{HERE}/today"):
        assert browser.get(way_).status_code == 403
    assert browser.get(path.replace("race-equality", "other")).status_code == 404
    assert post(session, one).standing is Standing.SHOWN


def test_nobody_decides_about_their_own_post(browser: TestClient, session: Session) -> None:
    made = body(session)
    mine = topic(session, made, in_office(browser, session, made, Office.CHAIR))
    path = way(session, mine, "look")
    assert "Somebody else decides" in browser.get(path).text
    assert browser.post(path, data=HIDE).status_code == 403


def test_hiding_needs_a_reason_and_keeps_what_was_typed(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    in_office(browser, session, made, Office.MODERATOR)
    path, long = way(session, one, "look"), "x" * 60_000
    data = {"_version": version(browser, path), "act": "hidden", "reason": "own-99", "words": long}
    page = browser.post(path, data=data)
    assert page.status_code == 422
    assert "at most 1000 characters" in page.text
    assert long in page.text
    assert decide(browser, path) == 422
    assert decide(browser, path, act="hidden") == 422
    assert decide(browser, path, act="shown") == 422
    assert rows(session, OutgoingMail) == []
    assert decisions(session) == []


@pytest.mark.both
def test_an_author_reads_the_reason_and_the_sentence_and_is_mailed_without_a_word_of_it(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one = topic(session, made, author)
    in_office(browser, session, made, Office.MODERATOR)
    assert decide(browser, way(session, one, "look"), **HIDE, **SENTENCE) == 303
    assert post(session, one).standing is Standing.HIDDEN
    (mail,) = rows(session, OutgoingMail)
    assert mail.recipient == author.email
    for told in ("Race", "Street", "moderator", "hid", "insult"):
        assert told not in mail.subject + mail.body
    sign_in(browser, session, author)
    for page in (browser.get(at(one)).text, browser.get(f"{HERE}/join/mine").text):
        assert "It insults or mocks somebody" in page
    page = browser.get(at(one)).text
    assert SENTENCE["words"] in page
    assert "The moderators" in page
    assert "Appeal" in page
    in_body(browser, session, made)
    assert browser.get(at(one)).status_code == 404


def test_what_is_hidden_is_gone_from_lists_agendas_and_what_is_owed(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made, title="Of nobody’s business")
    posts.reply(session, one, authorship.Author(Voice.MEMBER, trusted=True), SAID, random_id())
    session.commit()
    in_office(browser, session, made, Office.CHAIR)
    browser.post(at(one, "/bring"))
    browser.post(at(one, "/ask"))
    assert "Of nobody’s business" in browser.get(HERE).text
    assert decide(browser, way(session, one, "look"), **HIDE) == 303
    for signed_in in (True, False):
        page = browser.get(HERE).text
        assert "Of nobody’s business" not in page
        assert "The first post is gone" in page
        assert "days left" not in page
        assert browser.get(at(one)).status_code == 200
        if signed_in:
            browser.cookies.clear()
    page = browser.get(at(one)).text
    assert "Of nobody’s business" not in page
    assert "agenda" not in page


def test_a_passage_is_cut_out_and_with_it_every_version_of_before(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one = topic(session, made, author, title="Ann Jones", text="Ann Jones, 4 Mill Road, shouts.")
    first = written(session, one)[0]
    posts.edit(session, one, first, {**SAID, "title": "Ann Jones", "text": "Ann Jones shouts."})
    session.commit()
    in_office(browser, session, made, Office.MODERATOR)
    path = way(session, one, "look")
    for wrong in ("", "Ann Smith", "A"):
        assert decide(browser, path, act="redacted", reason="personal", cut=wrong) == 422
    assert decide(browser, path, act="redacted", reason="personal", cut=" Ann Jones ") == 303
    for who in ("moderator", "anybody"):
        for way_ in (at(one), HERE, way(session, one, "history"), f"{HERE}/log"):
            read_there = browser.get(way_).text
            assert "Ann Jones" not in read_there
            assert "Mill Road" not in read_there
        if who == "moderator":
            browser.cookies.clear()
    page = browser.get(at(one)).text
    assert "[…] shouts." in page
    assert "Parts were cut by the moderators" in page
    sign_in(browser, session, author)
    assert "It tells personal things" in browser.get(at(one)).text
    assert browser.get(way(session, one, "edit")).status_code == 403


def test_taking_back_what_was_cut_leaves_nothing_of_it(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one = topic(session, made, author, text="Ann Jones shouts.")
    in_office(browser, session, made, Office.MODERATOR)
    decide(browser, way(session, one, "look"), act="redacted", reason="personal", cut="Ann Jones")
    assert len(rows(session, PostVersion)) == 1
    sign_in(browser, session, author)
    browser.post(way(session, one, "take-back"), data={"sure": "yes"})
    assert rows(session, PostVersion) == []


def test_a_post_that_is_shown_again_is_as_it_was(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = topic(session, made, text="Ann Jones shouts.")
    in_office(browser, session, made, Office.MODERATOR)
    path = way(session, one, "look")
    decide(browser, path, act="redacted", reason="personal", cut="Ann Jones")
    decide(browser, path, **HIDE)
    assert decide(browser, path, act="shown") == 303
    assert post(session, one).standing is Standing.REDACTED
    assert "Ann Jones" not in browser.get(at(one)).text


def test_the_second_of_two_moderators_sees_what_the_first_decided(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    in_office(browser, session, made, Office.DEPUTY)
    path = way(session, one, "look")
    stale = version(browser, path)
    in_office(browser, session, made, Office.MODERATOR)
    assert decide(browser, path, act="left") == 303
    in_office(browser, session, made, Office.MODERATOR)
    page = browser.post(path, data=HIDE | SENTENCE | {"_version": stale})
    assert page.status_code == 409
    assert "This was decided meanwhile" in page.text
    assert "Looked at and left as it is" in page.text
    assert SENTENCE["words"] in page.text
    assert post(session, one).standing is Standing.SHOWN


def test_two_presses_of_one_button_decide_once(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = topic(session, made)
    in_office(browser, session, made, Office.MODERATOR)
    path = way(session, one, "look")
    data = HIDE | {"_version": version(browser, path)}
    for _ in range(2):
        assert browser.post(path, data=data, follow_redirects=False).status_code == 303
    assert len(decisions(session)) == 1


def test_what_was_taken_back_meanwhile_is_not_decided_about(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    reported(browser, session, made, one, None)
    in_office(browser, session, made, Office.MODERATOR)
    path = way(session, one, "look")
    stale = version(browser, path)
    posts.take_back(session, one, written(session, one)[0])
    session.commit()
    assert browser.post(path, data=HIDE | {"_version": stale}).status_code == 404
    assert "Nothing is reported" in browser.get(f"{HERE}/queue").text


def test_what_the_law_took_away_is_not_decided_about(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = topic(session, made)
    reply(session, one)
    in_office(browser, session, made, Office.MODERATOR)
    path = way(session, one, "look", 1)
    stale = version(browser, path)
    gone = written(session, one)[1]
    assert posts.remove(session, read(session, one), gone, Law.COURT, today())
    session.commit()
    assert browser.get(path).status_code == 404
    assert browser.post(path, data=HIDE | {"_version": stale}).status_code == 404
    assert rows(session, Decision) == []


def test_today_has_one_press_for_each_report(browser: TestClient, session: Session) -> None:
    made = body(session)
    one, two = topic(session, made, title="Lights"), topic(session, made, title="Gutters")
    reported(browser, session, made, one, None, reason="spam")
    reported(browser, session, made, two, None)
    in_office(browser, session, made, Office.CHAIR)
    page = browser.get(f"{HERE}/today").text
    assert "2 reported posts" in page
    part = page[page.index(way(session, one, "look").removeprefix("/en")) :]
    data = {"act": "hidden", "reason": "spam", "_back": "today"}
    data["_version"] = part.partition('name="_version" value="')[2].partition('"')[0]
    answer = browser.post(way(session, one, "look"), data=data, follow_redirects=False)
    assert answer.headers["location"] == f"{HERE}/today?done=post_hidden"
    assert latest(session).reason == "spam"
    assert "1 reported post" in browser.get(f"{HERE}/today").text


def test_a_queue_begins_with_what_somebody_reads_and_says_what_nobody_does(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    author = member(session)
    somali = topic(session, made, author, title="Nalka jidka", language="so")
    english = topic(session, made, title="Street lights")
    for one in (somali, english):
        reported(browser, session, made, one, None)
    reported(browser, session, made, somali, None)
    in_office(browser, session, made, Office.MODERATOR)
    page = browser.get(f"{HERE}/queue").text
    assert page.index("Street lights") < page.index("Nalka jidka")
    assert "Nobody here reads this yet" in page
    assert "Nobody here reads this yet" in browser.get(f"{HERE}/today").text
    sign_in(browser, session, author)
    told = browser.get(at(somali)).text.partition("It may take longer until somebody has looked")[2]
    assert "in a language that somebody here reads" in told
    assert "English" in told.partition("</p>")[0]
    in_office(browser, session, made, Office.MODERATOR)
    path = f"{HERE}/queue/languages"
    assert "We do not know these languages: Klingonese" in (
        browser.post(path, data={"reads": "Klingonese"}).text
    )
    browser.post(path, data={"reads": "Somali, Urdu"})
    page = browser.get(f"{HERE}/queue").text
    assert page.index("Nalka jidka") < page.index("Street lights")
    assert "Nobody here reads this yet" not in page


def test_a_first_post_is_not_put_in_the_room_for_a_reason_and_its_author_appeals(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    author = in_body(browser, session, made)
    browser.post(f"{HERE}/rooms/public/new", data=SAID)
    one = rows(session, Topic)[0]
    path = way(session, one, "look")
    in_office(browser, session, made, Office.MODERATOR)
    assert path in browser.get(f"{HERE}/today").text
    assert decide(browser, path, act="not_put") == 422
    assert decide(browser, path, act="hidden", reason="spam") == 422
    assert decide(browser, path, act="not_put", reason="elsewhere") == 303
    assert post(session, one).standing is Standing.NOT_PUT
    sign_in(browser, session, author)
    page = browser.get(at(one)).text
    assert "It is not about what this body is for" in page
    assert f"/decisions/{latest(session).id}/appeal" in page


def test_what_stands_around_a_post_is_shown_and_nobodys_name(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made, text="The first words.")
    for words in ("The middle words.", "The last words."):
        author = authorship.Author(Voice.MEMBER, trusted=True, shown="Ann of the hill")
        posts.reply(session, one, author, {"text": words, "language": "en"}, random_id())
    session.commit()
    in_office(browser, session, made, Office.MODERATOR)
    page = browser.get(way(session, one, "look", 1)).text
    for words in ("The first words.", "The middle words.", "The last words."):
        assert words in page
    assert "Ann of the hill" not in page


def test_a_topic_is_closed_for_a_reason_that_its_author_reads(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one = topic(session, made, author)
    in_office(browser, session, made, Office.MODERATOR)
    assert browser.post(at(one, "/lock"), data={"locked": "yes"}).status_code == 422
    for _ in range(2):
        browser.post(at(one, "/lock"), data={"locked": "yes", "reason": "elsewhere"})
    assert read(session, one).locked
    assert [kept.act for kept in decisions(session)] == [Act.LOCKED]
    sign_in(browser, session, author)
    assert "It is not about what this body is for" in browser.get(at(one)).text
    in_office(browser, session, made, Office.MODERATOR)
    browser.post(at(one, "/lock"), data={"locked": ""})
    assert not read(session, one).locked


def test_a_moderator_decides_in_every_room(browser: TestClient, session: Session) -> None:
    made = body(session)
    in_office(browser, session, made, Office.MODERATOR)
    for room in Room:
        one = topic(session, made, room=room)
        assert decide(browser, way(session, one, "look"), **HIDE) == 303
        assert latest(session).room is room
    assert latest(session).made <= now()


def test_a_post_that_was_translated_is_looked_at_beside_its_translation(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    person = member(session)
    urdu = {"title": "سڑک کی بتیاں", "text": "یہاں اندھیرا ہے۔"}
    by = Translator(person.id, Hand.MEMBER)
    keeping.write(session, translated.source(one, post(session, one)), "ur", by, urdu)
    session.commit()
    in_office(browser, session, made, Office.MODERATOR)
    assert urdu["text"] in browser.get(way(session, one, "look").replace("/en/", "/ur/")).text


def test_where_one_press_decides_a_translation_and_files_stand_beside(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one = topic(session, made, author)
    urdu = {"title": "سڑک کی بتیاں", "text": "یہاں اندھیرا ہے۔"}
    by = Translator(member(session).id, Hand.MEMBER)
    first = post(session, one)
    keeping.write(session, translated.source(one, first), "ur", by, urdu)
    session.add(Attachment(post_id=first.id or 0, filename="lamp.pdf", size=1, content=b"a"))
    session.commit()
    reported(browser, session, made, one, None)
    in_office(browser, session, made, Office.MODERATOR)
    for name in ("today", "queue"):
        page = browser.get(f"{HERE}/{name}".replace("/en/", "/ur/")).text
        assert urdu["text"] in page
        assert "lamp.pdf" in page
    assert decide(browser, way(session, one, "look"), act="hidden", reason="hate") == 303
    row = Appeal(decision_id=latest(session).id or 0, words="No.", language="en")
    session.add(row)
    session.commit()
    in_office(browser, session, made, Office.DEPUTY)
    page = browser.get(f"{HERE}/today".replace("/en/", "/ur/")).text
    assert urdu["text"] in page
    assert "lamp.pdf" in page


def test_whoever_writes_about_somebody_reads_that_they_may_ask_to_read_it(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    blocked = member(session)
    one, two = topic(session, made, blocked), topic(session, made, member(session))
    joined(session, made, blocked)
    kept = block(session, made, blocked, appeal="I will not do it again.", appeal_in="en")
    in_office(browser, session, made, Office.CHAIR)
    assert decide(browser, way(session, two, "look"), act="hidden", reason="hate") == 303
    session.add(Appeal(decision_id=latest(session).id or 0, words="No.", language="en"))
    session.commit()
    pages = [way(session, one, "look"), at(one, "/lock"), way(session, one, "block")]
    in_office(browser, session, made, Office.DEPUTY)
    pages += [f"{HERE}/decisions/{latest(session).id}/hearing", f"{HERE}/blocks/{kept.id}"]
    for path in pages:
        assert "Whoever you write about may ask to read it." in browser.get(path).text, path


def test_what_waits_for_the_chair_is_not_said_to_be_ones_own(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    first, one = post(session, one), session.get_one(Topic, one.id)
    first.voice, first.standing, one.standing = Voice.COUNCIL, Standing.WAITING, Standing.WAITING
    session.add_all([first, one])
    session.commit()
    in_office(browser, session, made, Office.MODERATOR)
    page = browser.get(way(session, one, "look")).text
    assert "The chair decides about" in page
    assert "You wrote this" not in page


def test_appeals_begin_with_those_that_somebody_reads(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    in_office(browser, session, made, Office.CHAIR)
    for title, tag in (("Nalka jidka", "so"), ("Street lights", "en")):
        one = topic(session, made, member(session), title=title, language=tag)
        assert decide(browser, way(session, one, "look"), act="hidden", reason="hate") == 303
        session.add(Appeal(decision_id=latest(session).id or 0, words="No.", language=tag))
        session.commit()
    in_office(browser, session, made, Office.DEPUTY)
    for name in ("today", "queue"):
        page = browser.get(f"{HERE}/{name}").text
        assert page.index("Street lights") < page.index("Nalka jidka")
