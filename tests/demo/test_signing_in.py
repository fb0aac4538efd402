"""Whoever opens the demonstration finds, in one place, everybody as whom they can sign in."""

import html5lib
import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.commands import DEMO_PASSWORD
from portal.bodies import queries as bodies
from portal.bodies.visiting import current
from portal.languages.i18n import translation
from portal.members import cards, demo_people
from portal.members.models import Member
from portal.membership import queries as memberships
from portal.membership.forms import ROLES
from portal.settings import Settings

PAGES = ("/account/sign-in", "/member/sign-in", "/member/card")


def listed(browser: TestClient, address: str, name: str) -> list[str]:
    page = html5lib.parse(browser.get(address).text, namespaceHTMLElements=False)
    rows = page.findall(f".//*[@aria-labelledby='{name}-title']//li")
    return ["".join(row.itertext()) for row in rows]


def somebody(session: Session, settings: Settings, number: int) -> Member:
    found = cards.opened(session, demo_people.code(settings, number))
    assert found
    return found


@pytest.mark.parametrize("page", PAGES)
def test_elsewhere_nobody_is_listed(browser: TestClient, seeded: Session, page: str) -> None:
    text = browser.get(f"/en{page}").text
    assert DEMO_PASSWORD not in text
    assert "voices.example" not in text.replace("https://voices.example", "")
    assert "Amina Yusuf" not in text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("tag", ["en", "cy", "ur"])
def test_each_page_for_signing_in_lists_staff_and_members(
    demo: TestClient, tag: str, page: str
) -> None:
    staff = listed(demo, f"/{tag}{page}", "demo")
    members = listed(demo, f"/{tag}{page}", "demo-members")
    assert len(staff) == 10
    assert "officer@voices.example" in staff[0]
    assert len(members) == len(demo_people.SHOWN)
    assert "Amina Yusuf" in members[0]
    assert translation(tag, "Chair") in members[0]


@pytest.mark.parametrize("page", PAGES)
def test_people_come_first_and_then_what_a_code_opens(demo: TestClient, page: str) -> None:
    text = demo.get(f"/en{page}").text
    titles = ("demo-members", "demo", "demo-batch")
    places = [text.index(f'id="{one}-title"') for one in titles]
    assert places == sorted(places)


def test_who_has_typed_a_card_is_shown_nobody_elses(demo: TestClient, settings: Settings) -> None:
    code = demo_people.code(settings, 0)
    assert not listed(demo, f"/en/member/card?code={code}", "demo-members")
    assert not listed(demo, f"/en/member/card?code={code}", "demo")


def test_who_runs_the_forum_has_a_card_that_says_so(seeded: Session, settings: Settings) -> None:
    (forum,) = bodies.public(seeded)
    said = {one: number for number, one in demo_people.SHOWN.items()}
    held = {office: one[0].member_id for office, one in current(seeded, forum).items()}
    named = {"chair": "Chair", "deputy": "Deputy chair", "moderator": "Moderator"}
    assert held == {
        office: somebody(seeded, settings, said[named[office.value]]).id for office in held
    }
    assert len(held) == 3


def test_of_all_others_the_card_says_what_they_are_in_a_group(
    seeded: Session, settings: Settings
) -> None:
    (forum,) = bodies.public(seeded)
    running = {one.member_id for one in bodies.holders(seeded, forum)}
    others: dict[str, str] = {
        member.id: word
        for number, word in demo_people.SHOWN.items()
        if (member := somebody(seeded, settings, number)).id not in running
    }
    assert set(others.values()) == {"Representative", "Helper", "Member"}
    for number, word in others.items():
        mine = memberships.of_member(seeded, number)
        assert word in {ROLES[one.role] for one, _ in mine}


def test_each_of_them_signs_in(demo: TestClient, seeded: Session, settings: Settings) -> None:
    for number in demo_people.SHOWN:
        code = demo_people.code(settings, number)
        answer = demo.post("/en/member/card", data={"code": code}, follow_redirects=False)
        assert answer.status_code == 303
        assert somebody(seeded, settings, number).name in demo.get("/en/member").text


def test_the_moderator_opens_what_waits(demo: TestClient, settings: Settings) -> None:
    number = next(one for one, word in demo_people.SHOWN.items() if word == "Moderator")
    demo.post("/en/member/card", data={"code": demo_people.code(settings, number)})
    assert demo.get("/en/forum/race-equality-forum/today").status_code == 200
