"""What an edition says, as whoever is to sign it off reads it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.feedback import queries, rules, vocabulary
from portal.feedback.models import EntryProof, ReportBackEdition
from portal.feedback.staff import finding, forms
from portal.groups import choosing
from portal.store.db import now
from portal.web import brought

Labels = Mapping[str, Mapping[str, str]]


def shown(
    request: Request, session: Session, mine: finding.Mine, edition: ReportBackEdition
) -> dict[str, Any]:
    """Collect what a page shows of an edition."""
    said = [edition.content["entries"][key] for key in edition.content["order"]]
    return {
        "entries": said,
        "before": before(session, mine, edition),
        "keys": edition.content["order"],
        "asked": finding.questions(session, mine),
        "things": _things(request, session, said),
        "proofs": _proofs(session, mine),
        "quotes": _quotes(session, mine),
        "as_day": date.fromisoformat,
        "called": called(session),
        "labels": forms.LABELS,
        "texts": rules.TEXTS,
        "words": vocabulary,
    }


def called(session: Session) -> dict[str, Labels]:
    """Name what entries may concern, by its code."""
    lists = choosing.lists(session)
    return {
        "communities": {one.code: one.label for one in lists.communities},
        "areas": {one.code: one.label for one in lists.areas},
        "services": {one.code: one.label for one in choosing.services(session)},
    }


def before(
    session: Session, mine: finding.Mine, edition: ReportBackEdition
) -> Mapping[str, rules.Content]:
    """Give what everybody read before an edition, by the keys of the entries."""
    signed = [one for one in queries.published(session, mine.report) if one is not edition]
    return signed[-1].content["entries"] if signed else {}


def _things(
    request: Request, session: Session, said: Iterable[rules.Content]
) -> dict[str, brought.Thing]:
    keys = [key for one in said for key in one["evidence"]]
    found = brought.evidence(request, session, now(), keys) if keys else []
    return {one.key: one for one in found}


def _quotes(session: Session, mine: finding.Mine) -> set[str]:
    """Name what is quoted and may still be."""
    kept = queries.quotes(session, queries.entries(session, mine.report))
    return {one.id for rows in kept.values() for one in rows}


def _proofs(session: Session, mine: finding.Mine) -> dict[str, EntryProof]:
    kept = queries.proofs(session, queries.entries(session, mine.report))
    return {one.id: one for rows in kept.values() for one in rows}
