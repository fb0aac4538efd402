"""A flood of reports fills no memory, keeps no genuine report out, and is never dropped."""

import hashlib
import re
from itertools import count

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.incidents.models import Report
from portal.incidents.records import codes
from portal.incidents.reporting import floods
from portal.incidents.reporting.floods import Gate
from portal.store.memory import Memory
from tests.incidents.factories import team
from tests.incidents.reporter import Reporter

pytestmark = pytest.mark.both

ADDRESS = "/en/help/speak-up"


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gate(clock: Clock) -> Gate:
    return Gate(clock)


def work(task: str) -> str:
    """Do what the script in the browser does."""
    for nonce in count():
        digest = hashlib.sha256(f"{task}:{nonce}".encode()).digest()
        if digest[:2] == b"\0\0":
            return str(nonce)
    raise AssertionError


def test_row_7_one_network_cannot_take_every_place(gate: Gate) -> None:
    taken = [gate.enter(b"flood") for _ in range(50)]
    assert taken.count(True) == 8
    assert gate.enter(b"somebody else")


def test_row_7_many_networks_together_cannot_fill_the_memory(gate: Gate) -> None:
    taken = [gate.enter(bytes([number])) for number in range(200)]
    assert taken.count(True) == 32


def test_whoever_leaves_makes_room(gate: Gate) -> None:
    while gate.enter(b"flood"):
        pass
    gate.leave(b"flood")
    assert gate.enter(b"flood")


def test_nothing_is_remembered_of_whoever_left(gate: Gate) -> None:
    gate.enter(b"somebody")
    gate.leave(b"somebody")
    assert not gate._waiting


def test_a_browser_that_worked_finds_a_place_when_others_do_not(gate: Gate) -> None:
    while gate.enter(b"flood"):
        pass
    assert not gate.enter(b"flood")
    assert gate.enter(b"flood", earned=True)


def test_more_reports_than_usual_from_one_network_are_noticed(gate: Gate) -> None:
    assert [gate.unusual(b"flood") for _ in range(21)].index(True) == 20
    assert not gate.unusual(b"somebody else")


def test_many_networks_together_are_noticed_too(gate: Gate) -> None:
    noticed = [gate.unusual(number.to_bytes(2)) for number in range(121)]
    assert noticed.index(True) == 120


def test_after_a_while_reports_are_usual_again(gate: Gate, clock: Clock) -> None:
    while not gate.unusual(b"flood"):
        pass
    clock.now += 120
    assert not gate.unusual(b"flood")


def test_networks_are_forgotten_after_an_hour(gate: Gate, clock: Clock) -> None:
    for number in range(100):
        gate.unusual(number.to_bytes(2))
    clock.now += 3601
    gate.unusual(b"the next")
    assert set(gate._levels) == {b"the next", b"everybody"}


def test_no_more_than_so_many_networks_are_remembered(gate: Gate) -> None:
    for number in range(10_200):
        gate.unusual(number.to_bytes(3))
    assert len(gate._levels) <= 10_001


def test_work_for_one_report_does_not_count_for_another() -> None:
    mine, other = codes.new(), codes.new()
    assert floods.task(mine) != floods.task(other)
    assert codes.lookup(mine) not in floods.task(mine)


def test_row_7_no_address_is_kept_not_even_in_memory(browser: TestClient, memory: Memory) -> None:
    browser.post(ADDRESS, data={"step": "start"})
    gate = memory.of(floods.Gate)
    for held in (*gate._levels, *gate._waiting):
        assert len(held) == 16 or held == b"everybody"
    assert "testclient" not in repr(vars(gate))


def test_row_7_who_finds_no_place_keeps_what_was_typed_and_sends_it_again(
    browser: TestClient, memory: Memory
) -> None:
    gate = memory.of(floods.Gate)
    places = [number.to_bytes(2) for number in range(100) if gate.enter(number.to_bytes(2))]
    typed = {
        "step": "what",
        "so_far": "c2VhbGVk",
        "what": "They <shouted> at me.",
        "kinds": ["a", "b"],
    }
    page = browser.post(ADDRESS, data=typed)
    assert page.status_code == 503
    assert page.headers["referrer-policy"] == "no-referrer"
    assert 'value="They &lt;shouted&gt; at me."' in page.text
    assert page.text.count('name="kinds"') == 2
    assert 'name="so_far" value="c2VhbGVk"' in page.text
    for place in places:
        gate.leave(place)
    assert browser.post(ADDRESS, data=typed).status_code != 503


@pytest.mark.parametrize(("worked", "held"), [(False, True), (True, False)])
def test_row_7_a_report_above_what_is_usual_is_kept_and_held_unless_its_browser_worked(
    browser: TestClient, session: Session, memory: Memory, worked: bool, held: bool
) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell("They shouted at me.").wish()
    for number in range(130):
        memory.of(floods.Gate).unusual(number.to_bytes(2))
    found = re.search(r'data-task="([0-9a-f]+)"', reporter.text)
    assert found
    reporter.send(work=work(found[1]) if worked else "")
    session.rollback()
    (kept,) = session.exec(select(Report)).all()
    assert reporter.page.status_code == 200
    assert kept.held == held


def test_row_7_what_only_a_machine_fills_in_holds_a_report(
    browser: TestClient, session: Session
) -> None:
    team(session)
    Reporter(browser).begin().tell("Buy this.").wish().send(website="https://spam.example")
    session.rollback()
    assert session.exec(select(Report.held)).one()
