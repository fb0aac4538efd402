"""A table of groups is looked at line by line, and kept only when somebody presses the button."""

import html
import re
from typing import Any

import pytest
from sqlmodel import Session, func, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.groups.models import Group
from portal.groups.rules import State
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.groups.factories import DIRECTORY, STAFF, areas, group, mails, read

PAGE = f"{STAFF}/import"
HEAD = "name,serves,languages,email,telephone"
GOOD = 'Valley Women,We cook,"Somali, English",women@groups.example,'
OTHER = "谷镇中文学校,我们教中文,Mandarin,,01632 960210"


@pytest.fixture
def officer(browser: TestClient, session: Session) -> TestClient:
    """Sign an officer in."""
    sign_in(browser, session, account(session, Role.OFFICER))
    return browser


def send(browser: TestClient, content: str | bytes, name: str = "groups.csv") -> Any:
    sent = content.encode() if isinstance(content, str) else content
    return browser.post(PAGE, files={"file": (name, sent, "text/csv")})


def table(*lines: str, head: str = HEAD) -> str:
    return "\r\n".join((head, *lines)) + "\r\n"


def keep(browser: TestClient, page: str) -> Any:
    carried = re.findall(r'name="table" value="([^"]*)"', page)
    sent = {"table": (None, html.unescape(carried[0]))}
    return browser.post(f"{PAGE}/keep", files=sent)


def count(session: Session) -> int:
    session.rollback()
    return session.exec(select(func.count()).select_from(Group)).one()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The first line lacks: name, serves, languages."),
        (b"\x89PNG\r\n\x1a\n\0\0", "cannot be read"),
        (table("Caf\u00e9,We cook,French,a@b.example,").encode("latin-1"), "cannot be read"),
        (b"name,serves,languages\n\0", "not a table"),
        (table(GOOD, head="name,email"), "The first line lacks: serves, languages."),
        (table(GOOD, head=f"{HEAD},password"), "a column that we do not know: password"),
        (table(GOOD, head=f"{HEAD},name"), "names a column twice"),
        (table(*[GOOD] * 201), "more than 200 groups"),
        ("x" * 250_000, "too large"),
        (table("n" * 140_000), "not a table"),
    ],
)
def test_a_file_that_is_no_table_of_groups_is_refused_as_a_whole(
    officer: TestClient, session: Session, content: str | bytes, message: str
) -> None:
    page = send(officer, content)
    assert page.status_code == 422
    assert message in html.unescape(page.text)
    assert count(session) == 0


def test_ten_thousand_rows_are_refused_at_once(officer: TestClient, session: Session) -> None:
    page = send(officer, table(*(f"Group {n},We cook,Somali,a@b.example," for n in range(10_000))))
    assert page.status_code == 422
    assert "too large" in page.text
    assert count(session) == 0


def test_no_file_is_no_table(officer: TestClient) -> None:
    page = officer.post(PAGE, files={"file": ("", b"")})
    assert page.status_code == 422
    assert "Choose a file." in page.text


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (",We cook,Somali,a@b.example,", "Fill in: Name of the group"),
        ("Valley,We cook,Elvish,a@b.example,", "language “Elvish”"),
        ("Valley,We cook,Somali,,", "Write an email address or a telephone number."),
        ("Valley,We cook,Somali,nobody,", "Write an email address, such as"),
        ("=HYPERLINK(1),We cook,Somali,a@b.example,", "begins like a formula"),
        ("Valley,@SUM(A1),Somali,a@b.example,", "begins like a formula"),
        ("\uff1dHYPERLINK(1),We cook,Somali,a@b.example,", "begins like a formula"),
        ("Valley,-2+3|cmd,Somali,a@b.example,", "begins like a formula"),
        ("Valley,We cook,Somali,a@b.example,=1", "begins like a formula"),
        ("The Council,We cook,Somali,a@b.example,", "looks like the name of somebody else"),
        ("Val\u202eley,We cook,Somali,a@b.example,", "signs that cannot be seen"),
        (f"{'n' * 121},We cook,Somali,a@b.example,", "at most 120 characters"),
        (f"Valley,{'s' * 60_000},Somali,a@b.example,", "at most 1500 characters"),
        ("Valley,We cook,Somali,a@b.example,,more", "more cells than the first"),
        ("KNOWN group,We cook,Somali,a@b.example,", "a group with this name already"),
    ],
)
def test_a_line_is_refused_with_its_number_and_the_reason(
    officer: TestClient, session: Session, line: str, message: str
) -> None:
    group(session, "Known Group")
    page = send(officer, table(GOOD, "", line))
    assert page.status_code == 200
    text = html.unescape(re.sub(r"\s+", " ", page.text))
    assert message in text
    assert "1 line of 2 can be taken." in text
    assert re.search(r'<th[^>]*><bdi dir="ltr">4</bdi></th>', text)
    assert count(session) == 1
    assert mails(session) == []


@pytest.mark.parametrize(
    ("column", "typed", "message"),
    [
        ("communities", "Somali; Martian", "does not have “Somali”"),
        ("areas", "upper; nowhere", "does not have “nowhere”"),
        ("helps", "money", "does not have “money”"),
        ("language", "xx-nonsense", "form that is asked for"),
    ],
)
def test_what_is_not_in_a_list_is_refused(
    officer: TestClient, session: Session, column: str, typed: str, message: str
) -> None:
    areas(session, "upper")
    page = send(officer, table(f"{GOOD},{typed}", head=f"{HEAD},{column}"))
    assert message in html.unescape(page.text)


def test_a_name_that_stands_in_the_table_twice_is_taken_once(
    officer: TestClient, session: Session
) -> None:
    page = send(officer, table(GOOD, GOOD.replace("Valley Women", "VALLEY  wömen")))
    assert "1 line of 2 can be taken." in page.text
    keep(officer, page.text)
    assert count(session) == 1


@pytest.mark.both
def test_nothing_is_kept_before_the_button_and_nothing_shown_before_the_groups_yes(
    officer: TestClient, session: Session
) -> None:
    page = send(officer, table(GOOD, OTHER))
    assert "2 lines of 2 can be taken." in page.text
    assert "1 group gets a mail" in page.text
    assert count(session) == 0
    kept = keep(officer, page.text)
    assert kept.url.params["view"] == "waiting"
    assert "谷镇中文学校" in kept.text
    assert read(session).state is State.WAITING
    assert [one.recipient for one in mails(session)] == ["women@groups.example"]
    assert "No group is listed yet." in officer.get(DIRECTORY).text
    row = session.exec(select(AuditEntry).where(AuditEntry.action == "group.imported")).one()
    assert row.details == {"groups": 2}


def test_taking_a_table_twice_keeps_each_group_once(officer: TestClient, session: Session) -> None:
    page = send(officer, table(GOOD, OTHER))
    keep(officer, page.text)
    again = keep(officer, page.text)
    assert "0 lines of 2 can be taken." in again.text
    assert count(session) == 2
    assert len(mails(session)) == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_as_any_spreadsheet_writes_it(
    officer: TestClient, session: Session, delimiter: str, coding: str
) -> None:
    areas(session, "upper")
    cells = ["Ysgol Łódź", '"We ""cook""\nand talk"', '"Somali, Cymraeg"', "", "+44 1632 960210"]
    more = [
        '"African; Pacistanaidd"',
        "Upper",
        '"training; Advice to people in our language"',
        "cy",
    ]
    head = "Name,Serves,Languages,Email,Telephone,communities,AREAS,helps,language"
    lines = [head.replace(",", delimiter), delimiter.join(cells + more)]
    page = send(officer, "\n".join(lines).encode(coding))
    keep(officer, page.text)
    kept = read(session, "ysgol-lodz")
    assert kept.serves == 'We "cook"\nand talk'
    assert (kept.speaks, kept.language) == (["so", "cy"], "cy")
    assert kept.communities == ["pakistani", "african"]
    assert (kept.areas, kept.helps) == (["upper"], ["training", "advice"])
    assert kept.telephone == "+44 1632 960210"


def test_a_table_that_was_changed_on_the_way_is_read_like_any_other(
    officer: TestClient, session: Session
) -> None:
    sent = {"table": (None, table("=1,We cook,Somali,a@b.example,"))}
    assert "0 lines of 1 can be taken." in officer.post(f"{PAGE}/keep", files=sent).text
    assert officer.post(f"{PAGE}/keep", data={"table": "nonsense"}).status_code == 422
    assert count(session) == 0


def test_what_was_read_is_shown_so_that_swapped_columns_are_seen(
    officer: TestClient, session: Session
) -> None:
    areas(session, "upper")
    head = "name,serves,languages,areas,contact_name,email,telephone,language"
    line = "Merched y Cwm,Coginio,Urdu,upper,Amina,cwm@groups.example,01632 960123,Welsh"
    page = send(officer, table(line, head=head)).text
    row = html.unescape(page.partition("Merched y Cwm</")[2].partition("</tr>")[0])
    for read_so in ("Coginio", "اردو", "Upper", "Amina", "cwm@groups.example", "01632 960123"):
        assert read_so in row, read_so
    assert "Language of our mails to the group: " in row
    assert "Welsh" in row


def test_a_line_with_an_address_in_its_words_is_refused(
    officer: TestClient, session: Session
) -> None:
    line = 'Valley Women,We cook,Somali,"Mondays, 12 High Street",a@groups.example'
    page = send(officer, table(line, head="name,serves,languages,meets,email"))
    assert "“12 High Street” looks like an address." in page.text
    assert "0 lines of 1 can be taken." in page.text
