"""Everything the building of consultations asks of the database."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import String, cast
from sqlmodel import Session, col, delete, func, select

from portal.accounts.models import Account
from portal.consultations.models import (
    Consultation,
    DateChange,
    Document,
    Draft,
    Edition,
    QuestionDraft,
    Response,
    SectionDraft,
)
from portal.consultations.queries import by_slug as by_slug
from portal.consultations.rules import ResponseState, Stage
from portal.store.audit import AuditEntry
from portal.store.db import serialise

_ADDRESSES = 0x736C7567
_SETTLED = ("consultation.published", "consultation.changes_discarded")


def everything(session: Session) -> list[Consultation]:
    """List all consultations, the newest first."""
    return list(session.exec(select(Consultation).order_by(col(Consultation.id).desc())))


def for_change(session: Session, slug: str) -> Consultation | None:
    """Find a consultation and hold it, so that changes to all of its parts wait in line.

    The weak lock lets residents' answers in, which only refer to the row.
    """
    query = select(Consultation).where(Consultation.slug == slug)
    return session.exec(query.with_for_update(key_share=True)).one_or_none()


def for_moving(session: Session, slug: str) -> Consultation | None:
    """Find a consultation and hold it alone, to move what those who answer it are promised.

    This lock meets answers on their way: nobody sends or begins any until it is done.
    """
    query = select(Consultation).where(Consultation.slug == slug)
    return session.exec(query.with_for_update()).one_or_none()


def slugs(session: Session) -> set[str]:
    """List the addresses that are taken, and let nobody else take one meanwhile."""
    serialise(session, _ADDRESSES)
    return set(session.exec(select(Consultation.slug)))


def sections(session: Session, consultation: Consultation) -> list[SectionDraft]:
    """List the pages of a consultation in order."""
    query = select(SectionDraft).where(SectionDraft.consultation_id == consultation.id)
    return list(session.exec(query.order_by(col(SectionDraft.place), col(SectionDraft.id))))


def questions(session: Session, consultation: Consultation) -> list[QuestionDraft]:
    """List the questions of a consultation, page by page and in order."""
    query = select(QuestionDraft).join(SectionDraft)
    query = query.where(SectionDraft.consultation_id == consultation.id)
    return list(
        session.exec(
            query.order_by(
                col(SectionDraft.place),
                col(SectionDraft.id),
                col(QuestionDraft.place),
                col(QuestionDraft.id),
            )
        )
    )


def section(session: Session, consultation: Consultation, number: str) -> SectionDraft | None:
    """Find one page of this consultation."""
    query = select(SectionDraft).where(SectionDraft.consultation_id == consultation.id)
    return session.exec(query.where(SectionDraft.id == _number(number))).one_or_none()


def question(session: Session, consultation: Consultation, number: str) -> QuestionDraft | None:
    """Find one question of this consultation."""
    query = select(QuestionDraft).join(SectionDraft)
    query = query.where(SectionDraft.consultation_id == consultation.id)
    return session.exec(query.where(QuestionDraft.id == _number(number))).one_or_none()


def clear_drafts(session: Session, consultation: Consultation) -> None:
    """Take every page and question out of a draft."""
    session.exec(delete(SectionDraft).where(col(SectionDraft.consultation_id) == consultation.id))


def outdate_forms(session: Session, consultation: Consultation) -> None:
    """Make every open form of its pages and questions one that was opened too early."""
    pages = sections(session, consultation)
    parts: list[SectionDraft | QuestionDraft] = [*pages, *questions(session, consultation)]
    for part in parts:
        part.revision += 1
        session.add(part)


def latest_edition(session: Session, consultation: Consultation) -> Edition | None:
    """Find the edition residents read now; none while it is a draft, also one taken back."""
    if consultation.stage is Stage.DRAFT:
        return None
    query = select(Edition).where(Edition.consultation_id == consultation.id)
    return session.exec(query.where(Edition.number == consultation.edition)).one_or_none()


def languages(session: Session, consultation: Consultation) -> list[str]:
    """List the languages in which residents read it, or the draft's before they read any."""
    edition = latest_edition(session, consultation)
    return list(edition.content["languages"] if edition else consultation.languages)


def edited(session: Session) -> dict[int, tuple[int, ...]]:
    """Tell how often each consultation that residents may see was edited, with its edition."""
    number, edits = col(SectionDraft.consultation_id), Counter[int]()
    pages = select(number, func.sum(SectionDraft.revision))
    asked = select(number, func.sum(QuestionDraft.revision)).join(QuestionDraft)
    for query in (pages, asked):
        edits.update(dict(session.exec(query.group_by(number)).all()))
    public = select(Consultation).where(Consultation.stage != Stage.DRAFT)
    return {
        one.id or 0: (one.edition, one.revision, edits[one.id or 0]) for one in session.exec(public)
    }


def public(
    session: Session, which: Collection[int]
) -> Sequence[tuple[Consultation, Mapping[str, Any]]]:
    """List some of the consultations that residents may see, each with what they read now."""
    query = select(Consultation, Edition.content).join(Edition)
    query = query.where(Edition.number == Consultation.edition)
    return session.exec(query.where(col(Consultation.id).in_(which))).all()


def parts(
    session: Session, which: Collection[int]
) -> tuple[list[SectionDraft], list[QuestionDraft]]:
    """List all pages and questions of some consultations."""
    here = col(SectionDraft.consultation_id).in_(which)
    asked = select(QuestionDraft).join(SectionDraft).where(here)
    return list(session.exec(select(SectionDraft).where(here))), list(session.exec(asked))


def editors(
    session: Session, consultation: Consultation, parts: Collection[tuple[str, str]]
) -> list[str]:
    """Name those who edited parts of a draft since it was published, or changes were discarded.

    A part is a section or question with its code, or the consultation with a text of its own.
    """
    slug, subject, action = consultation.slug, col(AuditEntry.subject), col(AuditEntry.action)
    subjects = {slug if kind == "consultation" else f"{slug}/{code}" for kind, code in parts}
    settled = select(func.max(AuditEntry.id)).where(subject == slug, action.in_(_SETTLED))
    query = select(AuditEntry, Account.name)
    query = query.join(Account, cast(Account.id, String) == AuditEntry.actor)
    query = query.where(subject.in_(subjects), action.in_([f"{kind}.edited" for kind, _ in parts]))
    since = col(AuditEntry.id) > func.coalesce(settled.scalar_subquery(), 0)
    rows = session.exec(query.where(since).order_by(Account.name)).all()
    return list(dict.fromkeys(name for entry, name in rows if _touches(entry, parts)))


def editions(session: Session, consultation: Consultation) -> list[Edition]:
    """List what has been published, the newest first."""
    query = select(Edition).where(Edition.consultation_id == consultation.id)
    return list(session.exec(query.order_by(col(Edition.number).desc())))


def forget_changes(session: Session, consultation: Consultation) -> None:
    """Forget how dates and documents changed: it is prepared anew, and nobody has answered."""
    of_it = delete(DateChange).where(col(DateChange.consultation_id) == consultation.id)
    session.exec(of_it)
    removed = delete(Document).where(col(Document.consultation_id) == consultation.id)
    session.exec(removed.where(col(Document.removed).is_not(None)))


def documents(session: Session, consultation: Consultation) -> list[Document]:
    """List the documents of a consultation in order."""
    query = select(Document).where(Document.consultation_id == consultation.id)
    query = query.where(col(Document.removed).is_(None))
    return list(session.exec(query.order_by(col(Document.place), col(Document.added))))


def is_answered(session: Session, consultation: Consultation) -> bool:
    """Tell whether anybody ever answered a consultation, or is answering it."""
    sent = select(Response.id).where(Response.consultation_id == consultation.id)
    begun = select(Draft.id).where(Draft.consultation_id == consultation.id)
    return any(session.exec(query.limit(1)).first() is not None for query in (sent, begun))


def responses(session: Session) -> dict[int, int]:
    """Count the responses that count, by consultation."""
    query = select(Response.consultation_id, func.count()).group_by(col(Response.consultation_id))
    return dict(session.exec(query.where(Response.state == ResponseState.COUNTED)).all())


def _touches(entry: AuditEntry, parts: Collection[tuple[str, str]]) -> bool:
    kind, code = entry.action.partition(".")[0], entry.subject.partition("/")[2]
    if kind != "consultation":
        return (kind, code) in parts
    return any((kind, name) in parts for name in entry.details.get("changed", ()))


def _number(typed: str) -> int:
    """Read a number from an address; what is none finds nothing."""
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0
