"""The export is a plain table: safe to open, the same columns always, nothing that was hidden."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.testclient import TestClient
from starlette.types import Message

from portal.analysis.staff.reading import queries
from portal.consultations import hidden_texts
from portal.consultations.models import Response
from portal.consultations.retention import deleting
from portal.consultations.rules import Channel, Respondent, ResponseState
from portal.group_responses.models import GroupReturn
from portal.groups.rules import State
from portal.store.audit import AuditEntry
from portal.store.db import now, random_id
from portal.web.spreadsheet import line, safe
from tests.analysis.factories import QUESTIONS, analyst, response
from tests.consultations.factories import consultation, question
from tests.groups.factories import group
from tests.query_plans import asked, plan

pytestmark = pytest.mark.both

HOME = "/en/staff/consultations/parks"


def table(browser: TestClient, address: str = "/responses.csv") -> list[dict[str, str]]:
    text = browser.get(HOME + address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_withdrawn_responses_and_hidden_texts_are_not_exported(
    browser: TestClient, session: Session
) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, state=ResponseState.WITHDRAWN)
    one = response(session, parks, use="yes", texts={"why": "Mr Jones"})
    hidden_texts.hide(session, [one.id], "why", "Names a neighbour")
    session.commit()
    analyst(browser, session)
    (row,) = table(browser)
    assert (row["id"], row["why"], row["why.state"]) == (one.id, "[hidden]", "answered")


def test_responses_set_aside_are_exported_as_such(browser: TestClient, session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, use="yes", state=ResponseState.SET_ASIDE, reason="spam: links")
    analyst(browser, session)
    (row,) = table(browser)
    assert (row["state"], row["reason"]) == ("set_aside", "spam: links")


def test_what_a_group_asked_nobody_is_exported_as_not_asked(
    browser: TestClient, session: Session
) -> None:
    parks = consultation(session, QUESTIONS)
    one = response(session, parks, use="yes", not_asked=["often", "why"], channel=Channel.HELPED)
    analyst(browser, session)
    (row,) = table(browser)
    assert (row["often.state"], row["why.state"]) == ("not_asked", "not_asked")
    assert row["keep.state"] == "skipped"
    page = browser.get(f"{HOME}/responses/{one.id}").text
    assert page.count("Not asked") == 2


def test_the_group_that_brought_a_response_is_named(browser: TestClient, session: Session) -> None:
    parks, brought = consultation(session, QUESTIONS), group(session)
    helped = response(session, parks, use="yes", channel=Channel.HELPED)
    gone = response(session, parks, channel=Channel.HELPED, state=ResponseState.WITHDRAWN)
    together = {"name": "Mr Jones", "asked": 3, "how": ""}
    said = response(session, parks, use="no", channel=Channel.GROUP, organisation=together)
    for one in (helped, gone, said):
        session.add(GroupReturn(response_id=one.id, group_id=brought.id or 0))
    own = response(session, parks, use="no")
    hidden_texts.hide(session, [said.id], hidden_texts.organisation("name"), "Names a neighbour")
    brought.state = State.CLOSED
    session.commit()
    analyst(browser, session)
    named = {row["id"]: row["group"] for row in table(browser)}
    assert named == {helped.id: "Valley Women", said.id: "[hidden]", own.id: ""}


def test_who_allowed_to_be_quoted_is_told_apart(browser: TestClient, session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    allowed = response(session, parks, use="yes", may_quote=True)
    response(session, parks, use="no")
    analyst(browser, session)
    told = {row["id"]: row["may_quote"] for row in table(browser)}
    assert {name for name, said in told.items() if said == "1"} == {allowed.id}


def test_no_id_needs_an_apostrophe(browser: TestClient, session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, id="-formerly_drawn_so", use="yes")
    analyst(browser, session)
    (row,) = table(browser)
    assert row["id"] == "_formerly_drawn_so"
    assert browser.get(f"{HOME}/responses/{row['id']}").status_code == 200
    assert not any("-" in random_id() for _ in range(200))


def test_each_export_is_logged(browser: TestClient, session: Session) -> None:
    consultation(session, QUESTIONS)
    who = str(analyst(browser, session).id)
    browser.get(f"{HOME}/responses.csv?labels=ur")
    browser.get(f"{HOME}/responses.csv")
    session.rollback()
    query = select(AuditEntry).where(AuditEntry.action == "responses.exported")
    logged = session.exec(query).all()
    assert [(one.actor, one.details["labels"]) for one in logged] == [(who, "ur"), (who, "en")]


def test_codes_stand_beside_labels_in_the_language_chosen(
    browser: TestClient, session: Session
) -> None:
    label = {"en": "Often", "ur": "اکثر"}
    asked = [question("use", "single", options=[{"code": "often", "label": label}])]
    response(session, consultation(session, asked), use="often")
    analyst(browser, session)
    (row,) = table(browser, "/responses.csv?labels=ur")
    assert (row["use"], row["use.label"]) == ("often", "اکثر")


def test_every_response_has_the_same_columns(browser: TestClient, session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, use="yes", often=2, keep=["trees", "paths"])
    response(session, parks, use="no")
    analyst(browser, session)
    rows = sorted(table(browser), key=lambda row: row["use"])
    assert [row["keep.trees"] for row in rows] == ["", "1"]
    assert [row["keep.ponds"] for row in rows] == ["", "0"]
    assert [row["often.state"] for row in rows] == ["not_asked", "answered"]
    assert [row["why.state"] for row in rows] == ["skipped", "skipped"]


def test_the_four_equality_states_stay_apart(browser: TestClient, session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, use="yes", equality={"ethnic_group": "indian", "religion": ""})
    response(session, parks, use="yes", equality={"ethnic_group": "prefer_not_to_say"})
    analyst(browser, session)
    rows = sorted(table(browser), key=lambda row: row["equality.ethnic_group.state"])
    told, silent = rows
    assert told["equality.ethnic_group"] == "indian"
    assert told["equality.ethnic_group.group"] == "asian"
    assert told["equality.religion.state"] == "skipped"
    assert silent["equality.ethnic_group.state"] == "prefer_not"
    assert silent["equality.religion.state"] == "not_asked"


def test_the_other_kinds_have_columns_of_their_own(browser: TestClient, session: Session) -> None:
    lines = [{"code": "r1", "label": {"en": "Ponds"}}]
    asked = [
        question("order", "ranking"),
        question("grid", "matrix", rows=lines),
        question("metres", "number"),
        question("when", "date"),
        question("pick", "single", options=[{"code": "x", "label": {"en": "X"}, "other": True}]),
    ]
    parks = consultation(session, asked)
    answers: dict[str, Any] = {"order": ["no"], "grid": {"r1": "yes"}, "metres": -5}
    response(session, parks, **answers, when="2026-03-27", pick="x", texts={"pick.other": "-5"})
    analyst(browser, session)
    (row,) = table(browser)
    assert (row["order.no"], row["order.yes"]) == ("1", "")
    assert (row["grid.r1"], row["grid.r1.label"]) == ("yes", "Yes")
    assert (row["metres"], row["when"], row["pick.other.text"]) == ("-5", "2026-03-27", "'-5")


def test_an_organisation_is_named(browser: TestClient, session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    group = {"name": "=HYPERLINK()", "asked": "40", "how": "Meeting"}
    response(session, parks, respondent=Respondent.ORGANISATION, organisation=group)
    analyst(browser, session)
    (row,) = table(browser)
    assert (row["respondent"], row["organisation"]) == ("organisation", "'=HYPERLINK()")


def test_the_dictionary_says_what_columns_and_codes_mean(
    browser: TestClient, session: Session
) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, use="yes")
    analyst(browser, session)
    rows = table(browser, "/dictionary.csv")
    assert {row["column"] for row in rows} == set(table(browser)[0])
    meaning = next(row for row in rows if row["column"] == "use" and row["code"] == "yes")
    assert (meaning["question"], meaning["label"]) == ("Label of use", "Yes")


def test_many_responses_are_sent_in_handfuls(browser: TestClient, session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    for _ in range(205):
        response(session, parks, use="yes")
    analyst(browser, session)
    assert len({row["id"] for row in table(browser)}) == 205


cells = st.one_of(st.none(), st.integers(), st.text(), st.from_regex(r"\s*[=+\-@＝].*"))


@given(st.lists(cells, min_size=2, max_size=6))
def test_a_row_is_read_back_as_it_was_written(values: list[Any]) -> None:
    (read,) = csv.reader(io.StringIO(line(values), newline=""))
    assert read == [safe(value) for value in values]


@given(st.text())
def test_no_words_begin_a_formula(text: str) -> None:
    assert not safe(text).lstrip().startswith(tuple("=+-@＝＋－＠"))
    assert not safe(text).startswith(("\t", "\r"))


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_stays_a_number(value: float) -> None:
    assert type(value)(safe(value)) == value


@given(st.text(st.characters(exclude_characters="=+-@＝＋－＠\r\u061c\u200e\u200f\u2066")))
def test_harmless_words_are_left_alone(text: str) -> None:
    if not any("\u202a" <= letter <= "\u2069" for letter in text) and not text.startswith("\t"):
        assert safe(text) == text


def test_marks_that_turn_text_around_are_taken_out() -> None:
    assert safe("a\u202eb\u2066c\u200fd") == "abcd"


def test_columns_that_would_have_one_name_are_told_apart(
    browser: TestClient, session: Session
) -> None:
    options = [
        {"code": "trees", "label": {"en": "Trees"}},
        {"code": "other", "label": {"en": "Other"}, "other": True},
    ]
    asked = [question("language", "short"), question("keep", "multiple", options=options)]
    texts = {"keep.other": "Benches", "language": "Romani"}
    response(session, consultation(session, asked), keep=["other"], texts=texts)
    analyst(browser, session)
    (row,) = table(browser)
    assert (row["language"], row["language_2"]) == ("en", "Romani")
    assert (row["keep.other"], row["keep.other.text"]) == ("1", "Benches")


def test_what_was_deleted_as_promised_is_not_said_to_be_skipped_or_not_asked(
    browser: TestClient, session: Session
) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, texts={"why": "Shade"}, equality={"sex": "female"})
    parks.closes = now() - timedelta(days=9)
    parks.delete_written = parks.delete_equality = parks.closes.date()
    parks.report_back = None
    session.commit()
    deleting.keep_promises(session, now())
    session.commit()
    analyst(browser, session)
    (row,) = table(browser)
    assert (row["why.state"], row["equality.sex.state"]) == ("deleted", "deleted")
    assert (row["use.state"], row["often.state"]) == ("skipped", "not_asked")


def test_the_next_handful_is_found_by_name_without_sorting_the_rest(
    engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_ROWS_AT_ONCE", 10)
    parks, other = consultation(session, QUESTIONS), consultation(session, QUESTIONS, slug="buses")
    for place in range(300):
        to = parks if place % 2 else other
        arrival: dict[str, Any] = {"edition": 1, "receipt": str(place), "language": "en"}
        session.add(Response(consultation_id=to.id or 0, day=now().date(), **arrival))
    session.commit()
    with asked(engine) as statements:
        found = [len(handful) for handful in queries.for_export(session, parks)]
    session.rollback()
    assert sum(found) == 150
    handfuls = [one for one in statements if "FROM response LEFT OUTER JOIN" in one[0]]
    assert len(handfuls) == 16
    found_by = plan(engine, *handfuls[8])
    assert "ix_response_exported" in found_by
    # PostgreSQL may sort the other side of the join, which has nothing in it here.
    assert not re.search(r"sort key: response\b|temp b-tree", found_by, re.IGNORECASE), found_by


class Reader:
    """Somebody who asks the portal for something and takes it in no faster than they are let."""

    def __init__(self, browser: TestClient, path: str) -> None:
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        self.app = browser.app
        self.scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "scheme": "https",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [(b"host", b"voices.example"), (b"cookie", cookies.encode())],
            "state": dict(browser.app_state),
        }
        self.status, self.body = 0, b""
        self.begun, self.go_on = anyio.Event(), anyio.Event()

    async def read(self) -> None:
        """Ask, and read to the end."""
        await self.app(self.scope, self._wait, self._take)

    async def _wait(self) -> Message:
        await anyio.sleep_forever()
        raise AssertionError

    async def _take(self, message: Message) -> None:
        self.status = message.get("status", self.status)
        self.body += message.get("body", b"")
        if message.get("body"):
            self.begun.set()
            await self.go_on.wait()


def test_twenty_who_take_a_file_in_slowly_keep_nobody_else_waiting(
    browser: TestClient, session: Session
) -> None:
    response(session, consultation(session, QUESTIONS), use="yes")
    analyst(browser, session)
    assert len(table(browser)) == 1  # from now on the look of the day is in the log
    session.rollback()
    slow = [Reader(browser, f"{HOME}/responses.csv") for _ in range(25)]
    other = Reader(browser, "/health/ready")

    async def meanwhile() -> None:
        with anyio.fail_after(20):
            async with anyio.create_task_group() as readers:
                for one in slow:
                    readers.start_soon(one.read)
                for one in slow:
                    await one.begun.wait()
                other.go_on.set()
                await other.read()
                for one in slow:
                    one.go_on.set()

    assert browser.portal
    browser.portal.call(meanwhile)
    assert (other.status, other.body) == (200, b'{"status":"ready"}')
    assert {(one.status, one.body.count(b"\r\n")) for one in slow} == {(200, 2)}
