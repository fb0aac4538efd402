"""What nobody could send by pressing buttons harms neither the portal, nor staff, nor a report."""

import dataclasses
import io
import sys
import time
from typing import Any

import pytest
from PIL import Image
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.files import pictures, sandbox
from portal.incidents.models import Report
from portal.incidents.records import codes
from portal.incidents.reporting import floods, journey
from portal.incidents.reporting.journey import Journey
from portal.store.memory import Memory
from portal.web import body, cookies
from portal.web.security import cookie_name
from tests.incidents.factories import arrange, team
from tests.incidents.reporter import ADDRESS, Reporter


def forged(browser: TestClient, **changes: Any) -> str:
    """Seal a journey as only the portal can."""
    name = cookie_name(journey.COOKIE, https=True)
    carried = cookies._decoded(browser.cookies.get(name, domain="voices.example") or "")
    assert carried
    key = cookies.bound(browser.app_state["settings"], journey.COOKIE, carried[:32])
    return journey.seal(key, dataclasses.replace(Journey(code=codes.new()), **changes))


def multipart(*fields: tuple[str, bytes], charset: str = "utf-8") -> dict[str, Any]:
    """Write a form as a browser sends it with files, in a character set."""
    parts = [
        b'--XX\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % (name.encode(), value)
        for name, value in fields
    ]
    kind = f"multipart/form-data; boundary=XX; charset={charset}"
    return {"content": b"".join(parts) + b"--XX--\r\n", "headers": {"content-type": kind}}


@pytest.mark.parametrize("button", ["_back", "_switch"])
def test_who_finds_no_place_when_going_back_or_changing_language_does_not_send_by_trying_again(
    browser: TestClient, memory: Memory, session: Session, button: str
) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell("They shouted at me.").wish()
    gate = memory.of(floods.Gate)
    places = [number.to_bytes(2) for number in range(100) if gate.enter(number.to_bytes(2))]
    target = {"_back": "what", "_switch": "en"}[button]
    assert reporter.post("send", **{button: target}).status_code == 503
    assert f'name="{button}" value="{target}"' in reporter.text
    for place in places:
        gate.leave(place)


@pytest.mark.parametrize("step", ["send", "sent", "card"])
@pytest.mark.parametrize("how", [{}, {"_back": "send"}, {"_back": "sent"}, {"_back": "card"}])
def test_a_page_that_comes_later_shows_the_first_one_that_is_not_finished(
    browser: TestClient, session: Session, step: str, how: dict[str, str]
) -> None:
    team(session)
    page = Reporter(browser).begin().post(step, **how)
    assert page.status_code == 422
    assert 'name="what"' in page.text


def test_whoever_said_no_to_the_councils_own_team_sends_it_nothing_whatever_form_comes(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser).begin()
    reporter.tell("They shouted at me.", about_council="yes", to_team="no")
    fields = {"what": {"what": "x", "about_council": "yes", "to_team": "no"}}
    fields["reply"] = {"reply": "code"}
    browser.post(ADDRESS, data={"step": "send", "so_far": forged(browser, fields=fields)})
    assert session.exec(select(Report)).all() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"channel": {"a": "b"}},
        {"channel": ["web"]},
        {"channel": "elsewhere"},
        {"code": "short"},
        {"code": 12},
        {"fields": ["what"]},
        {"fields": {"what": "They shouted"}},
    ],
)
def test_a_journey_that_the_portal_did_not_write_is_not_believed(
    browser: TestClient, session: Session, changes: dict[str, Any]
) -> None:
    team(session)
    Reporter(browser).begin()
    sent = {"step": "send", "so_far": forged(browser, **changes)}
    page = browser.post(ADDRESS, data=sent)
    assert "The page you came from is no longer open" in page.text


def test_what_was_typed_outlasts_going_back_to_the_very_first_page(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser).begin()
    reporter.post("what", what="They shouted at me.", _back="before")
    reporter.post("before", _back="start")
    reporter.post("start", _switch="en")
    reporter.begin()
    assert "They shouted at me." in reporter.text


def test_what_was_typed_outlasts_a_door_that_is_closed_for_a_while(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser).begin()
    arrange(session, enabled=False)
    reporter.post("what", what="They shouted at me.", _back="before")
    arrange(session, enabled=True)
    reporter.begin()
    assert "They shouted at me." in reporter.text


def test_a_new_report_is_not_begun_with_the_code_of_one_that_was_sent(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser)
    first = reporter.report("They shouted at me.")
    reporter.post("sent", _back="start")
    assert reporter.so_far == ""
    assert reporter.report("They came again.") != first


def test_a_report_that_was_taken_back_is_not_thanked_for_when_it_is_sent_again(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell("They shouted at me.").wish()
    last_page = reporter.so_far
    reporter.send()
    reporter.post("withdraw", sure="yes")
    page = browser.post(ADDRESS, data={"step": "send", "so_far": last_page})
    assert "You took your report back" in page.text
    assert "We have it" not in page.text


def test_words_take_no_more_room_in_a_form_with_files_than_in_one_without(
    browser: TestClient, session: Session
) -> None:
    team(session)
    half = b"a" * (body.FORM_BYTES // 2)
    fields = [("step", b"start"), ("a", half), ("b", half), ("c", half)]
    page = browser.post(ADDRESS, **multipart(*fields))
    assert "aaaa" not in page.text
    assert len(page.text) < body.FORM_BYTES // 2
    assert body.uploads_memory.taken == 0


def test_half_a_sign_is_no_error(browser: TestClient, session: Session) -> None:
    team(session)
    fields = [("step", b"return"), ("code", b"\xed\xa0\x80")]
    assert browser.post(ADDRESS, **multipart(*fields)).status_code == 422


def test_no_text_that_is_typed_for_a_code_takes_long_to_read() -> None:
    marks = "a" + "\u0315\u0300" * 40_000
    started = time.monotonic()
    assert not codes.ends_with(codes.new(), marks)
    assert codes.parse(marks) is None
    assert time.monotonic() - started < 0.5


def test_a_process_that_cleans_and_writes_without_end_is_ended() -> None:
    endless = "import sys\nwhile True: sys.stdout.buffer.write(bytes(1 << 20))"
    status, drawn = sandbox.passed([sys.executable, "-c", endless], b"x")
    assert status < 0
    assert len(drawn) == sandbox.MOST_BYTES + 1


def test_a_process_that_cleans_may_end_without_reading_anything() -> None:
    assert sandbox.passed([sys.executable, "-c", ""], bytes(1 << 22)) == (0, b"")


def test_the_process_that_cleans_can_open_no_line_to_anybody() -> None:
    program = "from portal.files import sandbox; import socket; sandbox.limit(); "
    program += "print('limited', flush=True); socket.socket(); print('opened')"
    status, printed = sandbox.passed([sys.executable, "-c", program], b"")
    assert status == 1
    assert printed == b"limited\n"


def test_a_picture_that_would_grow_beyond_what_is_kept_is_refused() -> None:
    grain = Image.effect_noise((6500, 6500), 100)
    photo = io.BytesIO()
    grain.save(photo, "JPEG", quality=8)
    assert pictures.tried(photo.getvalue()) is pictures.Failure.TOO_LARGE


def test_the_last_page_of_a_report_that_was_sent_shows_its_code(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser)
    code = reporter.report("They shouted at me.")
    assert reporter.post("send").status_code == 200
    assert reporter.code == code
