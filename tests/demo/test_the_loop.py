"""One whole loop is told: what people answered, what came of it, and that a promise is late."""

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.consultations import queries as consultations
from portal.consultations.answering import drafts
from portal.feedback import changes, demo_code, keeping, queries
from portal.feedback.models import Entry, ReportBack
from portal.feedback.reactions.models import ChairLine
from portal.feedback.rules import Line, Outcome
from portal.languages import locales
from portal.sealing import crypto
from portal.settings import Settings
from tests.demonstration import SEEDED


@pytest.fixture
def report(seeded: Session) -> ReportBack:
    found = queries.by_slug(seeded, "translation-drop-ins")
    assert found
    return found


def test_five_entries_came_to_five_different_ends(seeded: Session, report: ReportBack) -> None:
    rows = queries.entries(seeded, report)
    assert sorted(str(one.shown_outcome) for one in rows) == [
        "done",
        "not_possible",
        "nothing",
        "promised",
        "under_way",
    ]
    assert all(len(one.shown["said"]) == 5 for one in rows)
    assert report.closed


def test_one_promise_is_late_and_was_once_another(seeded: Session, report: ReportBack) -> None:
    found = select(Entry).where(Entry.shown_outcome == Outcome.PROMISED)
    late = seeded.exec(found.where(col(Entry.shown_due) < SEEDED.date())).one()
    editions = queries.published(seeded, report)
    kept = [(one.published, one.reason, one.content["entries"][late.key]) for one in editions]
    (change,) = changes.history([(on, why, said) for on, why, said in kept if on])
    assert "two evenings" in change.was["did"]["en"]
    assert "upper floor" in change.why
    line = seeded.exec(select(ChairLine).where(ChairLine.key == keeping.key_of(late))).one()
    assert line.line is Line.NOT_YET


def test_a_receipt_opens_what_came_of_an_answer_in_polish(
    demo: TestClient, seeded: Session, settings: Settings
) -> None:
    code = demo_code.code(settings)
    response = consultations.by_receipt(seeded, drafts.receipt_name(code))
    assert response
    assert response.language == "pl"
    assert crypto.format_code(code) in demo.get("/pl/account/sign-in").text


def test_all_is_said_in_each_language_of_the_portal(seeded: Session, report: ReportBack) -> None:
    (last, *_) = reversed(queries.published(seeded, report))
    assert set(last.languages) == {tag for tag in locales.LANGUAGES if "-X" not in tag}
