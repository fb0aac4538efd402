"""What was promised to be deleted is deleted in time, and only numbers stay."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, func, select

from portal.consultations.answering import drafts, sending
from portal.consultations.answering.sending import Arrival
from portal.consultations.count_models import EqualityCount, WrittenCount
from portal.consultations.models import (
    Consultation,
    Draft,
    EqualityAnswers,
    Response,
    WrittenAnswer,
)
from portal.consultations.retention import deleting, retention_queries
from portal.consultations.rules import LATE_DRAFTS, Stage
from portal.council import queries as council_queries
from portal.council.rules import Council
from portal.features import JOBS
from portal.questions.questionnaire import Questionnaire, from_json
from portal.sealing.crypto import new_code
from portal.settings import Settings
from portal.store import jobs
from portal.store.audit import AuditEntry
from tests.consultations.building_factories import content

pytestmark = pytest.mark.both

OPENS = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
CLOSES = datetime(2026, 10, 1, 16, 0, tzinfo=UTC)
DUE = date(2027, 6, 15)
THE_DAY_BEFORE = datetime(2027, 6, 14, 22, 59, tzinfo=UTC)
THE_DAY = datetime(2027, 6, 14, 23, 0, tzinfo=UTC)  # midnight in Britain, in summer

SOMALI = {"ethnic_group": {"state": "answered", "codes": ["african"], "write_in": "Somali"}}
SILENT = {"ethnic_group": {"state": "prefer_not", "codes": []}}


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """Keep a consultation that closed long ago, with three responses to it."""
    kept = Consultation(
        slug="buses",
        stage=Stage.PUBLISHED,
        opens=OPENS,
        closes=CLOSES,
        edition=1,
        delete_written=DUE,
        delete_equality=DUE,
    )
    session.add(kept)
    session.flush()
    respond(session, kept, {"use": "often", "why": "Cheap"}, SOMALI)
    respond(session, kept, {"why": "Quick", "ideas": "More of them"}, SOMALI)
    respond(session, kept, {"use": "never"}, SILENT)
    session.commit()
    return kept


def respond(
    session: Session, consultation: Consultation, answers: dict[str, Any], equality: dict[str, Any]
) -> str:
    arrival = Arrival(receipt=new_code(), language="en", day=OPENS.date())
    kept = sending.keep_response(session, consultation, questionnaire(), answers, arrival)
    assert kept
    sending.keep_equality(session, kept, "wales", equality)
    return kept


def questionnaire() -> Questionnaire:
    return from_json(content())


def count(session: Session, table: Any) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def log(session: Session) -> list[tuple[str, str, dict[str, Any]]]:
    rows = session.exec(select(AuditEntry).where(AuditEntry.actor == "retention"))
    return [(row.action, row.subject, row.details) for row in rows]


def test_nothing_is_deleted_the_day_before(session: Session, consultation: Consultation) -> None:
    deleting.keep_promises(session, THE_DAY_BEFORE)
    assert count(session, WrittenAnswer) == 3
    assert count(session, EqualityAnswers) == 3
    assert log(session) == []


def test_nothing_is_deleted_while_it_can_still_be_answered(
    session: Session, consultation: Consultation
) -> None:
    consultation.closes = THE_DAY + timedelta(days=30)
    deleting.keep_promises(session, consultation.closes + LATE_DRAFTS - timedelta(seconds=1))
    assert count(session, WrittenAnswer) == 3
    assert count(session, EqualityAnswers) == 3


def test_nothing_is_deleted_while_drafts_may_still_be_sent_after_an_early_closing(
    session: Session, consultation: Consultation
) -> None:
    consultation.stage, consultation.closes = Stage.CLOSED, THE_DAY
    deleting.keep_promises(session, THE_DAY + LATE_DRAFTS - timedelta(seconds=1))
    assert count(session, WrittenAnswer) == 3
    assert count(session, EqualityAnswers) == 3


def test_nothing_is_deleted_before_the_day_of_reporting_back_has_passed(
    session: Session, consultation: Consultation
) -> None:
    consultation.report_back = DUE
    deleting.keep_promises(session, THE_DAY)
    assert count(session, WrittenAnswer) == 3
    assert count(session, EqualityAnswers) == 3
    deleting.keep_promises(session, THE_DAY + timedelta(days=1))
    assert count(session, WrittenAnswer) == 0
    assert count(session, EqualityAnswers) == 0


def test_without_a_date_nothing_is_ever_deleted(
    session: Session, consultation: Consultation
) -> None:
    consultation.delete_written = None
    consultation.delete_equality = None
    deleting.keep_promises(session, THE_DAY + timedelta(days=3650))
    assert count(session, WrittenAnswer) == 3
    assert count(session, EqualityAnswers) == 3


def test_other_consultations_keep_theirs(session: Session, consultation: Consultation) -> None:
    other = Consultation(slug="parks", opens=OPENS, closes=CLOSES, edition=1)
    session.add(other)
    session.flush()
    respond(session, other, {"why": "Trees"}, SILENT)
    deleting.keep_promises(session, THE_DAY)
    assert session.exec(select(WrittenAnswer.text)).all() == ["Trees"]
    assert count(session, EqualityAnswers) == 1


def test_on_the_day_by_the_councils_clock_the_words_go_and_numbers_stay(
    session: Session, consultation: Consultation
) -> None:
    deleting.keep_promises(session, THE_DAY)
    left = retention_queries.written_counts(session, consultation)
    assert count(session, WrittenAnswer) == 0
    assert [(row.question, row.language, row.number) for row in left] == [
        ("ideas", "en", 1),
        ("why", "en", 2),
    ]
    assert [row.respondent.value for row in left] == ["individual", "individual"]


def test_the_day_begins_where_the_council_is(session: Session, consultation: Consultation) -> None:
    council_queries.save(session, Council(timezone="Pacific/Auckland"))
    deleting.keep_promises(session, THE_DAY_BEFORE)
    assert count(session, WrittenAnswer) == 0


def test_what_an_organisation_wrote_in_its_own_words_goes_and_its_name_stays(
    session: Session, consultation: Consultation
) -> None:
    told = {"name": "Drop-in", "asked": 12, "how": "We asked Maryam and her mother."}
    group = Arrival(receipt=new_code(), language="en", day=OPENS.date(), organisation=told)
    sending.keep_response(session, consultation, questionnaire(), {"use": "often"}, group)
    deleting.keep_promises(session, THE_DAY)
    kept = session.exec(select(Response.organisation)).all()
    assert {**told, "how": "", "languages": {"name": "en"}} in kept
    assert str(told["how"]) not in str(kept)


def test_what_has_nothing_more_to_delete_is_not_read_again(
    session: Session, consultation: Consultation
) -> None:
    told = {"name": "Drop-in", "asked": 12, "how": "At a meeting."}
    group = Arrival(receipt=new_code(), language="en", day=OPENS.date(), organisation=told)
    sending.keep_response(session, consultation, questionnaire(), {"use": "often"}, group)
    session.commit()
    first, again = responses_read(session), responses_read(session)
    assert (first, again) == (["Drop-in"], [])


def responses_read(session: Session) -> list[str]:
    """Let retention do its work, and name whose responses it took from the database."""
    session.expunge_all()
    taken: list[str] = []

    def note(response: Response, _context: Any) -> None:
        taken.append(response.organisation.get("name", "somebody"))

    event.listen(Response, "load", note)
    try:
        deleting.keep_promises(session, THE_DAY)
    finally:
        event.remove(Response, "load", note)
    session.commit()
    return taken


def test_what_people_told_about_themselves_becomes_numbers_without_their_words(
    session: Session, consultation: Consultation
) -> None:
    deleting.keep_promises(session, THE_DAY)
    left = retention_queries.equality_counts(session, consultation)
    assert count(session, EqualityAnswers) == 0
    assert [(row.state, row.code, row.number) for row in left] == [
        ("prefer_not", "", 1),
        ("answered", "african", 2),
    ]
    assert "Somali" not in repr(left)


def test_answers_by_codes_stay(session: Session, consultation: Consultation) -> None:
    deleting.keep_promises(session, THE_DAY)
    assert count(session, Response) == 3
    answers = session.exec(select(Response.answers)).all()
    assert sorted(str(answer) for answer in answers) == [
        "{'use': 'never'}",
        "{'use': 'often'}",
        "{}",
    ]


def test_responses_that_do_not_count_are_deleted_uncounted(
    session: Session, consultation: Consultation
) -> None:
    for response in session.exec(select(Response)):
        response.state = response.state.SET_ASIDE
    deleting.keep_promises(session, THE_DAY)
    assert count(session, WrittenAnswer) == 0
    assert count(session, WrittenCount) == 0
    assert count(session, EqualityCount) == 0


def test_each_date_is_kept_by_itself(session: Session, consultation: Consultation) -> None:
    consultation.delete_written = DUE + timedelta(days=1)
    deleting.keep_promises(session, THE_DAY)
    assert count(session, WrittenAnswer) == 3
    assert count(session, EqualityAnswers) == 0


def test_a_late_answer_is_added_to_the_numbers(
    session: Session, consultation: Consultation
) -> None:
    deleting.keep_promises(session, THE_DAY)
    respond(session, consultation, {"why": "Late"}, SOMALI)
    deleting.keep_promises(session, THE_DAY + timedelta(hours=1))
    written = retention_queries.written_counts(session, consultation)
    told = retention_queries.equality_counts(session, consultation)
    assert {row.question: row.number for row in written} == {"ideas": 1, "why": 3}
    assert {row.code: row.number for row in told} == {"": 1, "african": 3}


def test_every_deletion_is_logged_once(session: Session, consultation: Consultation) -> None:
    deleting.keep_promises(session, THE_DAY)
    deleting.keep_promises(session, THE_DAY + timedelta(hours=1))
    assert log(session) == [
        ("consultation.written_deleted", "buses", {"number": 3}),
        ("consultation.equality_deleted", "buses", {"number": 3}),
    ]


def test_drafts_are_deleted_when_they_expire(session: Session, consultation: Consultation) -> None:
    work = drafts.begin(OPENS)
    drafts.save(session, consultation, new_code(), work, OPENS + timedelta(days=1))
    drafts.save(session, consultation, new_code(), work, OPENS + timedelta(days=3))
    session.flush()
    deleting.keep_promises(session, OPENS + timedelta(days=2))
    assert count(session, Draft) == 1
    assert log(session) == [("consultation.drafts_deleted", "drafts", {"number": 1})]


def test_it_is_done_every_hour_without_being_asked(
    engine: Engine, session: Session, settings: Settings, consultation: Consultation
) -> None:
    assert "consultations.retention" in jobs.run_due(JOBS, engine, settings, THE_DAY_BEFORE)
    assert "consultations.retention" in jobs.run_due(
        JOBS, engine, settings, THE_DAY_BEFORE + timedelta(hours=1)
    )
    assert count(session, WrittenAnswer) == 0


def test_a_clock_that_is_wrong_for_a_minute_deletes_nothing(
    engine: Engine, session: Session, settings: Settings, consultation: Consultation
) -> None:
    jobs.run_due(JOBS, engine, settings, OPENS)
    jobs.run_due(JOBS, engine, settings, THE_DAY + timedelta(days=400))
    assert count(session, WrittenAnswer) == 3
    assert count(session, EqualityAnswers) == 3
    session.rollback()
    assert "consultations.retention" in jobs.run_due(
        JOBS, engine, settings, OPENS + timedelta(hours=1)
    )
