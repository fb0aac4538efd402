"""Room for reports: one code fills no disk, an hour brings so much, and a full disk says so."""

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.incidents.models import Report, ReportFile, ReportItem
from portal.incidents.records import quota
from portal.incidents.reporting import files, floods
from portal.incidents.reporting.floods import Gate
from portal.settings import Settings
from portal.store import disk
from portal.store.memory import Memory
from tests.incidents.afterwards import open_section, page_of
from tests.incidents.factories import Person, team
from tests.incidents.reporter import Reporter
from tests.incidents.reporting.test_floods import Clock

pytestmark = pytest.mark.both

MEGABYTE = 1024 * 1024


@pytest.fixture
def people(session: Session, browser: TestClient) -> list[Person]:
    return team(session)


@pytest.fixture
def reporter(browser: TestClient, people: list[Person]) -> Reporter:
    reporter = Reporter(browser)
    reporter.report("They shouted at me on the stairs.")
    return reporter


def send_text(reporter: Reporter, words: bytes) -> str:
    open_section(reporter, "files")
    upload = [("files", ("said.txt", words, "text/plain"))]
    return reporter.post("files", files=upload, page=page_of(reporter)).text


def stored(session: Session) -> tuple[int, int]:
    """Count the files and the pieces of words that are kept."""
    session.rollback()
    return len(session.exec(select(ReportFile)).all()), len(session.exec(select(ReportItem)).all())


def needs_more(settings: Settings, monkeypatch: pytest.MonkeyPatch, *limits: str) -> None:
    """Let the disk that there is be too small."""
    for name in limits:
        monkeypatch.setattr(disk, name, disk.free(settings) * 2)


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("add", {"what": "Canary words."}),
        ("needs", {"access": "Canary words."}),
        ("equality", {"sex": "female"}),
    ],
)
def test_a_report_that_is_full_of_words_takes_no_more_and_keeps_them_in_the_form(
    reporter: Reporter,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    fields: dict[str, str],
) -> None:
    before = stored(session)
    monkeypatch.setattr(quota, "MOST_OF_WORDS", 1024)
    open_section(reporter, "status" if step == "add" else step)
    page = reporter.post(step, page=page_of(reporter), **fields)
    assert page.status_code == 422
    assert "This report holds as much as we can take." in page.text
    assert "Canary words." in page.text or step == "equality"
    assert stored(session) == before


def test_a_report_takes_a_hundred_long_additions_and_not_two(
    reporter: Reporter, session: Session
) -> None:
    open_section(reporter, "status")
    answers = [
        reporter.post("add", page=str(number), what="ক" * 4000).status_code for number in range(200)
    ]
    assert answers.count(200) > 100
    assert set(answers[-50:]) == {422}


def test_files_take_no_room_from_words(
    reporter: Reporter, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "MOST_OF_FILES", 3000)
    assert "We have 1 more file." in send_text(reporter, b"a" * 500)
    refused = send_text(reporter, b"b" * 2000)
    assert "You have added as many files as we can take." in refused
    open_section(reporter, "status")
    assert reporter.post("add", page="1", what="They came again.").status_code == 200
    assert stored(session)[0] == 1


def test_an_hour_brings_so_many_files_and_words_are_always_taken(
    reporter: Reporter, session: Session, memory: Memory
) -> None:
    gate = memory.of(floods.Gate)
    for number in range(1000):
        gate.takes_file(number.to_bytes(2), files.ACCEPTED.largest)
    refused = send_text(reporter, b"words")
    assert "Many files came in during the last hour." in refused
    open_section(reporter, "status")
    assert reporter.post("add", page="1", what="They came again.").status_code == 200
    assert Reporter(reporter.browser).report("They shouted at me.")
    assert stored(session)[0] == 0


def test_one_network_cannot_use_up_the_hour_of_all_others() -> None:
    clock = Clock()
    gate = Gate(clock)
    taken = [gate.takes_file(b"flood", 8 * MEGABYTE) for _ in range(100)]
    assert taken.count(True) == 16
    assert gate.takes_file(b"somebody else", 8 * MEGABYTE)
    clock.now += 1800
    again = [gate.takes_file(b"flood", 8 * MEGABYTE) for _ in range(100)]
    assert again.count(True) == 8


def test_many_small_files_count_as_the_work_that_they_make() -> None:
    gate = Gate(Clock())
    assert [gate.takes_file(b"flood", 10) for _ in range(300)].count(True) == 128


def test_who_sent_files_is_forgotten_after_an_hour() -> None:
    clock = Clock()
    gate = Gate(clock)
    gate.takes_file(b"somebody", MEGABYTE)
    clock.now += 3601
    gate.takes_file(b"the next", MEGABYTE)
    assert set(gate._files._levels) == {b"the next", b"everybody"}


def test_an_almost_full_disk_takes_words_and_no_files(
    reporter: Reporter, session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_more(settings, monkeypatch, "FILES_NEED")
    assert "We have no room for files at the moment." in send_text(reporter, b"words")
    open_section(reporter, "status")
    assert reporter.post("add", page="1", what="They came again.").status_code == 200
    assert Reporter(reporter.browser).report("They shouted at me.")
    assert stored(session)[0] == 0


def test_a_full_disk_closes_the_way_in_and_says_who_helps(
    browser: TestClient,
    session: Session,
    people: list[Person],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reporter = Reporter(browser).begin().tell("They shouted at me.").wish()
    needs_more(settings, monkeypatch, "WORDS_NEED")
    reporter.send()
    assert "999" in reporter.text
    assert "Our computer has no room left" in reporter.text
    assert "They shouted at me." in reporter.text
    first = Reporter(browser)
    assert "Our computer has no room left" in first.text
    assert "Start now" not in first.text
    session.rollback()
    assert session.exec(select(Report)).all() == []
    monkeypatch.undo()
    assert reporter.post("send").status_code == 200
    assert reporter.code


def test_what_is_added_while_the_disk_is_full_can_be_sent_again(
    reporter: Reporter, session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored(session)
    open_section(reporter, "status")
    needs_more(settings, monkeypatch, "WORDS_NEED")
    reporter.post("add", page="1", what="They <came> again.")
    assert "999" in reporter.text
    assert 'value="They &lt;came&gt; again."' in reporter.text
    assert 'name="so_far"' in reporter.text
    assert stored(session) == before
    # What makes room is still possible.
    assert "You took your report back" in reporter.post("withdraw", sure="yes").text
