"""A quote goes with its answer: from what is written, what was signed off, and the database."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session, select

from portal.consultations import hidden_texts
from portal.consultations.answering import consent, sending
from portal.consultations.models import Consultation, EqualityAnswers, Response, WrittenAnswer
from portal.consultations.retention import retention_queries
from portal.consultations.rules import ResponseState
from portal.feedback import keeping, queries
from portal.feedback.models import Quote
from portal.feedback.quotes import forgetting, public
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.feedback import factories as made
from tests.feedback.quotes.quoting import entry, quoted, report_of, sender, told

pytestmark = pytest.mark.both


def withdrawn(session: Session, response: Response) -> None:
    sending.withdraw(session, response)


def taken_back(session: Session, response: Response) -> None:
    consent.take_back(session, response)


def hidden(session: Session, response: Response) -> None:
    hidden_texts.hide(session, [response.id], "lamps", "Names a neighbour")


def set_aside(session: Session, response: Response) -> None:
    response.state = ResponseState.SET_ASIDE
    session.add(response)


def flagged(session: Session, response: Response) -> None:
    text = session.exec(select(WrittenAnswer)).one()
    text.flags = ["personal_data"]
    session.add(text)


def deleted_by_date(session: Session, _response: Response) -> None:
    parks = session.exec(select(Consultation)).one()
    retention_queries.delete_written(session, parks)


@pytest.mark.parametrize(
    ("goes", "stays"),
    [
        (withdrawn, 0),
        (deleted_by_date, 0),
        (taken_back, 1),
        (hidden, 1),
        (set_aside, 1),
        (flagged, 1),
    ],
)
def test_it_is_gone_at_once_from_what_everybody_reads_and_what_is_signed_next(
    session: Session, goes: Callable[[Session, Response], None], stays: int
) -> None:
    one = entry(session)
    answer = told(session)
    quote = quoted(session, one, answer)
    made.published(session, report_of(session, one))
    assert public(session, [quote.id])[quote.id].words == {"en": answer.text}
    name = quote.id
    goes(session, sender(session, answer))
    session.flush()
    session.expire_all()
    assert public(session, [name]) == {}
    assert queries.quotes(session, [one]) == {}
    content = keeping.content_of(session, queries.entries(session, report_of(session, one)))
    assert content[one.key]["quotes"] == []
    assert len(session.exec(select(Quote)).all()) == stays


def test_what_was_taken_back_is_deleted_within_the_hour_and_what_was_hidden_comes_back(
    session: Session,
) -> None:
    one = entry(session)
    hiding, leaving = told(session), told(session, "It is cold.")
    kept, gone = quoted(session, one, hiding), quoted(session, one, leaving)
    made.published(session, report_of(session, one))
    hidden(session, sender(session, hiding))
    taken_back(session, sender(session, leaving))
    gone_id = gone.id
    forgetting.forget(session, now())
    session.expire_all()
    assert [row.id for row in session.exec(select(Quote))] == [kept.id]
    (logged,) = session.exec(
        select(AuditEntry).where(AuditEntry.action == "feedback.quotes_deleted")
    )
    assert (logged.details, gone_id in str(logged.details)) == ({"number": 1}, False)
    hidden_texts.show(session, [hiding.response_id], "lamps")
    assert list(public(session, [kept.id])) == [kept.id]
    forgetting.forget(session, now())
    assert len(session.exec(select(Quote)).all()) == 1


def test_what_was_not_signed_off_is_public_to_nobody(session: Session) -> None:
    one = entry(session)
    before = quoted(session, one, told(session))
    report = report_of(session, one)
    edition = made.frozen(session, report)
    late = quoted(session, one, told(session, "It is cold."))
    assert public(session, [before.id, late.id]) == {}
    keeping.publish(session, report, edition, made.LANGUAGES, date(2026, 11, 1))
    assert list(public(session, [before.id, late.id])) == [before.id]


def test_words_in_a_language_are_public_with_the_report_in_that_language(session: Session) -> None:
    one = entry(session)
    words = {"en": "The lamps are dark", "ur": "بتیاں بند ہیں"}
    quote = quoted(session, one, told(session), words=words)
    report = report_of(session, one)
    made.published(session, report)
    assert public(session, [quote.id])[quote.id].words == {"en": "The lamps are dark"}
    made.written(session, report, said={"en": "Dark.", "ur": "اندھیرا"})
    made.published(session, report, "en", "ur")
    assert public(session, [quote.id])[quote.id].words == words


def test_a_report_goes_with_its_quotes(session: Session) -> None:
    one = entry(session)
    quoted(session, one, told(session))
    session.delete(report_of(session, one))
    session.flush()
    assert session.exec(select(Quote.id)).all() == []
    assert len(session.exec(select(WrittenAnswer.id)).all()) == 1


def test_nothing_is_said_of_a_writer_whose_equality_answers_were_deleted(session: Session) -> None:
    one = entry(session)
    for _ in range(10):
        told(session, "It is cold.", equality={"sex": "female"})
    answer = told(session, equality={"sex": "female"})
    quote = quoted(session, one, answer, characteristic="sex", option="female")
    made.published(session, report_of(session, one))
    assert public(session, [quote.id])[quote.id].who["en"] == "Female"
    session.delete(session.get_one(EqualityAnswers, answer.response_id))
    session.flush()
    assert public(session, [quote.id])[quote.id].who == {}
    forgetting.forget(session, now())
    session.expire_all()
    assert session.exec(select(Quote.characteristic, Quote.option)).all() == [("", "")]
