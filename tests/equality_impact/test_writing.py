"""Officers write an assessment part by part, and nobody saves over a colleague."""

from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.equality_impact.models import Assessment, AssessmentEvidence
from portal.equality_impact.rules import Effect, Outcome, Progress, Standing
from portal.forum.topics.rules import Room
from portal.languages.i18n import today
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import body, rows
from tests.consultations.factories import consultation
from tests.council.factories import council
from tests.equality_impact.factories import (
    ALL,
    BEGUN,
    MEASURE,
    ONE,
    SCREENED,
    asked,
    assessment,
    kept,
    measure,
    measures,
    officer,
    services,
    signed,
)
from tests.forum.factories import topic
from tests.groups.factories import group
from tests.meetings.factories import meeting
from tests.walking import fields, versioned

RACE = {"effect": "negative", "why": "Nobody there speaks Tigrinya", "whom": "", "evidence": ""}


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.OFFICER])
def test_nobody_but_an_officer_writes(browser: TestClient, session: Session, role: Role) -> None:
    assessment(session)
    sign_in(browser, session, account(session, role))
    for page in ("race", "evidence", "measures", "about"):
        assert browser.get(f"{ONE}/{page}").status_code == 403
    assert browser.post(f"{ALL}/new", data=BEGUN).status_code == 403
    assert browser.post(f"{ONE}/measures", data=MEASURE).status_code == 403
    assert browser.post(f"{ONE}/ask", data={}).status_code == 403
    assert len(rows(session, Assessment)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title.en": ""}, "title-en"),
        ({"title.en": "x" * 501}, "title-en"),
        ({"service": "nothing"}, "service"),
        ({"kind": ""}, "kind"),
        ({"language": "tlh-x"}, "language"),
    ],
)
def test_what_says_too_little_is_not_begun(
    browser: TestClient, session: Session, changes: dict[str, str], field: str
) -> None:
    services(session)
    officer(browser, session)
    page = browser.post(f"{ALL}/new", data=BEGUN | {"owner": "Head of <b>"} | changes)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert "Head of &lt;b&gt;" in page.text
    assert rows(session, Assessment) == []


def test_a_part_that_nobody_knows_is_not_found(browser: TestClient, session: Session) -> None:
    assessment(session)
    officer(browser, session)
    for way in ("nothing", "measures/999", "measures/999/progress", "sign/999"):
        assert browser.post(f"{ONE}/{way}", data={}).status_code == 404
    assert browser.get(f"{ALL}/nothing").status_code == 404


@pytest.mark.both
def test_an_assessment_is_begun_written_and_shown_to_nobody_else(
    browser: TestClient, session: Session
) -> None:
    services(session)
    who = officer(browser, session)
    page = browser.post(f"{ALL}/new", data=BEGUN)
    assert "It is begun." in page.text
    form = f"{ONE}/screening"
    decided = {"outcome": "out", "outcome_reason.en": "It only moves a printer"}
    browser.post(form, data=SCREENED | decided | versioned(browser, form))
    one = kept(session)
    assert one.said["screening"]["people"] == "yes"
    assert (one.outcome, one.writers) == (Outcome.OUT, [who.id])
    assert one.standing is Standing.HIDDEN
    assert "Not needed" in browser.get(ONE).text
    actions = [one.action for one in rows(session, AuditEntry)]
    assert actions[-2:] == ["assessment.begun", "assessment.changed"]


def test_what_is_listed_says_by_when(browser: TestClient, session: Session) -> None:
    services(session)
    officer(browser, session)
    browser.post(f"{ALL}/new", data=BEGUN)
    form = f"{ONE}/about"
    page = browser.post(form, data=BEGUN | {"listed": "yes"} | versioned(browser, form))
    assert page.status_code == 422
    assert 'href="#due_on"' in page.text
    due = {"due_on.day": "1", "due_on.month": "2", "due_on.year": "2030"}
    browser.post(form, data=BEGUN | {"listed": "yes"} | due | versioned(browser, form))
    assert kept(session).standing is Standing.PLANNED
    assert "Friday 1 February 2030" in browser.get("/en/equality-impact").text


def test_nothing_is_late_of_which_nobody_said_by_when(
    browser: TestClient, session: Session
) -> None:
    assessment(session)
    officer(browser, session)
    assert ">Late</strong>" not in browser.get(ALL).text
    assert "Winter shelter" not in browser.get("/en/staff").text


def test_two_assessments_of_one_name_have_two_addresses(
    browser: TestClient, session: Session
) -> None:
    services(session)
    officer(browser, session)
    for kind in ("service", "policy"):
        browser.post(f"{ALL}/new", data=BEGUN | {"kind": kind})
    assert {one.slug for one in rows(session, Assessment)} == {
        "winter-shelter",
        "winter-shelter-2",
    }


@pytest.mark.both
def test_nobody_saves_over_a_colleague_and_nothing_typed_is_lost(
    browser: TestClient, session: Session
) -> None:
    assessment(session)
    officer(browser, session)
    form = f"{ONE}/race"
    version = versioned(browser, form)
    browser.post(form, data=RACE | version)
    page = browser.post(form, data=RACE | {"why": "I think otherwise"} | version)
    assert page.status_code == 409
    assert "Nobody there speaks Tigrinya" in page.text
    assert "I think otherwise" in page.text
    assert kept(session).said["race"]["why"] == RACE["why"]
    browser.post(form, data=fields(page.text))
    assert kept(session).said["race"]["why"] == "I think otherwise"


def test_the_same_sent_twice_is_saved_once(browser: TestClient, session: Session) -> None:
    assessment(session)
    officer(browser, session)
    version = versioned(browser, f"{ONE}/race")
    for _ in range(2):
        assert "Saved." in browser.post(f"{ONE}/race", data=RACE | version).text
    changes = [one for one in rows(session, AuditEntry) if one.action == "assessment.changed"]
    assert [one.details["part"] for one in changes] == ["race"]


def test_a_bad_effect_without_a_measure_is_shown_as_missing(
    browser: TestClient, session: Session
) -> None:
    assessment(session)
    officer(browser, session)
    browser.post(f"{ONE}/race", data=RACE | versioned(browser, f"{ONE}/race"))
    page = browser.get(ONE).text
    assert "what is done against what is bad" in page
    assert "Ask for it" not in page
    browser.post(f"{ONE}/measures", data=MEASURE)
    assert "Ask for it" in browser.get(ONE).text


def test_a_council_says_what_else_it_looks_at(browser: TestClient, session: Session) -> None:
    council(session, assess_welsh=False, assess_socio_economic=False)
    assessment(session)
    officer(browser, session)
    assert browser.get(f"{ONE}/race").status_code == 200
    assert browser.get(f"{ONE}/welsh").status_code == 404
    assert browser.get(f"{ONE}/socio_economic").status_code == 404


def test_the_languages_are_named_in_which_it_cannot_be_read_yet(
    browser: TestClient, session: Session
) -> None:
    council(session, languages=("en", "cy"))
    assessment(session)
    officer(browser, session)
    page = browser.get(ONE).text
    assert "cannot be read yet in" in page
    assert "Welsh" in page


@pytest.mark.both
def test_what_people_said_in_the_portal_is_offered_to_rest_on(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    forum = body(session)
    about = topic(session, forum)
    held = meeting(session, forum, days=-3)
    heard = group(session, "Valley Women")
    keys = [f"topic/{about.id}", f"meeting/{held.id}", f"group/{heard.slug}"]
    planned = meeting(session, forum, days=3).id
    one = assessment(session)
    officer(browser, session)
    page = browser.get(f"{ONE}/evidence").text
    assert 'value="consultation/' in page
    assert f'value="meeting/{planned}"' not in page
    for key in keys:
        assert f'value="{key}"' in page
        added = {"key": key, "learned": f"We heard of {key}"}
        for _ in range(2):
            browser.post(f"{ONE}/evidence", data=added)
    assert [row.key for row in rows(session, AssessmentEvidence)] == keys
    signed(session, one)
    shown = browser.get("/en/equality-impact/winter-shelter").text
    for key in keys:
        assert f"We heard of {key}" in shown
    assert f"/topics/{about.id}" in shown


def test_a_topic_of_a_closed_room_can_be_no_evidence(browser: TestClient, session: Session) -> None:
    forum = body(session)
    secret = topic(session, forum, room=Room.MEMBERS).id
    assessment(session)
    officer(browser, session)
    assert secret not in browser.get(f"{ONE}/evidence").text
    page = browser.post(f"{ONE}/evidence", data={"key": f"topic/{secret}", "learned": "Much"})
    assert page.status_code == 422
    assert rows(session, AssessmentEvidence) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"learned": ""}, "learned"),
        ({"key": ""}, "key"),
        ({"address": "javascript:alert(1)"}, "address"),
    ],
)
def test_what_is_no_evidence_is_refused(
    browser: TestClient, session: Session, changes: dict[str, str], field: str
) -> None:
    assessment(session)
    officer(browser, session)
    sent = {"key": "-", "title": "A survey", "address": "", "learned": "Much <b>"} | changes
    page = browser.post(f"{ONE}/evidence", data=sent)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert rows(session, AssessmentEvidence) == []


def test_what_an_assessment_rests_on_is_taken_out_again(
    browser: TestClient, session: Session
) -> None:
    assessment(session)
    officer(browser, session)
    sent = {"key": "-", "title": "A survey", "address": "https://a.example", "learned": "Much"}
    browser.post(f"{ONE}/evidence", data=sent)
    (row,) = rows(session, AssessmentEvidence)
    browser.post(f"{ONE}/evidence/{row.id}/remove", data={})
    session.rollback()
    assert rows(session, AssessmentEvidence) == []


def test_a_measure_without_a_lead_is_refused(browser: TestClient, session: Session) -> None:
    assessment(session)
    officer(browser, session)
    page = browser.post(f"{ONE}/measures", data=MEASURE | {"lead": "", "due.day": "40"})
    assert page.status_code == 422
    assert 'href="#lead"' in page.text
    assert 'href="#due"' in page.text
    assert measures(session) == []


@pytest.mark.both
def test_how_far_a_measure_is_may_be_said_at_any_time(
    browser: TestClient, session: Session
) -> None:
    one = assessment(session)
    step = measure(session, one)
    officer(browser, session)
    page = f"{ONE}/measures/{step.id}"
    version = versioned(browser, page)
    asked(session, one, account(session, Role.OFFICER).id or 0)
    assert browser.post(f"{page}/progress", data={"progress": "gone"}).status_code == 422
    browser.post(f"{page}/progress", data={"progress": "done"} | version)
    (row,) = measures(session)
    assert (row.progress, row.progress_on) == (Progress.DONE, today())
    changed = browser.post(page, data=MEASURE | {"words": "Else"} | version)
    assert changed.status_code == 422
    assert "Else" in changed.text
    assert measures(session)[0].words == MEASURE["words"]


def test_a_measure_is_not_changed_over_a_colleague(browser: TestClient, session: Session) -> None:
    step = measure(session, assessment(session))
    officer(browser, session)
    page = f"{ONE}/measures/{step.id}"
    version = versioned(browser, page)
    browser.post(page, data=MEASURE | {"words": "First"} | version)
    late = browser.post(page, data=MEASURE | {"words": "Second"} | version)
    assert late.status_code == 409
    assert "Second" in late.text
    assert measures(session)[0].words == "First"
    browser.post(f"{page}/remove", data={})
    assert measures(session) == []


def test_the_start_page_says_what_waits_and_what_is_due(
    browser: TestClient, session: Session
) -> None:
    officer(browser, session)
    assert "Winter shelter" not in browser.get("/en/staff").text
    one = assessment(session, due_on=today() - timedelta(days=2))
    page = browser.get("/en/staff").text
    assert "Winter shelter" in page
    assert ">Late<" in page
    asked(session, one, account(session, Role.OFFICER).id or 0)
    assert "Waits to be signed off" in browser.get("/en/staff").text
    sign_in(browser, session, account(session, Role.AUDITOR))
    assert "Winter shelter" not in browser.get("/en/staff").text


def test_a_late_measure_stands_on_the_start_page(browser: TestClient, session: Session) -> None:
    one = assessment(session)
    measure(session, one, due=today() - timedelta(days=1))
    signed(session, one)
    officer(browser, session)
    assert MEASURE["words"] in browser.get("/en/staff").text


def test_the_list_of_officers_has_what_is_due_first_at_the_top(
    browser: TestClient, session: Session
) -> None:
    assessment(session, title={"en": "Later"}, due_on=today() + timedelta(days=9))
    assessment(session, title={"en": "Sooner"}, due_on=today() - timedelta(days=9))
    officer(browser, session)
    page = browser.get(ALL).text
    assert page.index("Sooner") < page.index("Later")
    assert Effect.NEGATIVE not in page
