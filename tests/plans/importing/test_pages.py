"""Officers bring a document into a plan: sent, confirmed, looked at, taken in whole, undone."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.demo import content
from portal.plans.models import Plan, PlanItem
from portal.plans.rules import Level, Standing
from portal.plans.staff.importing import confirming, keeping, queries
from portal.plans.staff.importing.models import ImportDraft, PlanImport
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import only, rows
from tests.files.documents.test_refused import LAUGHS, WORD
from tests.files.documents.written import rewritten, with_part, word, workbook
from tests.plans.factories import PUBLIC, STAFF, item, plan, reported
from tests.plans.importing.sent import form, on

IMPORT = f"{STAFF}/import"
MAPPING, PREVIEW, PART = (f"{IMPORT}/{name}" for name in ("mapping", "preview", "part"))
ACTIONS = "Action\tLead\tStatus\nTrain\tHousing\tDone\nWrite\tComms\tParked\n"
PLANS = {one["slug"]: one for one in content.plans()}
COUNTS = {
    "race-equality-action-plan-2010": {0: 6, 1: 21, 2: 27},
    "compact-equality-checklist": {0: 14},
    "connexions-self-assessment": {0: 13},
    "connexions-action-plan": {0: 9, 1: 9},
    "bme-code-duties": {0: 2, 1: 11},
}


@pytest.fixture
def officer(browser: TestClient, session: Session) -> TestClient:
    sign_in(browser, session, account(session, Role.OFFICER))
    return browser


@pytest.fixture
def draft(session: Session) -> None:
    plan(session, standing=Standing.DRAFT)


def send(browser: TestClient, text: str = "", file: bytes = b"", **named: str) -> Any:
    """Send a document as the page does, and follow to where it leads."""
    name = named.get("name", "plan" if file else "")
    files = {"file": (name, file, "application/octet-stream")}
    return browser.post(IMPORT, data={"text": text}, files=files)


def confirm(browser: TestClient, **changes: str) -> Any:
    """Confirm what is proposed, with some changes."""
    told = {name.replace("__", "."): value for name, value in changes.items()}
    return browser.post(MAPPING, data=on(browser, MAPPING) | told)


def take(browser: TestClient, **more: str) -> Any:
    """Take in what the preview shows."""
    return browser.post(f"{IMPORT}/take", data=on(browser, PREVIEW, f"{IMPORT}/take") | more)


def leave(browser: TestClient, session: Session, place: str = "") -> Any:
    """Leave a row out by hand, or none any more."""
    sent = {"import": only(session, ImportDraft).id, "place": place}
    return browser.post(f"{IMPORT}/leave", data=sent)


def texts(session: Session) -> list[tuple[int, str]]:
    return [(row.level, row.text["en"]) for row in rows(session, PlanItem)]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_nobody_but_officers_brings_documents_in(
    browser: TestClient, session: Session, draft: None, role: Role
) -> None:
    for come in (lambda: None, lambda: sign_in(browser, session, account(session, role))):
        browser.cookies.clear()
        come()
        assert send(browser, ACTIONS).status_code == 403
        for name in ("import/part", "import/mapping", "import/drop", "import/leave", "import/take"):
            assert browser.post(f"{STAFF}/{name}").status_code == 403, name
        assert browser.post(f"{STAFF}/imports/1/undo").status_code == 403
    assert rows(session, ImportDraft) == []


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose a file, or paste"),
        ({"text": " \n\t"}, "Choose a file, or paste"),
        ({"file": b"%PDF-1.7 \0"}, "The file must be plain text"),
        ({"file": WORD[:-300]}, "damaged"),
        ({"file": with_part(WORD, "word/media/a.png", bytes(200 << 20))}, "larger than a plan"),
        ({"file": rewritten(WORD, document=lambda _: LAUGHS)}, "declares parts"),
        ({"file": b"\t" * (10 << 20)}, "There is nothing to read"),
        ({"file": b"a\t" * (5 << 20)}, "larger than a plan"),
        ({"file": b"a" * ((10 << 20) + 1)}, "larger than a plan"),
        ({"text": "a" * 300_000}, "larger than a plan"),
        ({"file": b"<html>" + b"<div><table><tr><td>" * 50_000}, ""),
    ],
)
def test_what_means_harm_or_is_no_plan_is_refused_with_a_reason_and_not_kept(
    officer: TestClient, session: Session, draft: None, sent: dict[str, Any], said: str
) -> None:
    page = send(officer, **sent)
    assert page.status_code == 422
    assert said in page.text
    assert rows(session, ImportDraft) == []


def test_without_a_document_every_step_leads_back_to_sending_one(
    officer: TestClient, draft: None
) -> None:
    for address in (PART, MAPPING, PREVIEW):
        page = officer.get(address)
        assert page.url.path == IMPORT
        assert "No document waits here" in page.text


def test_a_document_belongs_to_whoever_sent_it_and_to_its_plan(
    officer: TestClient, session: Session, draft: None
) -> None:
    send(officer, ACTIONS)
    plan(session, slug="another", standing=Standing.DRAFT)
    assert "No document waits" in officer.get("/en/staff/plans/another/import/mapping").text
    officer.cookies.clear()
    sign_in(officer, session, account(session, Role.OFFICER, email="second@example.org"))
    assert "No document waits" in officer.get(MAPPING).text
    send(officer, "Action\tLead\nPaint\tMe\n")
    assert len(rows(session, ImportDraft)) == 2


def test_another_document_takes_the_place_of_the_first_and_a_day_later_it_is_gone(
    officer: TestClient, session: Session, draft: None
) -> None:
    send(officer, ACTIONS)
    send(officer, "Action\tLead\nPaint\tMe\n")
    kept = only(session, ImportDraft)
    assert "Paint" in officer.get(MAPPING).text
    queries.forget_expired(session, now() + timedelta(hours=23))
    assert only(session, ImportDraft).id == kept.id
    queries.forget_expired(session, now() + timedelta(hours=25))
    assert list(session.exec(select(ImportDraft))) == []
    session.rollback()
    officer.post(f"{IMPORT}/drop")
    assert rows(session, ImportDraft) == []


def test_nothing_is_taken_in_before_it_is_confirmed(
    officer: TestClient, session: Session, draft: None
) -> None:
    send(officer, "Action\tLead\nTrain\tHousing\n")
    assert "Say first what the lines and columns are." in officer.get(PREVIEW).text
    assert officer.post(f"{IMPORT}/take", data={"import": "any"}).status_code == 422
    assert rows(session, PlanItem) == []


def test_one_row_that_is_refused_keeps_the_whole_out_until_it_is_mended_or_left_out(
    officer: TestClient, session: Session, draft: None
) -> None:
    send(officer, ACTIONS)
    page = confirm(officer)
    assert page.url.path == PREVIEW
    assert "No state was chosen for “Parked”." in page.text
    assert officer.post(f"{IMPORT}/take", data={"import": "any"}).status_code == 422
    assert rows(session, PlanItem) == []
    assert leave(officer, session, "99").status_code == 404
    leave(officer, session, "3")
    assert "Left out by you." in officer.get(f"{PREVIEW}?view=left").text
    leave(officer, session)
    assert "No state was chosen" in officer.get(PREVIEW).text
    words = [name for name in on(officer, MAPPING) if ".word." in name]
    assert confirm(officer, **{words[1].replace(".", "__"): "stopped"}).status_code == 200
    take(officer)
    assert [row.status for row in rows(session, PlanItem)] == ["done", "stopped"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"table__0__column__0": "none"}, "Choose which column says"),
        ({"table__0__level": ""}, "Choose a level."),
        ({"table__0__level": "7"}, "Choose a level."),
        ({"table__0__column__0": "wish"}, "Choose one of the answers"),
        ({"table__0__column__1": "above", "table__0__level": "0"}, "choose a lower level"),
    ],
)
def test_what_cannot_be_confirmed_is_refused_and_stays_in_the_form(
    officer: TestClient, draft: None, changes: dict[str, str], said: str
) -> None:
    send(officer, ACTIONS)
    page = confirm(officer, table__0__empty="shares", **changes)
    assert page.status_code == 422
    assert said in page.text
    assert on_page(page.text)["table.0.empty"] == "shares"


def on_page(page: str) -> dict[str, str]:
    return form(page, MAPPING)


def names_of_lines(session: Session) -> dict[str, str]:
    """Tell under which name the form asks about the lines of each pattern."""
    brought = keeping.Brought(only(session, Plan), only(session, ImportDraft))
    asked = confirming.ask(brought.proposal(), brought.mapping, [])
    return {line.pattern.key: line.field.name for line in asked.lines}


@pytest.mark.both
@pytest.mark.parametrize("slug", PLANS)
def test_published_plans_are_brought_in_through_the_pages(
    officer: TestClient, session: Session, slug: str
) -> None:
    one = PLANS[slug]
    plan(session, standing=Standing.DRAFT, levels=one["levels"])
    send(officer, file=content.plan_source(one["file"]).encode(), name=one["file"])
    officer.post(PART, data={"first": one["first"], "last": one["last"]})
    levels = {names_of_lines(session)[key]: str(n) for key, n in one.get("lines", {}).items()}
    officer.post(MAPPING, data=on(officer, MAPPING) | levels)
    assert "Nothing is taken in yet." in officer.get(PREVIEW).text
    take(officer)
    counted = Counter(row.level for row in rows(session, PlanItem))
    assert counted == COUNTS[slug]
    assert rows(session, ImportDraft) == []


@pytest.mark.both
def test_files_of_word_and_excel_and_pages_pasted_from_word_become_items(
    officer: TestClient, session: Session, draft: None
) -> None:
    rows_ = [["Aim", "Objective", "Action", "Lead"], ["Homes", "Repair", "Train", "Housing"]]

    def table(opened: Any) -> None:
        made = opened.add_table(2, 4)
        for at, cells in enumerate(rows_):
            for column, words in enumerate(cells):
                made.cell(at, column).text = words

    cells = "".join(
        f"<tr>{''.join(f'<td class=MsoNormal><p>{cell}<o:p></o:p></p></td>' for cell in row)}</tr>"
        for row in rows_
    )
    pasted = f"<html xmlns:o='urn'><body><table class=MsoTableGrid>{cells}</table></body></html>"
    for sent in (
        {"file": word(table), "name": "plan.docx"},
        {"file": workbook(("Plan", rows_)), "name": "plan.xlsx"},
        {"text": pasted},
    ):
        send(officer, **sent)
        confirm(officer, table__0__level="2", table__0__column__1="above")
        take(officer, again="yes")
        found = texts(session)
        assert found[-3:] == [(0, "Homes"), (1, "Repair"), (2, "Train")]
        assert rows(session, PlanItem)[-1].leads == ["Housing"]
    assert [one.items for one in rows(session, PlanImport)] == [3, 3, 3]


def test_a_sheet_or_some_lines_of_it_can_be_taken_alone(
    officer: TestClient, session: Session, draft: None
) -> None:
    cells = [["Action", "Lead"], ["Train", "Housing"], ["Write", "Comms"]]
    other = [["Action", "Lead"], ["Paint", "Me"], ["Sing", "You"]]
    send(officer, file=workbook(("One", cells), ("Two", other)), name="plan.xlsx")
    assert officer.post(PART, data={"sheet": "Three"}).status_code == 422
    assert officer.post(PART, data={"sheet": "Two", "first": "3", "last": "2"}).status_code == 422
    assert officer.post(PART, data={"sheet": "Two", "first": "90"}).status_code == 422
    officer.post(PART, data={"sheet": "Two", "last": "2"})
    confirm(officer, table__0__level="2")
    take(officer)
    assert texts(session) == [(2, "Paint")]
    assert only(session, PlanImport).name == "plan.xlsx"


def test_a_formula_and_html_of_a_cell_are_words_on_every_page(
    officer: TestClient, session: Session, draft: None
) -> None:
    text = "Action\tLead\n=1+1<script>alert(1)</script>\t<b>Me</b>\nTrain\tSchools\n"
    send(officer, text)
    pages = [officer.get(address).text for address in (PART, MAPPING)]
    pages.append(confirm(officer, table__0__level="2").text)
    flagged = officer.get(f"{PREVIEW}?view=flagged").text
    assert "never worked out" in flagged
    take(officer)
    pages += [flagged, officer.get(STAFF).text]
    for page in pages:
        assert "<script>alert" not in page
        assert "<b>Me" not in page
    assert texts(session)[0] == (2, "=1+1<script>alert(1)</script>")


def test_taking_in_twice_takes_once_and_is_logged(
    officer: TestClient, session: Session, draft: None
) -> None:
    send(officer, "Action\tLead\nTrain\tHousing\n")
    confirm(officer, table__0__level="2")
    told = on(officer, PREVIEW, f"{IMPORT}/take")
    for said in ("The document is taken in, whole.", "The document is taken in."):
        page = officer.post(f"{IMPORT}/take", data=told)
        assert said in page.text
    assert texts(session) == [(2, "Train")]
    actions = [row.action for row in rows(session, AuditEntry)]
    assert [one for one in actions if "import" in one] == ["plan.import_begun", "plan.imported"]


def test_the_preview_shows_all_that_a_row_says(officer: TestClient, draft: None) -> None:
    heads = "Action\tHow we will know\tOutcome\tBudget\tWhat shows it?\tNotes\tReview date\tWhen"
    says = (
        "Train\tAll sat it\tFair service\t200 pounds\tThe list\tA note\t1 May 2031\tBy March 2030"
    )
    send(officer, f"{heads}\n{says}\n{says}2\n")
    confirm(officer)
    page = officer.get(PREVIEW).text
    words = ("All sat it", "Fair service", "200 pounds", "The list", "A note", "1 May 2031")
    assert [one for one in (*words, "By March 2030") if one not in page] == []


@pytest.mark.both
def test_after_taking_in_it_is_said_without_what_and_can_be_taken_out_again(
    officer: TestClient, session: Session, draft: None
) -> None:
    send(officer, ACTIONS)
    confirm(officer)
    leave(officer, session, "3")
    fields = on(officer, PREVIEW, f"{IMPORT}/take")
    page = officer.post(f"{IMPORT}/take", data=fields)
    assert "without 1 row that you left out" in page.text
    assert f'href="{STAFF}/imports/1/undo"' in page.text
    again = officer.post(f"{IMPORT}/take", data=fields)
    assert "The document is taken in." in again.text
    assert ", whole" not in again.text


def test_what_another_window_changed_since_is_neither_confirmed_nor_taken_in(
    officer: TestClient, session: Session, draft: None
) -> None:
    send(officer, "Housing\tTrain\nLetters\tWrite\n")
    old = on(officer, MAPPING)
    send(officer, ACTIONS)
    page = officer.post(MAPPING, data=old)
    assert page.status_code == 409
    assert "has changed since you opened the page" in page.text
    assert not only(session, ImportDraft).confirmed
    confirm(officer, table__0__column__2="comment")
    shown = on(officer, PREVIEW, f"{IMPORT}/take")
    send(officer, "Action\tLead\nPaint\tMe\n")
    confirm(officer)
    assert officer.post(f"{IMPORT}/take", data=shown).status_code == 409
    left = {"place": "2", "import": shown["import"]}
    assert officer.post(f"{IMPORT}/leave", data=left).status_code == 409
    assert rows(session, PlanItem) == []


def test_whoever_goes_back_confirms_the_lines_that_they_see(
    officer: TestClient, session: Session, draft: None
) -> None:
    lines = "".join(f"Words of the council on {n}\n{n}) Aim {n}\n(a) Paint\n" for n in (1, 2, 3))
    send(officer, lines)
    seen = on(officer, MAPPING)
    *others, last = (name for name in seen if name.startswith("line."))
    taken = dict.fromkeys(others, "none") | {last: "0"}
    officer.post(MAPPING, data=seen | taken)
    first = only(session, ImportDraft).mapping["lines"]
    officer.post(MAPPING, data=seen | taken)
    assert only(session, ImportDraft).mapping["lines"] == first


@pytest.mark.both
def test_what_stands_in_the_plan_already_is_taken_in_again_only_if_somebody_is_sure(
    officer: TestClient, session: Session, draft: None
) -> None:
    for _ in range(2):
        send(officer, ACTIONS)
        confirm(officer, table__0__column__2="comment")
        page = take(officer)
    assert page.status_code == 422
    assert "2 of these rows stand in the plan already" in page.text
    assert len(rows(session, PlanItem)) == 2
    take(officer, again="yes")
    assert len(rows(session, PlanItem)) == 4


def test_into_a_public_plan_nothing_is_taken_unless_somebody_is_sure_and_it_stays(
    officer: TestClient, session: Session
) -> None:
    plan(session, levels=[Level.ACTION.value])
    send(officer, "Action\tLead\nTrain\tHousing\n")
    confirm(officer)
    assert take(officer).status_code == 422
    assert rows(session, PlanItem) == []
    take(officer, sure="yes")
    assert "Train" in officer.get(PUBLIC).text
    assert "Everybody reads the plan" in officer.get(IMPORT).text
    assert officer.post(f"{STAFF}/imports/1/undo", data={"sure": "yes"}).status_code == 409
    assert len(rows(session, PlanItem)) == 1


def test_what_was_taken_in_is_taken_out_again_and_nothing_else(
    officer: TestClient, session: Session
) -> None:
    one = plan(session, standing=Standing.DRAFT, levels=[Level.ACTION.value])
    item(session, one, text={"en": "Mine"})
    for _ in range(2):
        send(officer, "Action\tLead\nTrain\tHousing\n")
        confirm(officer)
        take(officer, again="yes")
    assert officer.get(f"{STAFF}/imports/9/undo").status_code == 404
    undo = f"{STAFF}/imports/1/undo"
    assert officer.post(undo).status_code == 422
    assert len(rows(session, PlanItem)) == 3
    officer.post(undo, data={"sure": "yes"})
    assert [row.of_import for row in rows(session, PlanItem)] == [None, 2]
    assert [one.number for one in rows(session, PlanImport)] == [2]
    assert officer.post(undo, data={"sure": "yes"}).status_code == 404


def test_what_was_taken_in_stays_once_something_hangs_on_it(
    officer: TestClient, session: Session
) -> None:
    levels = [Level.OBJECTIVE.value, Level.ACTION.value]
    one = plan(session, standing=Standing.DRAFT, levels=levels)
    for _ in range(3):
        send(officer, "Objective\tLead\nTrain\tHousing\n")
        confirm(officer, table__0__column__0="text", table__0__level="0")
        take(officer, again="yes")
    first, second, third = rows(session, PlanItem)
    reported(session, first)
    item(session, one, second)
    third.revision += 1
    session.add(third)
    session.commit()
    for number, said in ((1, "Something hangs on it"), (2, "below it"), (3, "changed since")):
        undo = f"{STAFF}/imports/{number}/undo"
        assert said in officer.get(undo).text
        assert officer.post(undo, data={"sure": "yes"}).status_code == 409
    assert len(rows(session, PlanItem)) == 4


def test_a_plan_of_2000_rows_is_shown_and_taken_in_by_pages(
    officer: TestClient, session: Session, draft: None
) -> None:
    lines = "".join(f"Action {n}\tLead {n % 7}\tMarch 2027\n" for n in range(2_000))
    send(officer, file=f"Action\tLead\tTimescale\n{lines}".encode(), name="plan.txt")
    page = confirm(officer, table__0__level="2")
    assert page.text.count("plan__in--2") == 50
    take(officer)
    assert len(rows(session, PlanItem)) == 2_000
