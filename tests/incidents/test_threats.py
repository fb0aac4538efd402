"""The threat model, row by row: what each adversary does not get. A test is named after its row.

Rows that other files prove: 3, the seized disk (`test_seized.py`, and with a passphrase
`test_copied.py`); 4, the holder of the telephone (`tests/browser/test_speak_up.py`); 7, the flood
(`reporting/test_floods.py`, and `bench/reports.py` under load); 9, the hostile reporter
(`tests/browser/test_hostile.py`, `reporting/test_files.py`); 10, the reader of statistics
(`test_counting.py` and `staff/sums/test_sums.py`); 11, the partner
(`staff/sharing/test_partners.py`).
Of row 13, known holes of dependencies, the audit in `make check` is the larger part.
"""

import re
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Date, DateTime, Engine, event
from sqlmodel import Session, SQLModel, col, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents import models as tables
from portal.incidents.models import KeyHolder, Report, ReportItem, ReportKey
from portal.incidents.records import codes, keys, pieces
from portal.incidents.records.pieces import Item
from portal.sealing import boxes, crypto
from portal.settings import Settings
from portal.store import staff_audit
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.incidents.factories import approvers, open_vault, person, report, team
from tests.incidents.reporter import Reporter

WORDS = "Two men waited for my daughter at the bus stop."
NUMBER = "07700 900123"


def blobs(session: Session) -> list[tuple[str, bytes]]:
    """Collect every sealed value of every table, with the name of its column."""
    found = []
    for table in SQLModel.metadata.sorted_tables:
        for row in session.connection().execute(sa.select(table)).mappings():
            found += [
                (f"{table.name}.{name}", bytes(value))
                for name, value in row.items()
                if isinstance(value, bytes | memoryview)
            ]
    return found


def test_row_1_a_caseworker_without_the_key_of_a_case_reads_nothing_of_it(
    browser: TestClient, session: Session
) -> None:
    team(session)
    kept = report(session, WORDS)
    newcomer = person(session, Role.CASEWORKER)
    assert newcomer.vault.report_private(session, kept) is None
    open_vault(browser, session, newcomer)
    page = browser.get(f"/en/staff/cases/{kept.reference}")
    assert WORDS not in page.text
    assert "daughter" not in page.text


def test_row_1_every_opening_of_a_case_stands_in_the_log(
    browser: TestClient, session: Session
) -> None:
    people = team(session)
    kept = report(session, WORDS)
    open_vault(browser, session, people[0])
    assert WORDS in browser.get(f"/en/staff/cases/{kept.reference}").text
    session.rollback()
    entries = session.exec(select(AuditEntry).where(AuditEntry.subject == kept.reference)).all()
    assert [entry.actor for entry in entries if entry.action.startswith("case.")]
    assert all("daughter" not in str(entry.details) for entry in entries)


@pytest.mark.parametrize("tamper", ["alter", "remove", "cut off"])
def test_row_1_a_log_that_was_tampered_with_is_found_out(
    browser: TestClient, session: Session, settings: Settings, tamper: str
) -> None:
    people = team(session)
    kept = report(session, WORDS)
    open_vault(browser, session, people[0])
    for _ in range(3):
        browser.get(f"/en/staff/cases/{kept.reference}")
        browser.post("/en/staff/vault/close")
        open_vault(browser, session, people[0])
    session.rollback()
    entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    assert len(entries) > 2
    if tamper == "alter":
        entries[1].actor = "somebody else"
        session.add(entries[1])
    else:
        session.delete(entries[-1] if tamper == "cut off" else entries[1])
    session.commit()
    key = crypto.installation_key(settings.secret, "audit")
    assert staff_audit.verify(session, key, settings.anchor)


def test_row_2_an_administrator_with_the_database_and_the_settings_opens_no_report(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    team(session)
    approvers(session)
    Reporter(browser).begin().tell(WORDS).wish("contact", telephone=NUMBER).send()
    session.rollback()
    secrets = [
        crypto.installation_key(settings.secret, purpose)
        for purpose in ("audit", "totp", "recovery", "failures", "vault", "incidents", "")
    ]
    secrets += [settings.secret[:32].ljust(32, b"\0"), bytes(32)]
    secrets += [bytes(holder.public_key) for holder in session.exec(select(KeyHolder))]
    (kept,) = session.exec(select(Report)).all()
    places = [pieces.place(item) for item in pieces.stored(session, kept)]
    places += [
        keys.report_key_place(row.report_id, row.holder_id)
        for row in session.exec(select(ReportKey))
    ]
    opened = [
        name
        for name, blob in blobs(session)
        for secret in secrets
        for place in places
        if boxes.open_with(secret, blob, place) or crypto.unseal(secret, blob, place)
    ]
    assert opened == []


def test_row_2_an_administrator_finds_no_page_that_shows_a_report(
    browser: TestClient, session: Session
) -> None:
    team(session)
    kept = report(session, WORDS)
    sign_in(browser, session, account(session, Role.ADMINISTRATOR, Role.AUDITOR))
    for path in ("cases", f"cases/{kept.reference}", "referrals", "contacts", "audit"):
        assert "daughter" not in browser.get(f"/en/staff/{path}").text


def test_row_2_what_is_moved_to_another_row_does_not_open(session: Session) -> None:
    people = team(session)
    mine, other = report(session, WORDS), report(session, "Another report.")
    private = people[0].vault.report_private(session, other)
    assert private
    moved = pieces.stored(session, mine, Item.REPORT)[0].sealed
    target = pieces.stored(session, other, Item.REPORT)[0]
    target.sealed = moved
    assert list(pieces.opened(session, other, private, Item.REPORT)) == []
    key = session.get_one(ReportKey, (mine.id, people[0].vault.holder.id))
    held = session.get_one(ReportKey, (other.id, people[0].vault.holder.id))
    held.sealed_key = key.sealed_key
    assert people[0].vault.report_private(session, other) is None


def test_row_2_a_slip_put_in_the_place_of_a_report_does_not_open(session: Session) -> None:
    people = team(session)
    kept = report(session, WORDS, slip={"risk": "high"})
    private = people[0].vault.report_private(session, kept)
    assert private
    slip, words = pieces.stored(session, kept, Item.SLIP, Item.REPORT)
    slip.sealed, words.sealed = words.sealed, slip.sealed
    assert list(pieces.opened(session, kept, private)) == []


def test_row_5_the_finder_of_a_code_reads_neither_report_nor_contact(
    browser: TestClient, session: Session
) -> None:
    team(session)
    approvers(session)
    reporter = Reporter(browser).begin().tell(WORDS).wish("contact", telephone=NUMBER).send()
    browser.cookies.clear()
    reporter.come_back(codes.letters(reporter.code))
    assert reporter.page.status_code == 200
    for said in (WORDS, "daughter", NUMBER):
        assert said not in reporter.text


def test_row_6_a_page_with_a_reply_is_as_long_as_one_without(
    browser: TestClient, session: Session
) -> None:
    from portal.incidents.records import replies

    team(session)
    silent, answered = codes.new(), codes.new()
    report(session, WORDS, code=silent)
    kept = report(session, WORDS, code=answered)
    replies.write(session, kept, "We have read it. Look again on Friday.", date(2026, 11, 20))
    session.commit()
    pages = [Reporter(browser).come_back(codes.digits(code)) for code in (silent, answered)]
    assert "Look again on Friday" in pages[1].text
    assert len(pages[0].content) == len(pages[1].content)
    assert {page.headers["content-encoding"] for page in pages} == {"identity"}


def test_row_6_the_address_is_the_same_for_every_step(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser)
    seen = [reporter.page]
    for step, fields in (
        ("start", {}),
        ("before", {}),
        ("what", {"what": WORDS, "danger": "no"}),
        ("reply", {"reply": "code"}),
        ("send", {}),
    ):
        seen.append(reporter.post(step, **fields))
    assert {page.url.path for page in seen} == {"/en/help/speak-up"}
    # What stands behind it is sealed, and of one length.
    assert len({len(page.url.query) for page in seen[1:]}) == 1
    assert not any(b"what" in page.url.query or b"send" in page.url.query for page in seen)
    assert {page.headers["referrer-policy"] for page in seen} == {"no-referrer"}
    assert {page.headers["cache-control"] for page in seen} == {"no-store"}
    titles = {re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)[1] for page in seen}  # type: ignore[index]
    assert len(titles) == 1


def test_row_8_a_wrong_code_takes_the_same_path_and_shows_the_same_page(
    browser: TestClient, session: Session, engine: Engine
) -> None:
    team(session)
    known = Reporter(browser).report(WORDS)
    unknown = codes.new()
    mistyped = known[:-1] + str((int(known[-1]) + 1) % 10)
    ended = Reporter(browser)
    ended_code = ended.report("Another one.")
    ended.post("sent", none="yes")
    pages, statements = [], []
    for typed in ("", "no code at all", mistyped, codes.letters(unknown), codes.digits(ended_code)):
        asked: list[str] = []

        def note(_c: Any, _k: Any, statement: str, *_: Any, asked: list[str] = asked) -> None:
            asked.append(statement)

        browser.cookies.clear()
        event.listen(engine, "before_cursor_execute", note)
        page = Reporter(browser).come_back(typed)
        event.remove(engine, "before_cursor_execute", note)
        body = page.text.replace(typed, "") if typed else page.text
        pages.append((page.status_code, re.sub(r'value="[^"]*"', "", body).split()))
        statements.append([one for one in asked if "report" in one])
    assert {status for status, _ in pages} == {pages[0][0]}
    assert all(body == pages[0][1] for _, body in pages)
    assert all(one == statements[0] for one in statements)


def test_row_8_a_million_codes_are_all_different_and_even() -> None:
    drawn = {codes.new() for _ in range(100_000)}
    assert len(drawn) == 100_000
    firsts = [code[0] for code in drawn]
    lasts = [code[-1] for code in drawn]
    for digits in (firsts, lasts):
        shares = [digits.count(digit) / len(digits) for digit in "0123456789"]
        # Ten standard deviations of a fair draw.
        assert max(shares) - min(shares) < 0.02


def test_row_8_keys_from_one_code_say_nothing_of_each_other() -> None:
    code = codes.new()
    assert codes.lookup(code) != codes.reporter_key(code).hex()
    assert code not in codes.lookup(code)


def test_row_12_nothing_is_stored_that_tells_who_reported_from_where_or_when() -> None:
    forbidden = re.compile(r"ip|addr|agent|device|browser|cookie|hour|minute|seen_at|visits|count")
    allowed = {"account_id", "recipient"}
    for name, table in vars(tables).items():
        if not (isinstance(table, type) and issubclass(table, SQLModel) and table is not SQLModel):
            continue
        for column in table.__table__.columns:  # type: ignore[attr-defined]
            assert not isinstance(column.type, DateTime), f"{name}.{column.name} holds a time"
            if isinstance(column.type, Date):
                continue
            parts = column.name.split("_")
            assert column.name in allowed or not any(forbidden.fullmatch(part) for part in parts), (
                f"{name}.{column.name}"
            )


def test_row_12_reports_are_stored_in_no_order(session: Session) -> None:
    for table in (Report, ReportItem, ReportKey):
        made = SQLModel.metadata.tables[str(table.__tablename__)]
        assert made.dialect_options["sqlite"]["with_rowid"] is False
        assert not any(column.autoincrement is True for column in made.columns)


def test_row_13_the_frameworks_with_known_holes_are_not_installed() -> None:
    from importlib.metadata import version

    starlette = tuple(int(part) for part in version("starlette").split(".")[:2])
    multipart = tuple(int(part) for part in version("python-multipart").split(".")[:3])
    assert starlette >= (1, 4)  # CVE-2026-48710, -54282 and -54283 are mended in 1.3.1
    assert multipart >= (0, 0, 26)  # CVE-2026-40347
