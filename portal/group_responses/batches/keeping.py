"""Beginning, sending and withdrawing a batch.

A draft is read by whoever entered it and by nobody else of the group. It is not sealed, because
it waits for days on no device in particular; it is deleted when it is sent, given up or expired.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.consultations import queries as consultations
from portal.consultations import rules as consultation_rules
from portal.consultations.answering import drafts, sending
from portal.consultations.models import Consultation, Readable
from portal.consultations.rules import Channel, Status
from portal.group_responses import queries as returns
from portal.group_responses.batches import choosing, queries, rules
from portal.group_responses.batches.models import BatchDraft, BatchResponse, SentBatch
from portal.membership.guards import Mine
from portal.questions.answers import Answers
from portal.questions.questionnaire import Questionnaire, Translated
from portal.sealing import crypto
from portal.store.jobs import Job

_PURPOSE = "batch code"


class Here(NamedTuple):
    """A batch under way, its consultation and the whole of what that asks, and whose it is."""

    mine: Mine
    draft: BatchDraft
    consultation: Consultation
    whole: Questionnaire

    @property
    def asked(self) -> Questionnaire:
        """Give what the helper asked people."""
        return choosing.narrowed(self.whole, self.draft.left_out)

    @property
    def filled(self) -> rules.Filled:
        """Give what stands in the batch."""
        return rules.Filled(self.draft.rows, self.draft.together)


class Beginning(NamedTuple):
    """A batch that is to begin: its random name, the language of its words, and its rows.

    What is `left_out` nobody was asked.
    """

    name: str
    language: str
    people: int
    left_out: Sequence[str] = ()


def here(session: Session, mine: Mine, name: str, now: datetime) -> Here | None:
    """Find a batch that somebody has under way."""
    draft = queries.draft(session, mine.membership, name, now)
    if draft is None:
        return None
    consultation = queries.of_draft(session, draft)
    return Here(mine, draft, consultation, consultations.edition(session, consultation))


def begin(
    session: Session,
    mine: Mine,
    consultation: Readable,
    asked: Beginning,
    now: datetime,
    days: int,
) -> BatchDraft:
    """Begin a batch of so many empty rows, which is kept for some days."""
    draft = BatchDraft(
        id=asked.name,
        group_id=mine.group.id or 0,
        consultation_id=consultation.id or 0,
        made_by=mine.membership.id,
        language=asked.language,
        left_out=list(asked.left_out),
        rows=[{} for _ in range(asked.people)],
        started=now,
        expires=drafts.expiry(consultation, now, days),
    )
    session.add(draft)
    session.flush()
    return draft


def save(session: Session, draft: BatchDraft, filled: rules.Filled) -> None:
    """Keep what was typed, and how many rows there are."""
    draft.rows, draft.together = filled.rows, filled.together
    session.add(draft)
    session.flush()


def choose(session: Session, draft: BatchDraft, left_out: Sequence[str]) -> None:
    """Ask other questions than before."""
    draft.left_out = list(left_out)
    session.add(draft)
    session.flush()


def may_send(consultation: Readable, started: datetime, now: datetime) -> bool:
    """Tell whether what was begun then can be sent now."""
    if consultations.status_of(consultation, now) is Status.OPEN:
        return True
    opens, closes = consultation.opens, consultation.closes
    begun = opens is not None and closes is not None and opens <= now
    return begun and closes is not None and consultation_rules.may_send(closes, started, now)


def send(session: Session, here: Here, code: str, today: date) -> SentBatch:
    """Make a response of each row in which something stands, and one of what all said together."""
    group, draft = here.mine.group, here.draft
    batch = SentBatch(
        id=draft.id,
        group_id=draft.group_id,
        consultation_id=draft.consultation_id,
        code_hash=code_hash(code),
        people=len(here.filled.people),
        agreed=today,
    )
    session.add(batch)
    session.flush()
    for given, organisation, not_asked in _said(here):
        arrival = sending.Arrival(
            receipt=drafts.receipt_name(crypto.new_code()),
            language=draft.language,
            day=today,
            channel=Channel.HELPED,
            organisation=organisation,
            languages={"_name": group.language},
            not_asked=not_asked,
        )
        kept = sending.keep_response(session, here.consultation, here.asked, given, arrival) or ""
        returns.credit(session, group, kept)
        session.add(BatchResponse(response_id=kept, batch_id=batch.id))
    queries.forget(session, draft)
    session.flush()
    return batch


def code_hash(code: str) -> str:
    """Give the name under which the code of a batch is kept."""
    return crypto.derive(code, _PURPOSE).hex()


def title_of(session: Session, batch: SentBatch) -> Translated:
    """Give the title of the consultation to which a batch was sent."""
    consultation = consultations.by_id(session, batch.consultation_id)
    return consultations.edition(session, consultation).title if consultation else {}


def withdraw(session: Session, batch: SentBatch) -> None:
    """Delete all that was answered in a batch; that it was withdrawn stays."""
    queries.hold(session, batch)
    for response in queries.responses(session, batch):
        consultations.hold(session, response)
        sending.withdraw(session, response)
    batch.withdrawn = True
    session.add(batch)


def _said(here: Here) -> Iterator[tuple[Answers, dict[str, Any], list[str]]]:
    """Give each answer, of which organisation it is if of any, and what it was not asked."""
    filled, left_out = here.filled, choosing.missing(here.whole, here.asked)
    for number in filled.people:
        if given := rules.read_person(here.asked, filled.rows[number - 1], whole=True).answers:
            yield given, {}, left_out
    if together := rules.read_together(here.asked, filled.together).answers:
        people = max(1, len(filled.people))
        name = here.mine.group.name
        told = {"name": name, "asked": people, "how": "", "ways": ["meeting"]}
        yield together, told, [one.code for one in rules.closed_questions(here.whole)]


JOB = Job("group_responses.batches", timedelta(hours=1), queries.forget_expired, deletes=True)
