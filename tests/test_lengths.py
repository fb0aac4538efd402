"""What a form lets through fits into the table that keeps it, on both databases.

SQLite keeps words of any length; in tests it refuses what PostgreSQL does (see `conftest`).
"""

import ast
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select
from starlette.testclient import TestClient

from portal import lengths
from portal.accounts import commands
from portal.accounts.models import Account, Role
from portal.consultations.hidden_texts import HiddenText
from portal.consultations.models import Document, Response, WrittenAnswer
from portal.forms.boxes import Translated
from portal.forms.field import Field
from portal.forms.fields import Email, Telephone, Text
from portal.incidents.case_models import Agency
from portal.settings import Settings
from portal.store import mail
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.analysis.factories import QUESTIONS, analyst, response
from tests.consultations.answering.test_responding import send
from tests.consultations.building_factories import choice, content, drafted, section
from tests.consultations.building_pages import BASE, change, officer
from tests.consultations.factories import consultation, question
from tests.pdfs import PDF
from tests.walking import versioned

pytestmark = pytest.mark.both

ROOT = Path(__file__).parents[1] / "portal"
EMAIL = f"{'x' * (lengths.EMAIL - len('@council.example'))}@council.example"
NAME = "n" * lengths.NAME
REASON = "r" * lengths.REASON
SLUG = "s" * lengths.SLUG
CODE = "c" * lengths.CODE
KNOWN = (Email, Telephone)
"""Kinds that bring a length of their own."""


def lengths_written_out(tree: ast.AST) -> Iterator[int]:
    """List the lines on which a field says how long words may be in digits of its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Line", "Text"):
            yield from (
                one.value.lineno
                for one in node.keywords
                if one.arg == "most" and isinstance(one.value, ast.Constant)
            )


def needed(kind: type[Field]) -> set[str]:
    """Name what a field of a kind cannot be declared without."""
    return {one.name for one in fields(kind) if one.default is MISSING}


def subjects(session: Session, action: str) -> list[str]:
    session.rollback()
    return list(session.exec(select(AuditEntry.subject).where(AuditEntry.action == action)))


def refuses(engine: Engine, column: sa.Column[str]) -> bool:
    """Tell whether a database says of words that they are too long for a column."""
    table = column.table
    # SQLite asks first whether something is missing, PostgreSQL whether anything is too long.
    row = {one.name: 0 for one in table.columns} if engine.dialect.name == "sqlite" else {}
    row |= {column.name: "x" * (getattr(column.type, "length", 0) + 1)}  # type: ignore[dict-item]
    kept = sa.insert(sa.table(table.name, *(sa.column(name) for name in row)))
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError) as refusal:
        connection.execute(kept, row)
    return any(said in str(refusal.value) for said in ("value too long", "failed: length("))


def test_no_column_keeps_more_on_one_database_than_on_the_other(engine: Engine) -> None:
    columns = [
        column
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if getattr(column.type, "length", None)
    ]
    assert len(columns) > 60
    assert [str(column) for column in columns if not refuses(engine, column)] == []


def test_every_word_of_a_form_has_a_longest() -> None:
    left, kinds = [Text, Translated], []
    while left:
        kind = left.pop()
        kinds.append(kind)
        left += kind.__subclasses__()
    endless = [kind for kind in kinds if kind not in KNOWN and "most" not in needed(kind)]
    assert len(kinds) > 5
    assert endless == []
    assert all(kind("x").most < 300 for kind in KNOWN)


def test_a_form_writes_no_length_of_its_own() -> None:
    written = {
        str(module): lines
        for module in ROOT.rglob("*.py")
        # Settings are kept together, in a column that holds JSON of any length.
        if not module.name.endswith("sections.py")
        if (lines := list(lengths_written_out(ast.parse(module.read_text()))))
    }
    assert written == {}


def test_the_log_holds_whatever_is_named_in_it() -> None:
    part = lengths.SLUG + len("/") + lengths.CODE
    assert max(lengths.EMAIL, lengths.NAME, part, 2 * lengths.CODE + 1) <= lengths.SUBJECT
    assert lengths.CODE + len(".other") <= lengths.FIELD
    assert lengths.REASON + len("duplicate: ") <= lengths.KEPT_REASON


@pytest.mark.parametrize(
    ("email", "name"), [(f"x{EMAIL}", "Ann"), (EMAIL, f"n{NAME}"), ("İ" * 127 + "@a.example", "A")]
)
def test_an_account_with_a_longer_name_or_address_is_refused_in_words(
    browser: TestClient, session: Session, settings: Settings, email: str, name: str
) -> None:
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    sent = {"email": email, "name": name, "roles": "officer"}
    page = browser.post("/en/staff/accounts", data=sent)
    assert page.status_code == 422
    assert "Write at most" in page.text
    with pytest.raises(commands.AccountError, match="Write at most"):
        commands.create(session, settings, email, name, [Role.OFFICER])


def test_somebody_with_the_longest_address_is_invited_signs_in_and_is_changed(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    sent = {"email": EMAIL, "name": NAME, "roles": "officer"}
    assert browser.post("/en/staff/accounts", data=sent).status_code == 200
    session.rollback()
    invited = session.exec(select(Account).where(Account.email == EMAIL)).one()
    address = f"/en/staff/accounts/{invited.id}"
    sent |= versioned(browser, address) | {"roles": "analyst"}
    page = browser.post(address, data=sent)
    assert page.status_code == 200
    for action in ("invited", "changed"):
        assert subjects(session, f"account.{action}") == [EMAIL]


def test_an_agency_of_the_longest_name_is_added(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    sent = {"name": NAME, "consent": "support", "active": "yes"}
    assert browser.post("/en/staff/agencies", data=sent | {"name": NAME + "n"}).status_code == 422
    assert browser.post("/en/staff/agencies", data=sent).status_code == 200
    assert subjects(session, "agency.added") == [NAME]
    assert session.exec(select(Agency.name)).all() == [NAME]


def test_questions_are_edited_in_a_consultation_of_the_longest_address(
    browser: TestClient, session: Session
) -> None:
    asked = content(section(CODE, choice(CODE, "often", "never")))
    drafted(session, slug="buses", content=asked)
    officer(browser, session)
    assert change(browser, f"{BASE}/buses/details", slug=f"{SLUG}s").status_code == 422
    assert change(browser, f"{BASE}/buses/details", slug=SLUG).status_code == 303
    for part in ("sections", "questions"):
        edited = change(browser, f"{BASE}/{SLUG}/{part}/1", title__en="x", label__en="x")
        assert edited.status_code == 303
    for action in ("section.edited", "question.edited"):
        assert subjects(session, action) == [f"{SLUG}/{CODE}"]


def test_words_beside_a_choice_are_kept_for_a_question_of_the_longest_code(
    browser: TestClient, session: Session
) -> None:
    options = [{"code": "x", "label": {"en": "Something else"}, "other": True}]
    consultation(session, [question(CODE, "single", options=options)], slug=SLUG)
    address = f"/en/consultations/{SLUG}/respond"
    browser.post(f"{address}/s1", data={CODE: "x", f"{CODE}.other": "Trams", "_shown": CODE})
    send(browser, f"{address}/check")
    assert session.exec(select(WrittenAnswer.question)).all() == [f"{CODE}.other"]


def test_the_longest_reasons_set_a_response_aside_and_hide_words(
    browser: TestClient, session: Session
) -> None:
    one = response(session, consultation(session, QUESTIONS), use="yes", texts={"why": "Buy"})
    text = session.exec(select(WrittenAnswer.id)).one()
    analyst(browser, session)
    home = f"{BASE}/parks"
    for reason, status in ((f"{REASON}r", 422), (REASON, 200)):
        aside = {"kind": "duplicate", "reason": reason}
        assert browser.post(f"{home}/written/{text}/hide", data={"reason": reason}).status_code == (
            status
        )
        page = browser.post(f"{home}/responses/{one.id}/set-aside", data=aside)
        assert page.status_code == status
    session.rollback()
    assert REASON in session.exec(select(Response.reason)).one()
    assert session.exec(select(HiddenText.reason)).one() == REASON


@pytest.mark.parametrize("letter", ["n", "名"])
def test_a_document_with_a_long_name_is_kept(
    browser: TestClient, session: Session, letter: str
) -> None:
    drafted(session)
    officer(browser, session)
    file = (f"{letter * 300}.pdf", PDF, "application/pdf")
    sent = {"title.en": "Map", "language": "en"}
    page = browser.post(f"{BASE}/buses/documents", data=sent, files={"file": file})
    assert page.status_code == 200
    session.rollback()
    assert len(session.exec(select(Document.filename)).one()) <= lengths.FILENAME


def test_nobody_is_written_to_at_an_address_longer_than_mails_have(session: Session) -> None:
    mail.write(session, EMAIL, "Hello", "Please look.", now())
    with pytest.raises(ValueError, match="not an address"):
        mail.write(session, f"x{EMAIL}", "Hello", "Please look.", now())
