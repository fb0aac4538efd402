"""A document on its way: kept for a day, confirmed, taken into its plan, and taken out again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException

from portal.files.documents.document import Document, Place
from portal.plans.importing import building, proposing
from portal.plans.importing.proposing import Proposal
from portal.plans.importing.rules import Built, PlanMapping
from portal.plans.models import Plan
from portal.plans.rules import Standing
from portal.plans.staff import taking
from portal.plans.staff.importing import packing, queries
from portal.plans.staff.importing.models import ImportDraft, PlanImport
from portal.plans.staff.importing.reading_in import CameIn
from portal.problems import Problem, mark
from portal.store import saving
from portal.store.db import now
from portal.store.jobs import Job

KEPT = timedelta(days=1)

PUBLIC = Problem(mark("Everybody reads the plan, so what was taken in stays."))
STALE = Problem(
    mark(
        "What stands here has changed since you opened the page, maybe in another window. Nothing "
        "was kept. Look at it again, then go on."
    )
)
CHANGED = Problem(mark("Some of it was changed since, or something was written below it."))
HANGING = Problem(mark("Something hangs on it: progress that was reported, or a link."))


class Brought:
    """A document on its way into a plan, and how it is taken as far as that is confirmed."""

    def __init__(self, plan: Plan, draft: ImportDraft) -> None:
        self.plan, self.draft = plan, draft
        self.document: Document = packing.unpacked(draft.document)
        self.mapping: PlanMapping = packing.heard(draft.mapping)

    def proposal(self) -> Proposal:
        """Propose how the part that was chosen is taken."""
        return proposing.propose(self.document, self.mapping.first, self.mapping.last)

    def built(self) -> Built:
        """Build what would be taken in."""
        return building.build(self.document, self.mapping)

    @property
    def asked(self) -> str:
        """Name by a few letters of which document, and which part of it, something is asked."""
        return saving.version_of([self.draft.id, self.mapping.first, self.mapping.last])

    @property
    def version(self) -> str:
        """Name by a few letters all that would be taken in."""
        return saving.version_of([self.draft.id, packing.said(self.mapping)])

    def keep(self, session: Session, mapping: PlanMapping, *, confirmed: bool) -> None:
        """Keep how it is taken."""
        self.mapping = mapping
        self.draft.mapping, self.draft.confirmed = packing.said(mapping), confirmed
        session.add(self.draft)


def keep(session: Session, plan: Plan, account: int, came_in: CameIn) -> None:
    """Keep a document for a day, in the place of whatever this officer was bringing in."""
    queries.forget_of(session, account)
    mapping = proposing.propose(came_in.document).mapping
    made: dict[str, Any] = {"plan_id": plan.id or 0, "account_id": account, "name": came_in.name}
    made |= {"document": came_in.packed, "mapping": packing.said(mapping)}
    session.add(ImportDraft(**made, expires=now() + KEPT))


def brought(session: Session, plan: Plan, account: int) -> Brought | None:
    """Find what an officer is bringing into a plan."""
    draft = queries.draft(session, plan, account, now())
    return Brought(plan, draft) if draft else None


def choose_part(session: Session, one: Brought, first: Place | None, last: Place | None) -> None:
    """Take a part of a document only, or the whole again; how is proposed anew."""
    one.keep(session, proposing.propose(one.document, first, last).mapping, confirmed=False)


def leave_out(session: Session, one: Brought, place: Place | None) -> None:
    """Leave a row out by hand; without a place, leave out nothing by hand any more."""
    skipped = one.mapping.skipped | {place} if place else frozenset[Place]()
    one.keep(session, replace(one.mapping, skipped=skipped), confirmed=one.draft.confirmed)


def name_of(place: Place) -> str:
    """Name a place as the addresses of pages do."""
    return f"{place.line}.{place.column} {place.sheet}".strip()


def place_of(document: Document, said: str) -> Place:
    """Find the place that a form names; nobody can name another."""
    found = (one for one in document.places() if f"{one.line} {one.sheet}".strip() == said)
    place = next(found, None)
    if place is None:
        raise HTTPException(404)
    return place


def take(session: Session, one: Brought, built: Built) -> PlanImport:
    """Take all of a document into its plan, and forget it."""
    number, draft = taking.take(session, one.plan, built), one.draft
    told: dict[str, Any] = {"plan_id": draft.plan_id, "number": number, "name": draft.name}
    revisions = queries.revisions(session, draft.plan_id, number)
    kept = PlanImport(id=draft.id, items=len(built.rows), revisions=revisions, **told)
    session.add(kept)
    session.delete(draft)
    return kept


def cannot_undo(session: Session, plan: Plan, one: PlanImport) -> Problem | None:
    """Say why what was taken in stays: it is read, it was changed, or something hangs on it."""
    if plan.standing is Standing.PUBLIC:
        return PUBLIC
    if queries.changed_since(session, one):
        return CHANGED
    return HANGING if queries.hanging_on(session, one) else None


JOB = Job("plans.imports", timedelta(hours=1), queries.forget_expired, deletes=True)
