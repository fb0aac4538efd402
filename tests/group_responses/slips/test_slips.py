"""A slip counts one answer as brought by a group; nothing ties it to that answer."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.app import create_app
from portal.consultations.models import Consultation, Response
from portal.consultations.rules import Channel, Respondent, ResponseState, Stage
from portal.council.queries import stored
from portal.group_responses.models import GroupReturn
from portal.group_responses.slips import giving
from portal.group_responses.slips.models import Slip, SlipBatch
from portal.groups.models import Group
from portal.groups.rules import State
from portal.membership.rules import Role
from portal.sealing import crypto
from portal.settings import Settings
from portal.store.db import now
from tests.consultations.answering.test_responding import CHECK, HOME, S1, carried, code_in
from tests.consultations.factories import consultation
from tests.members.factories import all_of, member, sign_in
from tests.membership.factories import HERE, belongs, held, verified

PAGE = f"{HERE}/consultations/parks/slips"
SHORT = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture
def group(session: Session) -> Group:
    return verified(session)


@pytest.fixture
def parks(session: Session) -> Consultation:
    return consultation(session)


@pytest.fixture
def helper(browser: TestClient, session: Session, group: Group, parks: Consultation) -> None:
    sign_in(browser, session, belongs(session, group, Role.HELPER))


def make(browser: TestClient, **said: str) -> Any:
    return browser.post(PAGE, data={"number": "10", "language": "en", "_key": KEY} | said)


def codes(browser: TestClient, **said: str) -> list[str]:
    """Make slips and read what is printed on them."""
    page = make(browser, **said)
    assert page.status_code == 200
    return SHORT.findall(page.text)


def answer(browser: TestClient, code: str, text: str = "Trees") -> Any:
    """Answer as somebody on a device of their own, with the code of a slip."""
    browser.cookies.clear()
    browser.post(S1, data={"idea": text, "_shown": "idea"})
    return type_in(browser, code)


def type_in(browser: TestClient, code: str) -> Any:
    """Type the code of a slip before sending, on the page that shows the answers."""
    return browser.post(CHECK, data=carried(browser.get(CHECK).text) | {"slip": code})


def response(session: Session, about: Consultation) -> str:
    """Have somebody answer, and name their response."""
    made = Response(
        consultation_id=about.id or 0,
        edition=1,
        receipt=crypto.new_code(),
        language="en",
        channel=Channel.WEB,
        day=now().date(),
        respondent=Respondent.INDIVIDUAL,
    )
    session.add(made)
    session.flush()
    return made.id


def device(settings: Settings) -> TestClient:
    """Give somebody a browser of their own."""
    made = TestClient(create_app(settings), base_url="https://voices.example")
    made.headers["sec-fetch-site"] = "same-origin"
    return made


KEY = crypto.new_code()


@pytest.mark.parametrize("role", [Role.MEMBER, None])
def test_who_does_not_act_for_the_group_makes_none(
    browser: TestClient, session: Session, group: Group, parks: Consultation, role: Role | None
) -> None:
    sign_in(browser, session, belongs(session, group, role) if role else member(session))
    assert make(browser).status_code == (403 if role else 404)
    assert all_of(session, SlipBatch) == []


def test_a_listed_group_makes_none_and_an_unknown_consultation_is_not_found(
    browser: TestClient, session: Session, helper: None
) -> None:
    assert browser.post(PAGE.replace("parks", "roads"), data={}).status_code == 404
    held(session).state = State.LISTED
    session.commit()
    assert make(browser).status_code == 409
    assert all_of(session, Slip) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "9"},
        {"number": "201"},
        {"number": "9" * 60_000},
        {"language": "\u202efr"},
        {"language": ""},
    ],
)
def test_what_is_out_of_bounds_is_refused(
    browser: TestClient, session: Session, helper: None, wrong: dict[str, str]
) -> None:
    assert make(browser, **wrong).status_code == 422
    assert all_of(session, SlipBatch) == []


def test_after_closing_none_are_made(
    browser: TestClient, session: Session, helper: None, parks: Consultation
) -> None:
    parks.closes = now() - timedelta(hours=1)
    session.add(parks)
    session.commit()
    assert "no slips can be made" in browser.get(PAGE).text
    assert make(browser).status_code == 422
    assert all_of(session, Slip) == []


def test_a_group_makes_so_many_for_a_consultation(
    browser: TestClient, session: Session, helper: None
) -> None:
    for _ in range(2):
        assert make(browser, number="200", _key=crypto.new_code()).status_code == 200
    assert make(browser, number="101", _key=crypto.new_code()).status_code == 422
    assert len(all_of(session, Slip)) == 400


@pytest.mark.both
def test_two_taps_show_the_same_slips_and_only_their_names_are_kept(
    browser: TestClient, session: Session, helper: None
) -> None:
    shown = codes(browser)
    assert len(set(shown)) == 10
    assert codes(browser) == shown
    kept = all_of(session, Slip)
    assert len(kept) == 10
    assert not any(code.replace("-", "") in one.id for code in shown for one in kept)
    assert crypto.parse_short_code(shown[0].lower().replace("-", " ")) is not None


def test_a_slip_names_no_group_and_is_in_its_own_language(
    browser: TestClient, session: Session, helper: None
) -> None:
    page = make(browser, language="ur").text
    sheet = page[page.index('<ol class="slips"') : page.index("</ol>", page.index("slips"))]
    assert 'lang="ur" dir="rtl"' in sheet
    assert re.search(r'<bdi dir="ltr">[^/<]+/ur/slip</bdi>', sheet)
    assert browser.get("/ur/slip").status_code == 200
    (name,) = set(stored(session).name.values())
    assert sheet.count(name) == sheet.count("<li") == 10
    assert "Valley" not in sheet


def test_the_page_asks_for_a_code_only_where_slips_are_out(
    browser: TestClient, helper: None
) -> None:
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    assert 'name="slip"' not in browser.get(CHECK).text
    make(browser)
    assert 'name="slip"' in browser.get(CHECK).text


def test_the_short_address_of_a_slip_leads_to_what_takes_answers_and_asks_for_no_code(
    browser: TestClient, session: Session, helper: None, parks: Consultation
) -> None:
    parks_page = 'href="/en/consultations/parks"'
    consultation(session, slug="roads")
    assert parks_page not in browser.get("/en/slip").text
    first, *_ = codes(browser)
    browser.cookies.clear()
    page = browser.get("/slip").text
    assert parks_page in page
    assert "consultations/roads" not in page
    assert "press “A group gave me a slip with a code”" in page
    assert 'name="slip"' not in page
    assert browser.post("/en/slip", data={"slip": first}).status_code == 405
    parks.stage = Stage.DRAFT
    session.add(parks)
    session.commit()
    assert parks_page not in browser.get("/en/slip").text


@pytest.mark.both
def test_no_page_but_the_sending_of_an_answer_tells_which_slips_are_used(
    browser: TestClient, session: Session, helper: None
) -> None:
    cookies, given = dict(browser.cookies), codes(browser)
    pages = [dict[str, str]() for _ in range(2)]
    for used, seen in ((5, pages[0]), (10, pages[1])):
        for code in given[10 - len(all_of(session, Slip)) : used]:
            answer(browser, code)
        browser.cookies.clear()
        browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
        seen["check"] = str('name="slip"' in browser.get(CHECK).text)
        browser.cookies.clear()
        seen["slip"] = browser.get("/en/slip").text
        for name, value in cookies.items():
            browser.cookies.set(name, value, domain="voices.example", path="/")
        seen["slips"] = re.sub(r'name="_key" value="[^"]*"', "", browser.get(PAGE).text)
        seen["returns"] = browser.get(f"{HERE}/consultations").text
        seen["sheet"] = str(codes(browser) == given)
    assert all_of(session, Slip) == []
    assert pages[0] == pages[1]
    assert pages[0]["check"] == "True"


@pytest.mark.parametrize(("used", "kept"), [(0, 4), (4, 4), (5, 9), (6, 9), (10, 9)])
def test_revoked_slips_keep_only_roughly_how_many_were_used(
    browser: TestClient, session: Session, group: Group, parks: Consultation, used: int, kept: int
) -> None:
    key, settings = crypto.new_code(), browser.app_state["settings"]
    batch = SlipBatch(
        group_id=group.id or 0, consultation_id=parks.id or 0, number=10, made=now().date()
    )
    giving.make(session, settings, batch, key)
    for code in giving.codes(key, used):
        assert giving.use(session, settings, parks.id or 0, response(session, parks), code)
    giving.revoke(session, batch)
    assert batch.number == kept


@pytest.mark.both
def test_a_slip_credits_the_group_once_and_leaves_nothing(
    browser: TestClient, session: Session, helper: None, group: Group
) -> None:
    first, *_ = codes(browser)
    assert answer(browser, first).status_code == 200
    (kept,) = all_of(session, Response)
    assert kept.channel is Channel.SLIP
    (returned,) = all_of(session, GroupReturn)
    assert (returned.response_id, returned.group_id) == (kept.id, group.id)
    assert len(all_of(session, Slip)) == 9
    refused = answer(browser, first, "Again")
    assert refused.status_code == 422
    assert "was used already" in refused.text
    assert first in refused.text
    assert "Again" in refused.text
    assert len(all_of(session, Response)) == 1
    assert type_in(browser, "").status_code == 200
    assert sorted(one.channel for one in all_of(session, Response)) == ["slip", "web"]


@pytest.mark.parametrize("wrong", ["x", "0000-0000-0000", "\u202eABC", "7" * 60_000, "<b>"])
def test_a_code_that_is_none_sends_nothing(
    browser: TestClient, session: Session, helper: None, wrong: str
) -> None:
    make(browser)
    assert answer(browser, wrong).status_code == 422
    assert all_of(session, Response) == []
    assert len(all_of(session, Slip)) == 10


@pytest.mark.both
def test_a_slip_of_another_consultation_or_of_a_paused_group_is_not_used(
    browser: TestClient, session: Session, helper: None
) -> None:
    first, *_ = codes(browser)
    consultation(session, slug="roads")
    roads = "/en/consultations/roads/respond"
    browser.post(f"{roads}/s1", data={"idea": "Kerbs", "_shown": "idea"})
    said = carried(browser.get(f"{roads}/check").text) | {"slip": first}
    assert browser.post(f"{roads}/check", data=said).status_code == 422
    group = held(session)
    group.state = State.PAUSED
    session.add(group)
    session.commit()
    assert answer(browser, first).status_code == 422
    group = held(session)
    group.state = State.VERIFIED
    session.add(group)
    session.commit()
    answer(browser, first)
    assert [one.channel for one in all_of(session, Response)] == [Channel.SLIP]


def test_a_send_that_fails_burns_no_slip(
    browser: TestClient, session: Session, helper: None
) -> None:
    first, *_ = codes(browser)
    browser.cookies.clear()
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    outdated = carried(browser.get(CHECK).text) | {"slip": first}
    browser.post(S1, data=carried(browser.get(S1).text) | {"idea": "Lakes"})
    page = browser.post(CHECK, data=outdated)
    assert page.status_code == 409
    assert first in page.text
    assert len(all_of(session, Slip)) == 10
    type_in(browser, first)
    assert [one.channel for one in all_of(session, Response)] == [Channel.SLIP]


def test_many_wrong_codes_of_one_network_are_not_looked_at(
    browser: TestClient, session: Session, helper: None
) -> None:
    first, *_ = codes(browser)
    settings = browser.app_state["settings"]
    browser.app_state["settings"] = replace(settings, source_header="x-network")
    browser.headers["x-network"] = "198.51.100.7"
    for number in range(30):
        answer(browser, f"{number:012}")
    assert "wrong codes came from here" in answer(browser, first).text
    assert all_of(session, Response) == []
    browser.headers["x-network"] = "198.51.100.8"
    answer(browser, first)
    assert len(all_of(session, Response)) == 1


@pytest.mark.both
def test_four_devices_with_one_slip_make_one_response(
    browser: TestClient, settings: Settings, session: Session, helper: None
) -> None:
    first, *_ = codes(browser)
    with ExitStack() as open_, ThreadPoolExecutor(4) as pool:
        own = [open_.enter_context(device(settings)) for _ in range(4)]
        statuses = list(pool.map(lambda one: answer(one, first).status_code, own))
    assert sorted(statuses) == [200, 422, 422, 422]
    assert len(all_of(session, Response)) == 1
    assert len(all_of(session, Slip)) == 9


@pytest.mark.both
def test_a_batch_is_revoked_whole_and_its_used_number_stays_rounded(
    browser: TestClient, session: Session, helper: None
) -> None:
    given = codes(browser)
    cookies = dict(browser.cookies)
    for code in given[:6]:
        answer(browser, code)
    browser.cookies.clear()
    for name, value in cookies.items():
        browser.cookies.set(name, value, domain="voices.example", path="/")
    (batch,) = all_of(session, SlipBatch)
    assert "5 or a few more came back." in browser.get(PAGE).text
    asked = browser.get(f"{PAGE}/revoke", params={"batch": batch.id}).text
    assert "Revoke these slips?" in asked
    assert len(all_of(session, Slip)) == 4
    for _ in range(2):
        assert browser.post(f"{PAGE}/revoke", data={"batch": batch.id}).status_code == 200
    assert all_of(session, Slip) == []
    page = browser.get(PAGE).text
    assert "revoked" in page
    assert "5 or a few more came back." in page
    assert make(browser).status_code == 422
    assert answer(browser, given[6]).status_code == 422


def test_nobody_revokes_the_slips_of_another_group(
    browser: TestClient, session: Session, helper: None
) -> None:
    make(browser)
    (batch,) = all_of(session, SlipBatch)
    other = verified(session, name="Other group")
    sign_in(browser, session, belongs(session, other, Role.REPRESENTATIVE))
    there = PAGE.replace("valley-women", "other-group")
    assert browser.get(f"{there}/revoke", params={"batch": batch.id}).status_code == 404
    assert browser.post(f"{there}/revoke", data={"batch": batch.id}).status_code == 404
    assert len(all_of(session, Slip)) == 10


def test_what_is_withdrawn_keeps_the_slip_used(
    browser: TestClient, session: Session, helper: None
) -> None:
    first, *_ = codes(browser)
    answer(browser, first)
    code = code_in(browser.get(f"{HOME}/respond/done").text)
    browser.post("/en/receipt/withdraw", data={"receipt_code": code, "sure": "yes"})
    assert [one.state for one in all_of(session, Response)] == [ResponseState.WITHDRAWN]
    assert answer(browser, first).status_code == 422


def test_codes_follow_from_the_key_of_their_form() -> None:
    assert giving.codes(KEY, 3) == giving.codes(KEY, 200)[:3]
    assert len(set(giving.codes(KEY, 200) + giving.codes(crypto.new_code(), 200))) == 400
