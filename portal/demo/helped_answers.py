"""What an invented helper entered for others, and slips of which some were used."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from portal.consultations import queries as consultations
from portal.consultations.answering import drafts, sending
from portal.consultations.models import Consultation
from portal.demo import content
from portal.group_responses.batches import demo_batch, keeping, rules
from portal.group_responses.slips import giving
from portal.group_responses.slips.models import SlipBatch
from portal.groups import queries as groups
from portal.members.models import Member
from portal.membership import queries
from portal.membership.guards import Mine
from portal.questions.answers import Sent, written_fields
from portal.questions.questionnaire import Questionnaire
from portal.sealing import crypto
from portal.settings import Settings
from portal.store.db import random_id


def seed(
    session: Session, settings: Settings, people: Sequence[Member], now: datetime, today: date
) -> None:
    """Have a helper send a batch, and some residents use a slip of their group."""
    made = content.helped_answers()
    group = groups.named(session, made["group"])[0]
    helper = people[made["helper"]]
    membership = queries.one(session, group, helper.id)
    consultation = consultations.by_slug(session, made["consultation"])
    if membership is None or consultation is None:
        raise LookupError(made["group"])
    mine = Mine(group, helper, membership)
    asked = keeping.Beginning(random_id(), made["language"], len(made["people"]))
    draft = keeping.begin(session, mine, consultation, asked, now, 1)
    keeping.save(session, draft, rules.Filled(made["people"], made["together"]))
    edition = consultations.edition(session, consultation)
    here = keeping.Here(mine, draft, consultation, edition)
    keeping.send(session, here, demo_batch.code(settings), today)
    number = consultation.id or 0
    slips = SlipBatch(
        group_id=group.id or 0, consultation_id=number, number=made["slips"], made=today
    )
    key = crypto.new_code()
    giving.make(session, settings, slips, key)
    for place, code in enumerate(giving.codes(key, made["used"])):
        row = made["people"][place % len(made["people"])]
        response = _answered(session, consultation, edition, row, today)
        giving.use(session, settings, number, response, code)


def _answered(
    session: Session, consultation: Consultation, asked: Questionnaire, row: Sent, today: date
) -> str:
    """Have somebody answer by themselves, who had a slip; no two write the same words."""
    written = written_fields(asked)
    given = rules.read_person(asked, row, whole=True).answers
    closed = {name: answer for name, answer in given.items() if name not in written}
    receipt = drafts.receipt_name(crypto.new_code())
    arrival = sending.Arrival(receipt=receipt, language="en", day=today)
    return sending.keep_response(session, consultation, asked, closed, arrival) or ""
