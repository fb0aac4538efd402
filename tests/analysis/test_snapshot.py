"""The snapshot is always what the database holds, however it was brought up to date."""

from typing import Any

import pytest
from sqlmodel import Session

from portal.analysis import queries, snapshot
from portal.analysis.encoding import Shape
from portal.analysis.rules import tally
from portal.analysis.snapshot import Snapshot
from portal.categories.rules import characteristics
from portal.consultations import queries as consultations
from portal.consultations.answering import sending
from portal.consultations.models import Consultation, EqualityAnswers
from portal.consultations.retention import retention_queries
from portal.consultations.rules import Respondent, ResponseState
from tests.analysis.factories import QUESTIONS, response, told
from tests.consultations.factories import consultation

pytestmark = pytest.mark.both


def now(session: Session, of: Consultation) -> Snapshot:
    session.commit()
    asked = consultations.edition(session, of)
    return snapshot.of(session, of, Shape(of.edition, asked, characteristics("wales")))


def counts(taken: Snapshot, code: str = "use") -> tuple[int, ...]:
    section = taken.shape.questionnaire.sections[0]
    asked = next(one for one in section.questions if one.code == code)
    return tally(taken.column(section, asked), taken.everybody).counts


def test_organisations_withdrawn_and_set_aside_responses_are_not_counted(session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, use="yes")
    response(session, parks, use="yes", state=ResponseState.SET_ASIDE)
    response(session, parks, state=ResponseState.WITHDRAWN)
    response(session, parks, use="yes", respondent=Respondent.ORGANISATION)
    assert counts(now(session, parks)) == (1, 0)


def test_an_unchanged_consultation_is_not_read_again(session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, use="yes")
    assert now(session, parks) is now(session, parks)


def test_new_responses_are_added_to_what_was_read(session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, use="yes")
    before = now(session, parks)
    response(session, parks, use="no", often=3)
    assert counts(now(session, parks)) == (1, 1)
    assert counts(before) == (1, 0)


def test_a_withdrawn_response_disappears(session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    kept, gone = response(session, parks, use="yes"), response(session, parks, use="no")
    assert counts(now(session, parks)) == (1, 1)
    sending.withdraw(session, gone)
    assert counts(now(session, parks)) == (1, 0)
    assert [row.id for row in now(session, parks).rows] == [kept.id]


def test_setting_one_aside_while_another_is_restored_is_noticed(session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    one = response(session, parks, use="yes")
    other = response(session, parks, use="no", state=ResponseState.SET_ASIDE)
    assert counts(now(session, parks)) == (1, 0)
    one.state, other.state = ResponseState.SET_ASIDE, ResponseState.COUNTED
    session.add_all([one, other])
    assert counts(now(session, parks)) == (0, 1)


def test_what_somebody_tells_about_themselves_later_is_read(session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    one = response(session, parks, use="yes")
    assert now(session, parks).told("ethnic_group").states.tolist() == [3]
    session.add(
        EqualityAnswers(response_id=one.id, nation="wales", answers=told(ethnic_group="indian"))
    )
    assert now(session, parks).told("ethnic_group").states.tolist() == [0]


def test_texts_deleted_as_promised_are_no_longer_answers(session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, use="yes", texts={"why": "Shade"})
    section, asked = _question(now(session, parks), "why")
    assert now(session, parks).column(section, asked).answered.tolist() == [True]
    retention_queries.delete_written(session, parks)
    assert now(session, parks).column(section, asked).answered.tolist() == [False]


def test_a_corrected_edition_is_read_anew(session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, use="yes")
    taken = now(session, parks)
    shape = Shape(2, taken.shape.questionnaire, taken.shape.characteristics)
    assert counts(snapshot.of(session, parks, shape)) == (1, 0)


def test_only_those_led_to_a_question_were_asked_it(session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, use="yes", often=2)
    response(session, parks, use="yes")
    response(session, parks, use="no")
    section, asked = _question(now(session, parks), "often")
    counted = tally(now(session, parks).column(section, asked), now(session, parks).everybody)
    assert (counted.answered, counted.skipped, counted.not_asked) == (1, 1, 1)


def test_two_consultations_are_kept_apart(session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    buses = consultation(session, QUESTIONS, slug="buses")
    response(session, parks, use="yes")
    response(session, buses, use="no")
    assert counts(now(session, parks)) == (1, 0)
    assert counts(now(session, buses)) == (0, 1)


def test_the_marker_stays_while_nothing_happens(session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, use="yes", texts={"why": "Shade"}, equality={"age": "25_34"})
    assert queries.marker(session, parks) == queries.marker(session, parks)
    assert queries.marker(session, parks)._asdict() == {
        "sent": 1,
        "withdrawn": 0,
        "set_aside": (),
        "told": 1,
        "written": 1,
    }


def _question(taken: Snapshot, code: str) -> Any:
    section = taken.shape.questionnaire.sections[0]
    return section, next(one for one in section.questions if one.code == code)
