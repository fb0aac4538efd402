"""One case: who opens it, what it shows, and how staff change it."""

from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents import report_settings
from portal.incidents.case_models import Conflict
from portal.incidents.models import Report
from portal.incidents.records import attachments, keys, pieces, take_in
from portal.incidents.records.attachments import Attachment
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Circle, State
from portal.languages.calendar import Calendar
from portal.languages.i18n import today
from portal.sealing import boxes
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.consultations import building_pages as pages
from tests.incidents.factories import Person, arrange, open_vault, person, report, team

NOT_GIVEN = "This case was not given to you"


def address(case: Report, form: str = "") -> str:
    return f"/en/staff/cases/{case.reference}{form}"


def fresh(session: Session, case: Report) -> Report:
    """Read a case again after the portal may have changed it."""
    session.rollback()
    session.refresh(case)
    return case


def notes(session: Session, someone: Person, case: Report) -> list[Any]:
    private = someone.vault.report_private(session, fresh(session, case))
    assert private
    return [record["text"] for _, record in pieces.opened(session, case, private, Item.NOTE)]


def log(session: Session, case: Report) -> list[str]:
    """List what the log tells of a case."""
    session.rollback()
    query = select(AuditEntry.action).where(AuditEntry.subject == case.reference)
    return list(session.exec(query.order_by(AuditEntry.id)))  # type: ignore[arg-type]


def send(browser: TestClient, case: Report, form: str, **data: Any) -> Any:
    """Send a form as it was drawn for the case as the test knows it."""
    return browser.post(address(case, form), data={"_version": str(case.version), **data})


def test_with_the_vault_closed_a_case_is_not_shown(browser: TestClient, session: Session) -> None:
    someone, _ = team(session)
    case = report(session)
    sign_in(browser, session, someone.account)
    reply = browser.get(address(case), follow_redirects=False)
    assert reply.status_code == 303
    assert fresh(session, case).state is State.RECEIVED


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OFFICER, Role.APPROVER, Role.PARTNER])
def test_no_other_role_opens_a_case(browser: TestClient, session: Session, role: Role) -> None:
    team(session)
    case = report(session)
    sign_in(browser, session, account(session, role))
    assert browser.get(address(case)).status_code == 403


def test_a_report_about_the_council_opens_to_somebody_outside_it_and_not_to_the_team(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    outside = person(session, Role.INDEPENDENT)
    case = report(session, what="The clerk laughed", circle=Circle.INDEPENDENT)
    open_vault(browser, session, someone)
    assert browser.get(address(case)).status_code == 404
    open_vault(browser, session, outside)
    assert "The clerk laughed" in browser.get(address(case)).text


def test_not_given_and_unknown_look_the_same_and_only_the_log_knows(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case, other = report(session, what="SECRET WORDS"), report(session, what="SECRET WORDS")
    for one in (case, other):
        keys.take(session, one.id, someone.vault.holder)
    session.commit()
    open_vault(browser, session, someone)
    references = (case.reference, other.reference, "2222-2222")
    pages = [browser.get(f"/en/staff/cases/{one}") for one in references]
    assert {page.status_code for page in pages} == {404}
    bodies = {page.text.replace(one, "X") for one, page in zip(references, pages, strict=True)}
    assert len(bodies) == 1
    assert NOT_GIVEN in pages[0].text
    assert log(session, case) == log(session, other) == ["case.refused"]
    assert fresh(session, case).state is State.RECEIVED


def test_whoever_is_kept_from_a_case_is_told_that_and_the_log_notes_that_they_tried(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    blocked = report(session, what="SECRET WORDS")
    session.add(Conflict(report_id=blocked.id, account_id=someone.number, reason=b""))
    session.commit()
    open_vault(browser, session, someone)
    page = browser.get(address(blocked))
    assert page.status_code == 404
    assert "You must not read this case." in page.text
    assert "SECRET" not in page.text
    assert log(session, blocked) == ["case.refused"]


@pytest.mark.parametrize(
    "form", ["/assign", "/cover", "/note", "/reply", "/move", "/clock", "/risk"]
)
def test_no_form_reaches_a_case_that_was_not_given(
    browser: TestClient, session: Session, form: str
) -> None:
    someone, _ = team(session)
    case = report(session)
    keys.take(session, case.id, someone.vault.holder)
    session.commit()
    open_vault(browser, session, someone)
    sent = {"note": "x", "reply": "x", "state": "triage", "clock": "acknowledged", "assigned": ""}
    reply = send(browser, case, form, **sent)
    assert reply.status_code == 404
    assert NOT_GIVEN in reply.text
    assert fresh(session, case).version == 0


def test_opening_a_case_is_logged_without_a_word_and_takes_it_out_of_the_tray(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session, what="They broke the pane")
    open_vault(browser, session, someone)
    html = browser.get(address(case)).text
    assert "They broke the pane" in html
    assert fresh(session, case).state is State.TRIAGE
    assert log(session, case) == ["case.opened", "case.moved"]
    browser.get(address(case))
    assert log(session, case) == ["case.opened", "case.moved", "case.opened"]
    assert "broke" not in str(session.exec(select(AuditEntry)).all())


def test_a_case_shows_the_words_in_their_language_and_direction(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    said = {
        "what": "انہوں نے مجھے گالی دی",
        "language": "ur",
        "reply": "none",
        "channel": "telephone",
    }
    case = report(session, report=said)
    open_vault(browser, session, someone)
    html = browser.get(address(case)).text
    assert '<div class="govuk-body user-text" dir="rtl" lang="ur">انہوں' in html
    assert "اردو" in html
    assert "They want no reply." in html
    assert "By telephone" in html


def test_additions_are_shown_section_by_section_with_their_labels(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    arrange(
        session, local_strands=(report_settings.LocalStrand("alternative", {"en": "Being a goth"}),)
    )
    case = report(session)
    additions: list[dict[str, Any]] = [
        {"section": "add", "what": "It happened again"},
        {"section": "harm", "kinds": ["threats", "damage"], "injuries": "A bruise", "police": "no"},
        {"section": "about", "role": "victim", "strands": ["race", "alternative"]},
        {"section": "needs", "wishes": "An apology", "link": "yes", "link_words": "grey heron"},
    ]
    for addition in additions:
        pieces.add(session, case, Item.ADDITION, addition)
    session.commit()
    open_vault(browser, session, someone)
    html = browser.get(address(case)).text
    shown = [
        "It happened to me",
        "Being a goth",
        "Threats",
        "A bruise",
        "An apology",
        "It happened again",
    ]
    places = [html.index(words) for words in shown]
    assert places == sorted(places)
    assert "Race, colour, nationality" in html
    assert "grey heron" not in html


def test_a_ground_that_the_council_counts_is_not_in_the_reporters_own_words(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    own = report_settings.LocalStrand("alternative", {"en": "Being a goth"})
    arrange(session, local_strands=(own,))
    case = report(session)
    pieces.add(session, case, Item.ADDITION, {"section": "about", "strands": ["alternative"]})
    session.commit()
    open_vault(browser, session, someone)
    page = browser.get(address(case)).text
    assert "Being a goth" in page
    assert "/strands" not in page


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, "They have not agreed to anything."),
        ({}, "They have not agreed to anything."),
        ({"police": "yes"}, "You may not pass it to an agency that supports people."),
        ({"police": "yes"}, "You may pass it to the police."),
        ({"statistics": "yes", "police": "yes"}, "Count this report in statistics"),
    ],
)
def test_a_case_says_plainly_what_may_be_done_with_it(
    browser: TestClient, session: Session, said: dict[str, str] | None, expected: str
) -> None:
    someone, _ = team(session)
    case = report(session)
    if said is not None:
        pieces.add(session, case, Item.ADDITION, {"section": "consent", **said})
        session.commit()
    open_vault(browser, session, someone)
    assert expected in browser.get(address(case)).text


def test_equality_answers_are_shown_as_broad_groups_without_own_words(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    answer = {
        "state": "answered",
        "codes": ["asian", "pakistani", "unknown"],
        "write_in": "CANARY-words",
    }
    pieces.add(session, case, Item.EQUALITY, {"ethnic_group": answer})
    session.commit()
    open_vault(browser, session, someone)
    html = browser.get(address(case)).text
    assert "Equality answers, as broad groups" in html
    assert "Asian" in html
    assert "Pakistani" not in html
    assert "CANARY-words" not in html


def test_files_are_listed_by_name_and_lead_to_a_page_of_their_own(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    attachments.add(session, case, Attachment("wall.jpg", "image/jpeg", b"x"), "B" * 22)
    session.commit()
    open_vault(browser, session, someone)
    html = browser.get(address(case)).text
    assert f'href="{address(case)}/files/{"B" * 22}"><bdi dir="ltr">wall.jpg</bdi>' in html


def test_of_two_who_write_at_once_the_second_keeps_their_text(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    send(browser, case, "/note", note="The first")
    reply = browser.post(address(case, "/note"), data={"_version": "0", "note": "The second"})
    assert reply.status_code == 409
    assert "Somebody else changed this case" in reply.text
    assert "The second</textarea>" in reply.text
    assert f'name="_version" value="{fresh(session, case).version}"' in reply.text
    assert notes(session, someone, case) == ["The first"]


@pytest.mark.parametrize(
    ("text", "message"), [("  ", "Write something first"), ("x" * 10_001, "at most")]
)
def test_an_empty_or_endless_note_is_refused(
    browser: TestClient, session: Session, text: str, message: str
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    reply = send(browser, case, "/note", note=text)
    assert reply.status_code == 422
    assert message in reply.text
    assert notes(session, someone, case) == []


def test_a_note_is_sealed_and_shown_with_its_writer_and_day(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    html = send(browser, case, "/note", note="Called the school").text
    assert "Your note is kept." in html
    assert "Called the school" in html
    assert someone.account.name in html
    assert notes(session, someone, case) == ["Called the school"]


def test_a_note_is_in_the_language_of_the_page_on_which_it_was_typed(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    english, urdu = address(case, "/note"), address(case, "/note").replace("/en/", "/ur/")
    for words, tag in (("", "ur"), ("Called the school", "en")):
        typed = pages.form(browser.get(address(case)), english)
        shown = browser.post(english, data=typed | {"note": words, "_switch": "ur"})
        sent = pages.form(shown, urdu)
        assert (sent["note"].strip(), sent["_typed_in"]) == (words, tag)
    refused = browser.post(urdu, data=sent | {"note": "x" * 10_001})
    assert pages.form(refused, urdu)["_typed_in"] == "en"
    browser.post(urdu, data=sent)
    private = someone.vault.report_private(session, fresh(session, case))
    assert private
    opened = pieces.opened(session, case, private, Item.NOTE)
    assert [record["language"] for _, record in opened] == ["en"]


@pytest.mark.parametrize("form", ["assign", "cover"])
def test_only_who_holds_the_key_is_asked_to_work_on_a_case(
    browser: TestClient, session: Session, form: str
) -> None:
    someone, other = team(session)
    case = report(session)
    keys.take(session, case.id, other.vault.holder)
    session.commit()
    open_vault(browser, session, someone)
    name = {"assign": "assigned", "cover": "covered_by"}[form]
    reply = send(browser, case, f"/{form}", **{name: str(other.number)})
    assert reply.status_code == 422
    assert "Choose somebody who was given this case." in reply.text
    assert f'<option value="{other.number}"' not in reply.text
    assert getattr(fresh(session, case), name) is None


def test_a_case_is_taken_handed_on_and_covered(browser: TestClient, session: Session) -> None:
    someone, other = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    send(browser, case, "/assign", assigned=str(someone.number))
    assert fresh(session, case).assigned == someone.number
    assert send(browser, case, "/cover", covered_by=str(someone.number)).status_code == 422
    html = send(browser, fresh(session, case), "/cover", covered_by=str(other.number)).text
    assert other.account.name in html
    assert fresh(session, case).covered_by == other.number
    send(browser, case, "/assign", assigned="")
    assert fresh(session, case).assigned is None


@pytest.mark.parametrize("state", ["", "closed", "spam", "received", "review", "nonsense"])
def test_by_hand_a_case_goes_only_where_it_may(
    browser: TestClient, session: Session, state: str
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    browser.get(address(case))
    reply = send(browser, fresh(session, case), "/move", state=state)
    assert reply.status_code == 422
    assert fresh(session, case).state is State.TRIAGE


def test_a_case_moves_on_and_the_log_says_from_where_to_where(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    browser.get(address(case))
    html = send(browser, fresh(session, case), "/move", state="accepted").text
    assert "The state of the case is changed." in html
    assert fresh(session, case).state is State.ACCEPTED
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "case.moved")).all()[-1]
    assert entry.details == {"before": "triage", "after": "accepted"}


def test_a_case_that_is_over_does_not_move_by_hand(browser: TestClient, session: Session) -> None:
    someone, _ = team(session)
    case = report(session)
    case.state = State.CLOSED
    session.add(case)
    session.commit()
    open_vault(browser, session, someone)
    assert "Move the case to" not in browser.get(address(case)).text
    assert send(browser, case, "/move", state="accepted").status_code == 422
    assert fresh(session, case).state is State.CLOSED


def test_clocks_stop_by_a_button_and_only_those_there_are(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    assert "Acknowledge the report by" in browser.get(address(case)).text
    assert send(browser, fresh(session, case), "/clock", clock="closed").status_code == 422
    send(browser, case, "/clock", clock="acknowledged")
    assert fresh(session, case).acknowledged == today()
    html = send(browser, case, "/clock", clock="first_action").text
    assert "Contact the reporter by" in html
    assert fresh(session, case).first_action == today()
    assert case.last_contact is None


def test_whoever_contacts_the_reporter_has_acknowledged_the_report(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    send(browser, case, "/clock", clock="last_contact")
    assert fresh(session, case).last_contact == case.acknowledged == today()


def test_what_is_sealed_to_another_case_does_not_open_here(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    one, two = report(session, what="Told about the one"), report(session)
    moved = pieces.stored(session, one, Item.REPORT)[0]
    target = pieces.stored(session, two, Item.REPORT)[0]
    target.sealed = moved.sealed
    session.add(target)
    session.commit()
    open_vault(browser, session, someone)
    reply = browser.get(address(two))
    assert reply.status_code == 200
    assert "Told about the one" not in reply.text


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}\u202e"


def test_hostile_text_is_escaped_in_every_staff_view(browser: TestClient, session: Session) -> None:
    someone, other = team(session)
    other.account.name = HOSTILE
    session.add(other.account)
    said = dict.fromkeys(("what", "reply", "language", "danger", "channel", "other"), HOSTILE)
    slip = {"strands": [HOSTILE], "kinds": [HOSTILE], "risk": HOSTILE, "language": HOSTILE}
    case = report(session, report=said, slip=slip, held=True)
    answer = {"state": HOSTILE, "codes": [HOSTILE], "write_in": HOSTILE}
    for section in ("about", "when_where", "harm", "needs", "consent", "add", HOSTILE):
        record = {"section": section, HOSTILE: HOSTILE, "kinds": [HOSTILE], "wishes": HOSTILE}
        pieces.add(session, case, Item.ADDITION, record)
    pieces.add(session, case, Item.EQUALITY, {"religion": answer, HOSTILE: answer})
    attachments.add(session, case, Attachment(HOSTILE, HOSTILE, b"x"), "A" * 22)
    case.assigned = other.number
    session.add(case)
    session.commit()
    open_vault(browser, session, someone)
    send(browser, case, "/note", note=HOSTILE)
    send(browser, fresh(session, case), "/reply", reply=HOSTILE)
    risk = {"danger": HOSTILE, "band": "high", "reason": HOSTILE}
    send(browser, fresh(session, case), "/risk", **risk)
    stale = browser.post(address(case, "/note"), data={"_version": "0", "note": HOSTILE})
    pages = [
        browser.get(path).text
        for path in (
            "/en/staff/cases?view=held",
            f"/en/staff/cases?state={HOSTILE}&view={HOSTILE}",
            address(case),
            address(case, "/risk"),
            f"/en/staff/cases/{HOSTILE}",
        )
    ]
    for html in (*pages, stale.text, send(browser, case, "/move", state=HOSTILE).text):
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "onerror=alert(2)>" not in html
        assert "{{ 7*7 }}" not in html or "49\u202e" not in html
    assert "&lt;script&gt;alert(1)" in pages[2]


def test_a_report_that_cannot_be_opened_any_more_is_no_error(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    for item in pieces.stored(session, case):
        item.sealed = boxes.seal_record(case.public_key, {}, "elsewhere")
        session.add(item)
    session.commit()
    open_vault(browser, session, someone)
    assert browser.get(address(case)).status_code == 200
    assert take_in.why_closed(session, today(), Calendar()) is None
