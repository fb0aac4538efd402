"""Filling an empty portal with the demonstration: a council, its people and what they answered."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, col, select, update

from portal.accounts import commands
from portal.categories import queries as categories
from portal.consultations.answering import sending
from portal.consultations.answering.sending import Arrival
from portal.consultations.models import Consultation, WrittenAnswer
from portal.consultations.rules import Channel, usual_days
from portal.consultations.staff.building import importing
from portal.consultations.staff.publishing.editions import publish
from portal.council import queries as council_queries
from portal.council import rules as council_rules
from portal.council.rules import Council
from portal.demo import (
    complaints,
    content,
    equality_impact,
    feedback,
    forum,
    group_responses,
    groups,
    helped_answers,
    language_support,
    mails,
    meetings,
    members,
    membership,
    moderation,
    needs,
    plans,
    reports,
    reviews,
    sent,
)
from portal.demo.responses import SyntheticResponse, synthetic
from portal.questions.questionnaire import from_json
from portal.sealing import crypto
from portal.settings import Settings
from portal.store import audit
from portal.store.audit import AuditEntry

ACTOR = "demo"
_SEEDED = "demo.seeded"
_OPENING = time(9)
_CLOSING = time(17)
_SMALL = 10


@dataclass(frozen=True)
class Plan:
    """A consultation of the demonstration: when it opens and closes, and how many answer it."""

    slug: str
    opens: timedelta
    closes: timedelta
    responses: int = 0


PLANS = (
    Plan("race-equality-scheme", timedelta(weeks=-3), timedelta(weeks=5), 400),
    Plan("translation-drop-ins", timedelta(weeks=-16), timedelta(weeks=-10), 60),
    Plan("festival-of-cultures", timedelta(weeks=2), timedelta(weeks=8)),
)


def is_demonstration(session: Session) -> bool:
    """Tell whether the portal was filled by this module, and not by a council."""
    query = select(AuditEntry.id).where(AuditEntry.action == _SEEDED).limit(1)
    return session.exec(query).first() is not None


def is_empty(session: Session) -> bool:
    """Tell whether nobody has done anything in this portal."""
    nothing_logged = session.exec(select(AuditEntry.id).limit(1)).first() is None
    return nothing_logged and session.exec(select(Consultation.id).limit(1)).first() is None


def seed(session: Session, settings: Settings, now: datetime, *, small: bool = False) -> None:
    """Fill an empty portal; only identifiers and codes differ from one time to the next.

    A small one gets a tenth of the answers.
    """
    audit.record(session, ACTOR, _SEEDED, "portal")
    council = council_rules.from_json(content.council())
    council_queries.save(session, council)
    commands.create_demo(session, settings)
    for plan in PLANS:
        consultation = _consult(session, council, plan, now)
        responses = plan.responses // _SMALL if small else plan.responses
        _answer(session, council, consultation, responses, now)
    groups.seed(session, council.calendar.day(now))
    reports.seed(session, council.calendar.day(now))
    people = members.seed(session, settings, council.calendar.day(now))
    membership.seed(session, people, council.calendar.day(now))
    helped_answers.seed(session, settings, people, now, council.calendar.day(now))
    group_responses.seed(session, people, council.calendar.day(now), council.draft_days)
    forum.seed(session, people, now)
    meetings.seed(session, council, people, now)
    needs.seed(session, people, now)
    moderation.seed(session, people, now)
    plans.seed(session, council.calendar.day(now))
    equality_impact.seed(session, council, now)
    language_support.seed(session, council, council.calendar.day(now))
    complaints.seed(session, settings, council, council.calendar.day(now))
    reviews.seed(session, council.calendar.day(now))
    feedback.seed(session, settings, council.calendar.day(now))
    mails.seed(session, now)


def _consult(session: Session, council: Council, plan: Plan, now: datetime) -> Consultation:
    opens = _moment(council, now + plan.opens, _OPENING)
    closes = _moment(council, now + plan.closes, _CLOSING)
    days: dict[str, Any] = usual_days(closes, council)
    consultation = Consultation(slug=plan.slug, opens=opens, closes=closes, synthetic=True, **days)
    importing.import_content(session, consultation, content.edition(plan.slug))
    frozen = importing.drafted(session, consultation)
    publish(session, consultation, frozen, min(opens, now))
    audit.record(session, ACTOR, "consultation.published", plan.slug)
    return consultation


def _answer(
    session: Session, council: Council, consultation: Consultation, responses: int, now: datetime
) -> None:
    if not responses or not consultation.opens or not consultation.closes:
        return
    edition = content.edition(consultation.slug)
    questionnaire = from_json(edition)
    asked = categories.questions(session, council.nation)
    days = (min(now, consultation.closes) - consultation.opens).days
    for made in synthetic(edition, asked, responses, days=days):
        day = consultation.opens.date() + timedelta(days=made.day_offset)
        kept = sending.keep_response(
            session,
            consultation,
            questionnaire,
            sent.answers(questionnaire, made.answers),
            _arrival(made, day),
        )
        assert kept  # noqa: S101 - a receipt has just been drawn
        _name_languages(session, kept, made)
        if made.equality:
            told = sent.about_themselves(asked, made.equality)
            sending.keep_equality(session, kept, council.nation, told)


def _arrival(made: SyntheticResponse, day: date) -> Arrival:
    return Arrival(
        # Some allow it, whatever they wrote.
        may_quote=made.day_offset % 3 == 0,
        # Nobody holds the code, so nobody can withdraw what nobody has said.
        receipt=crypto.derive(crypto.new_code(), "receipt name").hex(),
        language=made.language,
        day=day,
        channel=Channel(made.channel),
        organisation=sent.organisation(made.organisation),
    )


def _name_languages(session: Session, response: str, made: SyntheticResponse) -> None:
    """Say in which language somebody wrote, where it is not the one in which they read."""
    for question, language in made.text_languages.items():
        if language != made.language:
            written = update(WrittenAnswer).where(col(WrittenAnswer.response_id) == response)
            written = written.where(col(WrittenAnswer.question) == question)
            session.execute(written.values(language=language))


def _moment(council: Council, day: datetime, hour: time) -> datetime:
    return council.calendar.moment(council.calendar.day(day), hour)
