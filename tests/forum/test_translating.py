"""Members translate for each other beside the original; nobody checks their own."""

from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.forum import views
from portal.forum.topics import posts, queries
from portal.forum.topics import translated as translations
from portal.forum.topics.leaving import OF_MEMBERS
from portal.forum.topics.models import Searched, Topic
from portal.forum.topics.rules import Room, Standing
from portal.members.models import Member
from portal.moderation import redacting
from portal.translations.models import Translation
from portal.translations.rules import Hand, State, fingerprint
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import HERE, body, chair, in_body, in_office, only, rows
from tests.consultations.answering.test_at_once import at_once
from tests.forum.factories import at, topic, written
from tests.groups.factories import group
from tests.members.factories import member, sign_in
from tests.walking import fields

URDU = {"title": "سڑک کی بتیاں", "text": "وہ خراب ہیں۔"}
SAID = "They are broken."


def versioned(page: str) -> dict[str, str]:
    """Give which version the form of a page says that it shows."""
    return {name: value for name, value in fields(page).items() if name == "_version"}


def trusted(session: Session, made: Body, person: Member) -> None:
    """Have three posts of somebody shown, after which nobody looks at them first."""
    for _ in range(3):
        topic(session, made, person)


def translator(browser: TestClient, session: Session, made: Body, **of: Any) -> Member:
    """Have a member look at a body whose posts are shown at once."""
    person = in_body(browser, session, made, **of)
    trusted(session, made, person)
    return person


def way(session: Session, one: Topic, tag: str = "ur") -> str:
    return at(one, f"/posts/{written(session, one)[0].id}/translations/{tag}")


def send(browser: TestClient, path: str, **sent: str) -> int:
    """Send the form of a page as it stands there, with other words."""
    page = browser.get(path)
    form = versioned(page.text)
    return browser.post(path, data=form | sent, follow_redirects=False).status_code


def translated(session: Session, one: Topic, by: Member | None = None, **row: Any) -> None:
    """Keep a translation of the post that opens a topic."""
    session.rollback()
    session.refresh(one)
    source = translations.source(one, queries.opening(session, one))
    values: dict[str, Any] = {
        "language": "ur",
        "words": URDU,
        "hand": Hand.MEMBER,
        "member_id": by and by.id,
    }
    kept = Translation(owner=source.owner, source=fingerprint(source.words), **(values | row))
    session.add(kept)
    session.flush()
    translations.index(session, one, queries.opening(session, one))
    session.commit()


def test_nobody_translates_who_may_not_write_there(browser: TestClient, session: Session) -> None:
    made = body(session)
    one, closed = topic(session, made), topic(session, made, room=Room.CHAIR)
    for path in (way(session, one), way(session, closed)):
        page = browser.post(path, data=URDU, follow_redirects=False)
        assert page.status_code == 403
        assert "sign-in" in browser.get(path, follow_redirects=False).headers["location"]
    sign_in(browser, session, member(session))
    assert browser.post(way(session, one), data=URDU).status_code == 403
    in_body(browser, session, made)
    assert browser.post(way(session, closed), data=URDU).status_code == 403
    assert rows(session, Translation) == []


@pytest.mark.parametrize("tag", ["en", "xx", "fr", "klm/../..", "ur%00"])
def test_nothing_is_translated_into_its_own_language_or_one_without_pages(
    browser: TestClient, session: Session, tag: str
) -> None:
    made = body(session)
    translator(browser, session, made)
    assert browser.get(way(session, topic(session, made), tag)).status_code == 404


def test_what_is_empty_or_too_long_is_refused_and_kept(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    translator(browser, session, made)
    form = versioned(browser.get(way(session, one)).text)
    page = browser.post(way(session, one), data=form | {"title": "", "text": "ب" * 60_000})
    assert page.status_code == 422
    for said in ("Fill in: Title", "at most 15000 characters", "ب" * 60_000):
        assert said in page.text
    assert rows(session, Translation) == []


def test_signs_that_turn_words_round_turn_nothing_else(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    translator(browser, session, made)
    hostile = {"title": "\u202e<b>x</b>", "text": "\u202egnp.exe\u200b <script>"}
    assert send(browser, way(session, one), **hostile) == 303
    page = browser.get(at(one).replace("/en/", "/ur/")).text
    assert "<script> " not in page
    assert "<b>x</b>" not in page
    assert '<bdi lang="ur"' in page


def test_the_original_is_shown_with_its_translation_and_who_made_it_in_a_word(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    person = translator(browser, session, made, name="Anneliese", name_shown=True)
    assert send(browser, way(session, one), **URDU) == 303
    browser.cookies.clear()
    page = browser.get(at(one).replace("/en/", "/ur/")).text
    for said in (SAID, "Street lights", *URDU.values()):
        assert said in page
    assert "Anneliese" not in page
    assert person.id not in page
    assert URDU["text"] not in browser.get(at(one)).text
    kept = only(session, Translation)
    assert (kept.state, kept.hand, kept.waits) == (State.DRAFT, Hand.MEMBER, False)


@pytest.mark.parametrize(
    ("office", "hand"), [(Office.CHAIR, "chair"), (Office.MODERATOR, "moderator")]
)
def test_whoever_holds_an_office_translates_as_such(
    browser: TestClient, session: Session, office: Office, hand: str
) -> None:
    made = body(session)
    one = topic(session, made)
    in_office(browser, session, made, office)
    assert send(browser, way(session, one), **URDU) == 303
    assert only(session, Translation).hand == hand


def test_nobody_reads_what_a_newcomer_translated_before_somebody_looked_at_it(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    newcomer = in_body(browser, session, made)
    assert send(browser, way(session, one), **URDU) == 303
    ur = at(one).replace("/en/", "/ur/")
    assert URDU["text"] in browser.get(ur).text
    in_body(browser, session, made)
    other = browser.get(way(session, one)).text
    assert URDU["text"] not in other
    assert "translated this already" in other
    page = browser.post(way(session, one), data=URDU | {"text": "Mine"} | versioned(other))
    assert page.status_code == 409
    assert "Mine" in page.text
    browser.cookies.clear()
    assert URDU["text"] not in browser.get(ur).text
    assert URDU["title"] not in browser.get(HERE.replace("/en/", "/ur/")).text
    assert [row.language for row in rows(session, Searched)] == ["en"]
    in_office(browser, session, made, Office.MODERATOR)
    assert "1 translation that waits" in browser.get(f"{HERE}/today").text
    assert send(browser, way(session, one), _do="check") == 303
    browser.cookies.clear()
    assert URDU["text"] in browser.get(ur).text
    sign_in(browser, session, newcomer)
    assert URDU["text"] in browser.get(ur).text


def test_nobody_checks_their_own_nor_that_of_somebody_of_their_group(
    browser: TestClient, session: Session
) -> None:
    made, shared = body(session), group(session, "Valley Women")
    one = topic(session, made)
    translator(browser, session, made, group=shared)
    send(browser, way(session, one), **URDU)
    assert send(browser, way(session, one), _do="check") == 403
    translator(browser, session, made, group=shared)
    assert "it says the same" not in browser.get(way(session, one)).text
    assert send(browser, way(session, one), _do="check") == 403
    assert only(session, Translation).state is State.DRAFT
    translator(browser, session, made)
    assert send(browser, way(session, one), _do="check") == 303
    kept = only(session, Translation)
    assert (kept.state, kept.checked) == (State.CHECKED, Hand.MEMBER)
    assert "Checked by a member." in browser.get(way(session, one)).text


def test_a_chair_checks_not_what_the_chair_translated(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    chair(browser, session, made)
    send(browser, way(session, one), **URDU)
    assert send(browser, way(session, one), _do="check") == 403


def test_what_was_checked_one_member_alone_does_not_change(
    browser: TestClient, session: Session
) -> None:
    made, first = body(session), member(session)
    one = topic(session, made)
    translated(session, one, first, state=State.CHECKED, checked=Hand.MEMBER)
    translator(browser, session, made)
    page = browser.get(way(session, one)).text
    assert "You cannot change this translation." in page
    reply = browser.post(way(session, one), data=URDU | {"text": "Mine"} | versioned(page))
    assert reply.status_code == 409
    assert "Mine" in reply.text
    in_office(browser, session, made, Office.MODERATOR)
    assert send(browser, way(session, one), **URDU | {"text": "Theirs"}) == 303
    kept = only(session, Translation)
    assert (kept.words["text"], kept.state, kept.checked) == ("Theirs", State.DRAFT, None)


def test_the_second_to_save_sees_what_the_first_wrote(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    translator(browser, session, made)
    form = versioned(browser.get(way(session, one)).text)
    translated(session, one, member(session))
    page = browser.post(way(session, one), data=form | URDU | {"text": "Otherwise"})
    assert page.status_code == 409
    for said in (URDU["text"], "Otherwise", "while you were writing"):
        assert said in page.text
    assert only(session, Translation).words == URDU
    again = versioned(page.text) | URDU | {"text": "Otherwise"}
    assert browser.post(way(session, one), data=again, follow_redirects=False).status_code == 303
    assert only(session, Translation).words["text"] == "Otherwise"


@pytest.mark.both
def test_of_two_who_save_at_the_same_moment_one_sees_what_the_other_wrote(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    translator(browser, session, made)
    form = versioned(browser.get(way(session, one)).text)
    sent = [form | URDU | {"text": f"Words {number}"} for number in range(4)]
    session.rollback()
    assert sorted(at_once(browser, *((way(session, one), words) for words in sent))) == [
        303,
        409,
        409,
        409,
    ]
    assert only(session, Translation).words["text"].startswith("Words ")


def test_two_taps_write_and_check_once(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = topic(session, made)
    translator(browser, session, made)
    form = versioned(browser.get(way(session, one)).text) | URDU
    for _ in range(2):
        reply = browser.post(way(session, one), data=form, follow_redirects=False)
        assert reply.status_code == 303
    before = only(session, Translation).revision
    assert send(browser, way(session, one), **URDU) == 303
    assert only(session, Translation).revision == before


def test_what_changed_meanwhile_nobody_says_is_right(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = topic(session, made)
    translated(session, one, member(session))
    chair(browser, session, made)
    form = versioned(browser.get(way(session, one)).text)
    kept = only(session, Translation)
    kept.words = URDU | {"text": "Something else"}
    session.add(kept)
    session.commit()
    page = browser.post(way(session, one), data=form | {"_do": "check"})
    assert page.status_code == 409
    assert "Something else" in page.text
    assert only(session, Translation).state is State.DRAFT


def edit(session: Session, one: Topic, text: str) -> None:
    session.rollback()
    session.refresh(one)
    said = {"title": one.title, "text": text, "language": "en"}
    posts.edit(session, one, queries.opening(session, one), said)
    session.commit()


def test_a_translation_is_stale_while_the_original_reads_otherwise(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made, in_body(browser, session, made))
    translated(session, one, member(session), state=State.CHECKED, checked=Hand.MEMBER)
    ur = at(one).replace("/en/", "/ur/")
    edit(session, one, "They are mended.")
    assert only(session, Translation).state is State.STALE
    assert URDU["text"] in browser.get(ur).text
    assert URDU["title"] not in browser.get(HERE.replace("/en/", "/ur/")).text
    edit(session, one, SAID)
    assert only(session, Translation).state is State.CHECKED
    assert URDU["title"] in browser.get(HERE.replace("/en/", "/ur/")).text


def test_whoever_translates_what_is_changed_meanwhile_sees_it_first(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    translator(browser, session, made)
    form = versioned(browser.get(way(session, one)).text)
    edit(session, one, "They are mended.")
    page = browser.post(way(session, one), data=form | URDU)
    assert page.status_code == 409
    assert "They are mended." in page.text
    assert URDU["text"] in page.text
    assert rows(session, Translation) == []


def test_a_stale_translation_fits_again_once_somebody_says_so(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    translated(session, one, member(session))
    edit(session, one, "They are broken!")
    translator(browser, session, made)
    assert send(browser, way(session, one), _do="check") == 403
    assert send(browser, way(session, one), **URDU) == 303
    assert only(session, Translation).state is State.DRAFT


@pytest.mark.parametrize("standing", [Standing.TAKEN_BACK, Standing.REDACTED])
def test_of_what_is_taken_away_no_translation_is_left(
    browser: TestClient, session: Session, standing: Standing
) -> None:
    made = body(session)
    one = topic(session, made)
    translated(session, one, member(session))
    session.refresh(one)
    post = queries.opening(session, one)
    posts.stand(session, one, post, standing)
    session.commit()
    assert rows(session, Translation) == []
    assert rows(session, Searched) == []
    chair(browser, session, made)
    gone = standing is Standing.TAKEN_BACK
    assert browser.get(way(session, one)).status_code == (404 if gone else 200)


@pytest.mark.parametrize("standing", [Standing.WAITING, Standing.HIDDEN, Standing.NOT_PUT])
def test_whoever_holds_an_office_translates_what_others_do_not_read(
    browser: TestClient, session: Session, standing: Standing
) -> None:
    made = body(session)
    one = topic(session, made)
    post = queries.opening(session, one)
    post.standing = one.standing = standing
    one.newest = 0
    session.add_all([post, one])
    session.commit()
    translator(browser, session, made)
    assert browser.get(way(session, one)).status_code == 404
    in_office(browser, session, made, Office.MODERATOR)
    assert send(browser, way(session, one), **URDU) == 303
    assert URDU["text"] in browser.get(at(one).replace("/en/", "/ur/")).text
    if standing is Standing.WAITING:
        today = browser.get(f"{HERE}/today".replace("/en/", "/ur/")).text
        assert URDU["text"] in today
    assert post.id not in {row.post_id for row in rows(session, Searched)}
    translator(browser, session, made)
    ur = HERE.replace("/en/", "/ur/")
    for path in (ur, f"{ur}/search?q=سڑک", at(one).replace("/en/", "/ur/")):
        assert URDU["text"] not in browser.get(path).text
        assert URDU["title"] not in browser.get(path).text


def test_what_is_left_of_a_post_is_translated_and_a_further_cut_takes_that_away(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made, text="They are broken, says Ann Price.")
    translated(session, one, member(session))
    session.refresh(one)
    post = queries.opening(session, one)
    redacting.redact(session, one, post, {"title": one.title, "text": "They are broken, […]."})
    session.commit()
    assert rows(session, Translation) == []
    translator(browser, session, made)
    assert send(browser, way(session, one), **URDU) == 303
    page = browser.get(at(one).replace("/en/", "/ur/")).text
    assert URDU["text"] in page
    assert URDU["title"] in page
    assert [row.language for row in rows(session, Searched) if row.post_id == post.id] == []
    session.refresh(one)
    session.refresh(post)
    redacting.redact(session, one, post, {"title": one.title, "text": "[…]"})
    session.commit()
    assert rows(session, Translation) == []


def test_words_that_are_put_back_make_their_translation_stale(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    post = queries.opening(session, one)
    redacting.redact(session, one, post, {"title": one.title, "text": "[…]"})
    session.commit()
    translated(session, one, member(session))
    session.refresh(one)
    session.refresh(post)
    redacting.put_back(session, one, post, still_cut=False)
    session.commit()
    assert only(session, Translation).state is State.STALE


def test_what_is_hidden_is_hidden_in_every_translation(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one, other = topic(session, made), topic(session, made)
    translated(session, one, member(session))
    session.refresh(one)
    posts.stand(session, one, queries.opening(session, one), Standing.HIDDEN)
    session.commit()
    ur = HERE.replace("/en/", "/ur/")
    for path in (ur, at(one).replace("/en/", "/ur/"), f"{ur}/search?q=سڑک"):
        assert URDU["text"] not in browser.get(path).text
    assert {row.post_id for row in rows(session, Searched)} == {written(session, other)[0].id}
    translator(browser, session, made)
    assert browser.get(way(session, one)).status_code == 404


def test_a_locked_topic_takes_no_translation_and_loses_nothing_that_was_typed(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    translator(browser, session, made)
    form = versioned(browser.get(way(session, one)).text)
    session.refresh(one)
    one.locked = True
    session.add(one)
    session.commit()
    page = browser.post(way(session, one), data=form | URDU)
    assert page.status_code == 422
    assert URDU["text"] in page.text
    assert browser.get(way(session, one)).status_code == 403
    assert rows(session, Translation) == []


def test_who_wrote_it_or_looks_after_the_room_takes_it_away_once_sure(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    mine = translator(browser, session, made)
    translated(session, one, mine)
    translator(browser, session, made)
    assert send(browser, way(session, one), _do="away", sure="yes") == 403
    sign_in(browser, session, mine)
    assert send(browser, way(session, one), _do="away") == 422
    assert send(browser, way(session, one), _do="away", sure="yes") == 303
    assert rows(session, Translation) == []
    assert send(browser, way(session, one), _do="check") == 409
    assert send(browser, way(session, one), _do="away", sure="yes") == 303
    assert [row.language for row in rows(session, Searched) if row.language == "ur"] == []


def test_one_member_does_not_translate_everything_in_a_day(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    person = translator(browser, session, made)
    for number in range(40):
        row = Translation(owner=f"x/{number}", language="ur", source="", hand=Hand.MEMBER)
        row.member_id = person.id
        session.add(row)
    session.commit()
    assert send(browser, way(session, one), **URDU) == 422


def test_what_somebody_translated_goes_with_them_or_stays_and_is_nobodys(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    goes, stays = member(session), member(session)
    gone, kept = topic(session, made), topic(session, made)
    translated(session, gone, goes)
    translated(session, kept, stays)
    assert URDU["text"] in str(OF_MEMBERS.held(session, goes.id))
    assert [problem.values for problem in OF_MEMBERS.told(session, goes.id)] == [{"number": 1}]
    OF_MEMBERS.leave(session, goes.id, False)
    OF_MEMBERS.leave(session, stays.id, True)
    for person in (goes, stays):
        session.delete(person)
    session.commit()
    assert only(session, Translation).member_id is None
    found = {(row.post_id, row.language) for row in rows(session, Searched)}
    assert len(found) == 3


def test_a_list_shows_titles_in_the_language_of_the_page_and_their_own(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    translated(session, one, member(session))
    page = browser.get(HERE.replace("/en/", "/ur/")).text
    assert URDU["title"] in page
    assert "Street lights" in page
    assert URDU["title"] not in browser.get(HERE).text


def test_an_officer_reads_translations_and_what_waits_of_them_does_not_show(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    said: dict[str, Any] = {"title": "Goleuadau", "text": "Maen nhw wedi torri.", "language": "cy"}
    shown, waits = topic(session, made, **said), topic(session, made, **said)
    english = {"title": "Lights", "text": "They are broken."}
    translated(session, shown, member(session), language="en", words=english)
    hidden = {"title": "Unseen", "text": "Unseen words."}
    translated(session, waits, member(session), language="en", words=hidden, waits=True)
    staff_in(browser, session, account(session, Role.OFFICER))
    listed = browser.get("/en/staff/forum/race-equality/topics").text
    assert "Lights" in listed
    assert "Unseen" not in listed
    pages = [
        browser.get(f"/en/staff/forum/race-equality/topics/{one.id}").text for one in (shown, waits)
    ]
    assert "They are broken." in pages[0]
    assert "Unseen words." not in pages[1]


def test_what_led_to_something_is_called_by_the_title_in_the_language_of_the_page(
    session: Session,
) -> None:
    made = body(session)
    one, other = topic(session, made), topic(session, made, title="Goleuadau", language="cy")
    for row in (one, other):
        row.raised = "consultation/roads"
        session.add(row)
    session.commit()
    translated(session, other, member(session), language="en", words={"title": "Lights"})
    found = {(row.title, row.language) for row in views.pointing(session, "consultation/roads")}
    assert found == {("Street lights", "en"), ("Lights", "en")}


def test_a_reply_is_translated_without_a_title(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = topic(session, made)
    translator(browser, session, made)
    browser.post(at(one, "/reply"), data={"text": "So is ours.", "language": "en"})
    number = written(session, one)[1].id
    path = at(one, f"/posts/{number}/translations/ur")
    assert send(browser, path, text="ہماری بھی۔") == 303
    assert only(session, Translation).words == {"text": "ہماری بھی۔"}
    assert "ہماری بھی۔" in browser.get(at(one).replace("/en/", "/ur/")).text
