"""What the law forces away goes by two people of staff, and leaves a mark that everybody sees."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.forum.topics import asks
from portal.forum.topics.models import (
    Ask,
    Attachment,
    OpenedRoom,
    Post,
    PostVersion,
    ResidentQuestion,
    Topic,
)
from portal.forum.topics.owed import Owed
from portal.forum.topics.rules import Room, Standing
from portal.languages.i18n import today
from portal.sealing import crypto
from portal.statements.models import Removal, Statement, StatementVersion
from portal.store import audit
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import HERE, body, chair, holder, in_body, joined, only, read, rows
from tests.forum.factories import at, topic, written
from tests.members.factories import member, outbox
from tests.members.factories import sign_in as sign_member_in
from tests.statements.test_publishing import statement

LAW = "/en/staff/legal-removals"
ASKED = {"law": "court", "reason": "An injunction of 3 November."}


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


@pytest.fixture
def said(session: Session, made: Body) -> Statement:
    return statement(session, made)


@pytest.fixture
def officer(browser: TestClient, session: Session) -> Account:
    first = account(session, Role.OFFICER)
    sign_in(browser, session, first)
    return first


def address(one: Statement) -> str:
    return f"https://voices.example{HERE}/statements/{one.id}"


def ask(browser: TestClient, where: str, **changes: str) -> int:
    return browser.post(LAW, data=ASKED | {"address": where} | changes).status_code


def decide(browser: TestClient, session: Session, do: str, **more: str) -> int:
    path = f"{LAW}/{rows(session, Removal)[-1].id}"
    return browser.post(path, data={"_do": do} | more, follow_redirects=False).status_code


def agree(browser: TestClient, session: Session) -> int:
    return decide(browser, session, "agree", sure="yes")


def words(browser: TestClient, session: Session) -> str:
    return browser.get(f"{LAW}/{rows(session, Removal)[-1].id}").text


@pytest.mark.parametrize(
    "role", [one for one in Role if one.value not in ("officer", "administrator")]
)
def test_other_staff_take_nothing_away(
    browser: TestClient, session: Session, said: Statement, role: Role
) -> None:
    sign_in(browser, session, account(session, role))
    assert ask(browser, address(said)) == 403
    assert rows(session, Removal) == []


def test_members_and_the_chair_do_not_come_in(
    browser: TestClient, session: Session, made: Body, said: Statement
) -> None:
    chair(browser, session, made)
    browser.post(LAW, data=ASKED | {"address": address(said)})
    assert rows(session, Removal) == []


@pytest.mark.usefixtures("officer")
def test_no_ground_no_reason_and_no_such_address_are_refused(
    browser: TestClient, session: Session, said: Statement
) -> None:
    here = address(said)
    for wrong in ({"law": ""}, {"law": "dislike"}, {"reason": ""}, {"reason": "/" * 60_000}):
        assert ask(browser, here, **wrong) == 422
    for nowhere in (
        "",
        "/" * 60_000,
        "https://evil.example/",
        HERE,
        f"{HERE}/statements/{'x' * 22}",
        f"{HERE}/topics/{'x' * 22}",
        f"/en/forum/another/statements/{said.id}",
    ):
        assert ask(browser, nowhere) == 422
    assert rows(session, Removal) == []


@pytest.mark.usefixtures("officer")
def test_nobody_takes_anything_away_alone(
    browser: TestClient, session: Session, said: Statement
) -> None:
    ask(browser, address(said))
    assert agree(browser, session) == 422
    assert read(session, said).words == {"en": "These words."}
    assert ask(browser, address(said)) == 422
    assert len(rows(session, Removal)) == 1


def test_nobody_agrees_whom_the_other_let_in_or_who_let_the_other_in(
    browser: TestClient, session: Session, said: Statement, officer: Account
) -> None:
    ask(browser, address(said))
    let_in, boss = (account(session, Role.OFFICER) for _ in range(2))
    audit.record(session, officer.id or 0, "account.invited", let_in.email, roles=["officer"])
    audit.record(session, boss.id or 0, "account.password_reset", officer.email)
    session.commit()
    for second in (let_in, boss):
        sign_in(browser, session, second)
        assert agree(browser, session) == 422
    assert read(session, said).removed is None


@pytest.mark.usefixtures("officer")
def test_two_take_a_statement_away_and_everybody_sees_the_ground_and_the_day(
    browser: TestClient, session: Session, made: Body, said: Statement
) -> None:
    boss, deputy = member(session), member(session)
    holder(session, made, Office.CHAIR, boss)
    holder(session, made, Office.DEPUTY, deputy)
    session.add(
        StatementVersion(
            statement_id=said.id,
            title={"en": "Before"},
            words={"en": "Older words."},
            language="en",
            until=today(),
        )
    )
    session.commit()
    ask(browser, address(said))
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    outbox(session)
    assert agree(browser, session) == 303
    gone = read(session, said)
    assert (gone.title, gone.words, gone.removed) == ({}, {}, today())
    assert rows(session, StatementVersion) == []
    mails = outbox(session)
    assert {one.recipient for one in mails} == {boss.email, deputy.email}
    assert all("Race equality" not in one.subject + one.body for one in mails)
    browser.cookies.clear()
    for page in (browser.get(HERE).text, browser.get(f"{HERE}/statements/{said.id}").text):
        assert "because the law demands it" in page
        assert "A court ordered it" in page
        assert ASKED["reason"] not in page
        assert "Said" not in page
    actions = [one.action for one in rows(session, AuditEntry)]
    assert actions == ["removal.asked", "removal.agreed"]


@pytest.mark.usefixtures("officer")
def test_two_take_a_post_away_with_every_version_and_file(
    browser: TestClient, session: Session, made: Body
) -> None:
    person = member(session, name="Hidden Name", name_shown=True)
    there = topic(session, made, person, text="Unlawful words")
    (post,) = written(session, there)
    session.add(PostVersion(post_id=post.id or 0, text="Older", language="en", made=post.made))
    session.add(Attachment(post_id=post.id or 0, filename="a.txt", size=1, content=b"a"))
    session.add(Ask(body_id=made.id or 0, topic_id=there.id, state=Owed.OPEN, due=today()))
    session.commit()
    ask(browser, f"https://voices.example{at(there)}?done=written#post-{post.id}")
    sign_in(browser, session, account(session, Role.OFFICER))
    assert agree(browser, session) == 303
    gone = only(session, Post)
    assert (gone.text, gone.standing, gone.removed) == ("", Standing.REMOVED, today())
    assert rows(session, PostVersion) == rows(session, Attachment) == []
    assert only(session, Topic).title == ""
    assert only(session, Ask).state is Owed.DROPPED
    in_body(browser, session, made)
    assert browser.get(at(there)).status_code == 404


@pytest.mark.usefixtures("officer")
def test_a_residents_question_that_is_gone_is_gone_behind_its_code_too(
    browser: TestClient, session: Session, made: Body
) -> None:
    code = crypto.new_code()
    session.rollback()
    asks.receive(session, made, code, "Unlawful words", "en", today())
    session.commit()
    there = asks.put(session, made, only(session, ResidentQuestion), "Why?", "en")
    session.commit()
    session.refresh(there)
    session.commit()
    ask(browser, at(there))
    sign_in(browser, session, account(session, Role.OFFICER))
    assert agree(browser, session) == 303
    browser.cookies.clear()
    page = browser.post("/en/receipt", data={"receipt_code": code})
    assert page.status_code == 200
    assert "Unlawful words" not in page.text
    assert only(session, ResidentQuestion).text == ""


@pytest.mark.usefixtures("officer")
def test_a_post_of_a_closed_room_is_named_by_where_two_people_opened_it(
    browser: TestClient, session: Session, made: Body
) -> None:
    there = topic(session, made, room=Room.MEMBERS)
    asked = {"body": made.slug, "room": "members", "ground": "court", "reason": "An order."}
    browser.post("/en/staff/closed-rooms", data=asked)
    opened = only(session, OpenedRoom)
    assert ask(browser, f"/en/staff/closed-rooms/{opened.id + 1}/{there.id}") == 422
    ask(browser, f"/en/staff/closed-rooms/{opened.id}/{there.id}")
    sign_in(browser, session, account(session, Role.OFFICER))
    decide(browser, session, "open")
    assert agree(browser, session) == 303
    assert only(session, Post).standing is Standing.REMOVED


@pytest.mark.usefixtures("officer")
def test_a_reply_that_is_gone_leaves_its_mark_in_the_topic(
    browser: TestClient, session: Session, made: Body
) -> None:
    there = topic(session, made, room=Room.PUBLIC)
    reply = written(session, there)[0].model_copy(update={"id": None, "opens": False, "key": "r"})
    session.add(Post(**reply.model_dump() | {"text": "Unlawful words"}))
    session.commit()
    last = written(session, there)[-1]
    ask(browser, f"/en/staff{at(there).removeprefix('/en')}#post-{last.id}")
    sign_in(browser, session, account(session, Role.OFFICER))
    agree(browser, session)
    assert agree(browser, session) == 303
    page = browser.get(at(there)).text
    assert "Taken away because the law demands it" in page
    assert "A court ordered it" in page
    assert "Unlawful words" not in page
    assert "They are broken." in page
    assert ask(browser, f"{at(there)}#post-{last.id}") == 422


@pytest.mark.usefixtures("officer")
def test_who_asks_is_told_that_it_waits_and_can_take_it_back(
    browser: TestClient, session: Session, said: Statement
) -> None:
    page = browser.post(LAW, data=ASKED | {"address": address(said)}).text
    assert "Nothing is taken away before a second person agrees" in page
    assert "Waits for a second person" in page
    assert decide(browser, session, "refuse") == 422
    assert decide(browser, session, "withdraw") == 303
    assert "Who asked took that back" in browser.get(LAW).text
    sign_in(browser, session, account(session, Role.OFFICER))
    agree(browser, session)
    assert read(session, said).words == {"en": "These words."}
    assert ask(browser, address(said)) == 200
    actions = [one.action for one in rows(session, AuditEntry)]
    assert actions == ["removal.asked", "removal.withdrawn", "removal.asked"]


@pytest.mark.usefixtures("officer")
def test_the_second_person_reads_the_words_who_asked_and_why_before_they_decide(
    browser: TestClient, session: Session, made: Body, officer: Account
) -> None:
    there = topic(session, made, text="Unlawful <words>")
    ask(browser, at(there))
    asked_by = officer.name
    session.rollback()
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    page = words(browser, session)
    for part in ("Unlawful &lt;words&gt;", ASKED["reason"], "A court ordered it", asked_by):
        assert part in page
    assert decide(browser, session, "agree") == 422
    assert decide(browser, session, "withdraw") == 422
    assert decide(browser, session, "/" * 60_000) == 422
    assert only(session, Post).standing is Standing.SHOWN
    assert decide(browser, session, "refuse") == 303
    agree(browser, session)
    assert only(session, Post).standing is Standing.SHOWN
    assert "A second person did not agree" in browser.get(LAW).text


@pytest.mark.usefixtures("officer")
def test_reading_words_of_a_closed_room_to_decide_is_logged(
    browser: TestClient, session: Session, made: Body
) -> None:
    there = topic(session, made, room=Room.MEMBERS)
    asked = {"body": made.slug, "room": "members", "ground": "court", "reason": "An order."}
    browser.post("/en/staff/closed-rooms", data=asked)
    ask(browser, f"/en/staff/closed-rooms/{only(session, OpenedRoom).id}/{there.id}")
    sign_in(browser, session, account(session, Role.OFFICER))
    decide(browser, session, "open")
    assert "They are broken." in words(browser, session)
    assert rows(session, AuditEntry)[-1].action == "removal.read"


@pytest.mark.usefixtures("officer")
def test_the_author_is_mailed_and_finds_what_happened_and_so_do_chair_and_members(
    browser: TestClient, session: Session, made: Body
) -> None:
    person, boss = member(session, name="Hidden Name"), member(session)
    joined(session, made, person)
    holder(session, made, Office.CHAIR, boss)
    there = topic(session, made, person, text="Unlawful words")
    ask(browser, at(there))
    sign_in(browser, session, account(session, Role.OFFICER))
    outbox(session)
    agree(browser, session)
    mails = outbox(session)
    assert {one.recipient for one in mails} == {person.email, boss.email}
    assert len(mails) == 2
    assert all("Street lights" not in one.subject + one.body for one in mails)
    for who, own in ((person, True), (boss, False)):
        sign_member_in(browser, session, who)
        page = browser.get(f"/en/forum/news/{made.id}").text
        assert "A court ordered it" in page
        assert ("complain to the council" in page) is own
    assert "What the law took away" in browser.get(f"{HERE}/today").text
    in_body(browser, session, made)
    assert "A court ordered it" in browser.get(f"{HERE}/log").text
    assert "court" in browser.get(f"{HERE}/log.csv").text
    assert "A court ordered it" not in browser.get(f"{HERE}/join/mine").text


@pytest.mark.parametrize(
    "where",
    [
        "https://evil.example{path}",
        "//evil.example{path}",
        "evil.example{path}",
        "evil.example/{path}",
        "https://voices.example@evil.example{path}",
        "https://voices.example.evil.example{path}",
        "https:/evil.example{path}",
        "https:\\\\evil.example{path}",
        "https://[evil{path}",
    ],
)
def test_an_address_of_another_website_is_refused(
    browser: TestClient, session: Session, officer: Account, said: Statement, where: str
) -> None:
    path = f"{HERE}/statements/{said.id}"
    page = browser.post(LAW, data=ASKED | {"address": where.format(path=path)})
    assert page.status_code == 422
    assert "begins with https://voices.example" in page.text
    assert rows(session, Removal) == []


@pytest.mark.parametrize(
    "where",
    ["https://VOICES.example{path}", "voices.example{path}", "{path}", "//voices.example{path}"],
)
def test_an_address_of_the_portal_is_taken_with_its_host_or_without(
    browser: TestClient, session: Session, officer: Account, said: Statement, where: str
) -> None:
    path = f"{HERE}/statements/{said.id}"
    assert ask(browser, where.format(path=path)) == 200
    only(session, Removal)
