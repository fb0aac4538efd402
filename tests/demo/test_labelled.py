"""Whatever leaves the demonstration says that it is invented: feeds, calendars, mails, sheets."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from icalendar import Calendar
from sqlmodel import Session, delete, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies import queries as bodies
from portal.bodies import telling
from portal.council import queries as council
from portal.features import FEATURES
from portal.following import desk, gathering
from portal.following.rules import Follower
from portal.groups import letters as groups
from portal.groups.models import Group
from portal.languages import invented
from portal.languages.i18n import translation
from portal.members import demo_people, letters
from portal.members.models import MailChoice, Member
from portal.members.rules import MailKind
from portal.news import Window
from portal.problems import mark
from portal.sealing import crypto
from portal.settings import Settings
from portal.site import audit_mail
from portal.store.outgoing import OutgoingMail
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as sign_staff_in
from tests.demonstration import SEEDED
from tests.following.factories import A_WEEK

LABEL = mark("This is a demonstration. The council, the people and the answers are invented.")
FORUM = "race-equality-forum"
WRITTEN_TO = "member18@members.voices.example"
GROUP = "Cwmteg Muslim Welfare Association"
PORTAL = Path(invented.__file__).parents[1]

FEEDS = (f"/data/forum/{FORUM}/{{}}.atom", "/data/events/{}.atom")
CALENDARS = (f"/data/{{}}/forum/{FORUM}.ics", "/data/{}/events.ics")
TAGS = ("en", "cy", "pl", "ur", "ar")


@pytest.fixture
def mailing(seeded: Session, settings: Settings) -> Session:
    """Write mails as the demonstration does, were there a server to send them."""
    seeded.exec(delete(OutgoingMail))
    seeded.info["settings"] = replace(settings, demo=True, smtp_url="smtp://127.0.0.1:1")
    return seeded


def written(session: Session) -> OutgoingMail:
    return session.exec(select(OutgoingMail)).one()


@pytest.mark.parametrize("address", [*FEEDS, *CALENDARS, f"/{{}}/forum/{FORUM}/aloud"])
def test_a_real_portal_says_nothing_of_the_kind(
    browser: TestClient, seeded: Session, address: str
) -> None:
    answer = browser.get(address.format("en"))
    assert answer.status_code == 200
    assert LABEL not in answer.text.replace("\r\n ", "")
    assert "<subtitle>" not in answer.text
    assert "DESCRIPTION" not in answer.text


def test_nor_do_its_mails(mailing: Session, settings: Settings) -> None:
    mailing.info["settings"] = settings
    letters.send(mailing, "a@mail.example", "en", letters.LINK_SUBJECT, [], SEEDED)
    assert LABEL not in written(mailing).body


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_says_it_below_its_title(demo: TestClient, address: str, tag: str) -> None:
    text = demo.get(address.format(tag)).text
    assert f"<subtitle>{translation(tag, LABEL)}</subtitle>" in text


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("address", CALENDARS)
def test_a_calendar_and_each_of_its_entries_say_it(
    demo: TestClient, address: str, tag: str
) -> None:
    read = Calendar.from_ical(demo.get(address.format(tag)).content)
    said = translation(tag, LABEL)
    assert (str(read["description"]), str(read["x-wr-caldesc"])) == (said, said)
    entries = list(read.walk("VEVENT"))
    assert entries
    assert {str(one["description"]) for one in entries} == {said}


def test_a_members_own_calendar_says_it_in_their_language(
    demo: TestClient, settings: Settings
) -> None:
    demo.post("/en/member/card", data={"code": demo_people.code(settings, 1)})
    demo.post("/en/member/calendar/new")
    page = html5lib.parse(demo.get("/en/member/calendar").text, namespaceHTMLElements=False)
    values = [one.get("value") or "" for one in page.findall(".//input")]
    (address,) = [one for one in values if one.endswith(".ics")]
    read = Calendar.from_ical(demo.get(address).content)
    assert str(read["description"]) == translation("ur", LABEL)


@pytest.mark.parametrize("tag", TAGS)
def test_a_mail_to_a_member_says_it_in_their_language(mailing: Session, tag: str) -> None:
    letters.send(mailing, "a@mail.example", tag, letters.LINK_SUBJECT, [], SEEDED)
    assert translation(tag, LABEL) in written(mailing).body


def test_a_mail_to_a_group_says_it_in_its_language(mailing: Session) -> None:
    group = mailing.exec(select(Group).where(Group.name == "Teulu Amryliw Cwmteg")).one()
    groups.send(mailing, group, groups.RENEW, SEEDED)
    assert translation("cy", LABEL) in written(mailing).body


@pytest.mark.parametrize(
    "write",
    [
        lambda session: audit_mail.send(session, SEEDED),
        lambda session: telling.tell_officers(
            session,
            bodies.public(session)[0],
            ("Bodies", letters.Line("Somebody asks.")),
            lambda _: "/en/staff",
        ),
    ],
)
def test_a_mail_to_staff_says_it(mailing: Session, write: Callable[[Session], None]) -> None:
    settings = replace(council.stored(mailing), audit_email="auditor@voices.example")
    council.save(mailing, settings)
    write(mailing)
    assert LABEL in written(mailing).body


def test_the_weekly_mail_says_it_as_text_and_as_a_page(mailing: Session) -> None:
    laid = desk.laid(mailing, SEEDED)
    assert laid
    person = mailing.exec(select(Member).where(Member.email == WRITTEN_TO)).one()
    assert person.language == "ar"
    news = gathering.news(FEATURES, mailing, Window(SEEDED - A_WEEK, SEEDED))
    to = (person, Follower(person.id), MailChoice(member_id=person.id))
    mail = laid.letter(to, MailKind.WEEKLY, news, SEEDED)
    assert translation("ar", LABEL) in mail["body"]
    assert f"<p>{translation('ar', LABEL)}</p>" in mail["html"]


def test_whatever_writes_a_mail_knows_of_it() -> None:
    texts = {path: path.read_text() for path in PORTAL.rglob("*.py")}
    writing = {
        path
        for path, text in texts.items()
        if ("mail.write(" in text or "mail.written(" in text) and path.name != "mail.py"
    }
    saying = {
        path
        for path, text in texts.items()
        if "invented.under(" in text or "letters.composed(" in text
    }
    assert len(writing) >= 8
    assert writing - saying == set()


def test_each_slip_says_it(demo: TestClient, seeded: Session, settings: Settings) -> None:
    group = seeded.exec(select(Group).where(Group.name == GROUP)).one()
    demo.post("/en/member/card", data={"code": demo_people.code(settings, 1)})
    page = f"/en/member/groups/{group.slug}/consultations/race-equality-scheme/slips"
    sent = {"number": "10", "language": "ur", "_key": crypto.new_code()}
    sheet = demo.post(page, data=sent).text
    assert sheet.count("sheet--slip") == sheet.count(translation("ur", LABEL)) == 10


def test_a_members_card_says_it_in_its_language(demo: TestClient, seeded: Session) -> None:
    sign_staff_in(demo, seeded, account(seeded, Role.OFFICER))
    sent = {"language": "ar", "_key": crypto.new_code()}
    sheet = demo.post("/en/staff/cards/issue", data=sent).text
    assert sheet.count(translation("ar", LABEL)) == 1
    assert sheet.count(LABEL) == 1, "the page itself"


@pytest.mark.parametrize(
    "address", [f"/cy/forum/{FORUM}/aloud", "/cy/consultations/race-equality-scheme/aloud"]
)
def test_a_sheet_to_read_aloud_says_it_beside_the_page(demo: TestClient, address: str) -> None:
    sheet = demo.get(address).text.partition("<article")[2]
    assert translation("cy", LABEL) in sheet
