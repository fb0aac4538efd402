"""One whole loop: what people answered, what came of it, a promise that is late, who says so."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from portal.accounts import queries as accounts
from portal.bodies import queries as bodies
from portal.consultations import queries as consultations
from portal.consultations.answering import drafts, sending
from portal.consultations.answering.sending import Arrival
from portal.consultations.models import Consultation, WrittenAnswer
from portal.demo import content, sent
from portal.feedback import demo_code, keeping, queries
from portal.feedback.models import Entry, EntryProof, Quote, ReportBack, ReportBackLanguage
from portal.feedback.reactions.models import ChairLine, Reaction
from portal.feedback.rules import Outcome, Owner, Proof, Reason, Verdict
from portal.plans.linking.models import ItemLink
from portal.plans.models import Plan, PlanItem
from portal.settings import Settings
from portal.store import audit
from portal.store.db import random_id
from portal.translations.rules import fingerprint

ACTOR = "demo"
_WRITER, _SECOND = "officer@voices.example", "everything@voices.example"
_VERDICTS = {"answers": Verdict.ANSWERS, "does_not": Verdict.DOES_NOT}


def seed(session: Session, settings: Settings, today: date) -> None:
    """Report back on the closed consultation, change one promise, and let readers say so."""
    made = content.feedback()
    consultation = consultations.by_slug(session, made["consultation"])
    if consultation is None:
        raise LookupError(made["consultation"])
    answer = _answer(session, settings, consultation, made["answered"], today)
    report = keeping.draft(session, consultation)
    rows = {one.questions[0]: one for one in queries.entries(session, report)}
    for told in made["entries"]:
        _write(session, rows[told["question"]], told | told.get("before", {}), today)
        _show(session, rows[told["question"]], told, answer)
    _sign(session, report, consultation, "", today - timedelta(days=made["published"]))
    for told in made["entries"]:
        _write(session, rows[told["question"]], told, today)
    _sign(session, report, consultation, made["reason"], today - timedelta(days=made["changed"]))
    for told in made["entries"]:
        _react(session, rows[told["question"]], told, today)
        if "action" in told:
            _lead_to(session, rows[told["question"]], made["plan"], told["action"], today)
    audit.record(session, ACTOR, "feedback.seeded", consultation.slug, number=len(rows))


def _answer(
    session: Session,
    settings: Settings,
    consultation: Consultation,
    made: Mapping[str, Any],
    today: date,
) -> str:
    asked = consultations.edition(session, consultation)
    receipt = drafts.receipt_name(demo_code.code(settings))
    day = consultation.closes.date() if consultation.closes else today
    arrival = Arrival(receipt=receipt, language=made["language"], day=day, may_quote=True)
    given = sent.answers(asked, made["answers"])
    kept = sending.keep_response(session, consultation, asked, given, arrival)
    written = select(WrittenAnswer.id).where(col(WrittenAnswer.response_id) == kept)
    return session.exec(written).one()


def _write(session: Session, entry: Entry, told: Mapping[str, Any], today: date) -> None:
    entry.said, entry.did = told["said"], told["did"]
    entry.outcome = Outcome(told["outcome"])
    entry.reason = Reason(told.get("reason", Reason.UNSAID))
    entry.owner = Owner(told.get("owner", Owner.UNSAID))
    entry.due = today + timedelta(days=told["due"]) if "due" in told else None
    entry.areas, entry.services = told.get("areas", []), told.get("services", [])
    session.add(entry)


def _show(session: Session, entry: Entry, told: Mapping[str, Any], answer: str) -> None:
    if "proof" in told:
        proof = EntryProof(entry_id=entry.id or 0, proof=Proof.LINK, language="en")
        proof.title, proof.address = told["proof"]["title"], told["proof"]["address"]
        session.add(proof)
    if "quote" in told:
        quote = Quote(entry_id=entry.id or 0, answer_id=answer, language="pl")
        quote.words = told["quote"]
        session.add(quote)
    session.flush()


def _sign(
    session: Session, report: ReportBack, consultation: Consultation, reason: str, on: date
) -> None:
    writer, second = (_account(session, email) for email in (_WRITER, _SECOND))
    source = fingerprint(keeping.words(queries.entries(session, report), report.language))
    known = queries.languages(session, report)
    for tag in consultation.languages:
        if tag != report.language:
            number = report.id or 0
            kept = known.get(tag) or ReportBackLanguage(
                report_back_id=number, language=tag, source=source
            )
            kept.checked = on
            kept.translated_by, kept.checked_by = writer, second
            kept.translators = [writer]
            session.add(kept)
    tags = consultation.languages
    edition = keeping.freeze(session, report, tags, by=writer, reason=reason)
    edition.agreed_by = second
    keeping.publish(session, report, edition, tags, on)


def _lead_to(session: Session, entry: Entry, plan: str, number: str, today: date) -> None:
    """Say of an action in the current plan that it came of an entry."""
    query = select(PlanItem).join(Plan).where(Plan.slug == plan, PlanItem.number == number)
    item = session.exec(query).one()
    session.add(ItemLink(item_id=item.id or 0, key=keeping.key_of(entry), since=today))


def _account(session: Session, email: str) -> int:
    found = accounts.by_email(session, email)
    if found is None or found.id is None:
        raise LookupError(email)
    return found.id


def _react(session: Session, entry: Entry, told: Mapping[str, Any], today: date) -> None:
    for name, verdict in _VERDICTS.items():
        for number in range(told.get(name, 0)):
            day = today - timedelta(days=number)
            said: dict[str, Any] = {
                "verdict": verdict,
                "language": "en",
                "day": day,
                "mark": random_id(),
            }
            session.add(Reaction(entry_id=entry.id or 0, **said))
    if "line" in told:
        line, (body,) = told["line"], bodies.public(session)
        session.add(
            ChairLine(
                body_id=body.id or 0,
                key=keeping.key_of(entry),
                line=line["line"],
                words=line["words"],
                language=line["language"],
                on=today - timedelta(days=line["days"]),
            )
        )
