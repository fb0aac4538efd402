"""An assessment on its way: what is written, frozen for a second person, and signed off."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from portal.equality_impact import queries, rules
from portal.equality_impact.models import Assessment, AssessmentEdition, Measure
from portal.languages import slugs
from portal.store import again
from portal.store.db import serialise

_WORDS = ("title", "summary", "outcome_reason", "decision_reason")
_COLUMNS = (
    *("kind", "service", "owner", "language", "subject", "reasons", "affected"),
    *("outcome", "no_evidence", "decision"),
)
_RESERVED = frozenset({"new", "register"})
_NAMELESS = "assessment"
_SCREENING = "screening"
_BEGINNING = 0x65716962


def begun_before(session: Session, values: dict[str, Any], *, by: int) -> Assessment | None:
    """Find what somebody began a moment ago with the same words: a form that was sent twice."""
    serialise(session, _BEGINNING)
    row = Assessment(slug="", writers=[by], **values)
    twins = again.twins(session, row, ("kind", "service", "owner", "language"))
    same = (one for one in twins if one.title == row.title and one.writers[:1] == [by])
    return next(same, None)


def begin(session: Session, values: dict[str, Any], *, by: int) -> Assessment:
    """Begin an assessment under an address of its own."""
    title = values["title"]
    stem = slugs.stem([title.get("en", ""), *title.values()], _NAMELESS)
    slug = slugs.free(stem, queries.slugs(session, stem) | _RESERVED)
    made = Assessment(slug=slug, writers=[by], **values)
    follow(made, None)
    session.add(made)
    session.flush()
    return made


def follow(assessment: Assessment, signed: AssessmentEdition | None) -> None:
    """Say what the register shows of an assessment, by what of it was signed off last."""
    content = signed.content if signed else None
    assessment.standing = rules.standing(content, listed=assessment.listed)
    if content is None:
        assessment.published_title = dict(assessment.title)
        assessment.published_service = assessment.service
        assessment.next_on = assessment.due_on or rules.NEVER
        return
    assessment.published_title = dict(content["title"])
    assessment.published_service = content["service"]
    assessment.next_on = date.fromisoformat(content["review_on"])


def write(session: Session, assessment: Assessment, by: int) -> None:
    """Keep what somebody wrote in an assessment; who did cannot sign it off."""
    if by not in assessment.writers:
        assessment.writers = [*assessment.writers, by]
    if assessment.standing in (rules.Standing.HIDDEN, rules.Standing.PLANNED):
        follow(assessment, None)
    session.add(assessment)
    session.flush()


def content_of(
    session: Session, assessment: Assessment, looked_at: Collection[str]
) -> dict[str, Any]:
    """Freeze all that an assessment says now; after “no full assessment” that ends there."""
    full = assessment.outcome == rules.Outcome.FULL
    found: dict[str, Any] = {name: getattr(assessment, name) for name in _COLUMNS}
    found |= {name: dict(getattr(assessment, name)) for name in _WORDS}
    found["review_on"] = assessment.review_on.isoformat() if assessment.review_on else ""
    said = assessment.said.get(_SCREENING, {})
    found["screening"] = {
        str(one): {"answer": said.get(str(one), ""), "why": said.get(f"{one}_why", "")}
        for one in rules.Question
    }
    found["evidence"] = [
        {"key": one.key, "title": one.title, "address": one.address, "learned": one.learned}
        for one in queries.evidence(session, assessment)
    ]
    impacts = {one: assessment.said[one] for one in looked_at if assessment.said.get(one)}
    found["impacts"] = impacts if full else {}
    rows = queries.measures(session, assessment) if full else ()
    return found | {"measures": [_measure(one) for one in rows]}


def freeze(
    session: Session, assessment: Assessment, content: dict[str, Any], *, by: int, note: str
) -> AssessmentEdition:
    """Keep what a second person is asked to sign off."""
    writers = list(dict.fromkeys([*assessment.writers, by]))
    asked = AssessmentEdition(
        assessment_id=assessment.id or 0, content=content, writers=writers, asked_by=by, note=note
    )
    session.add(asked)
    session.flush()
    return asked


def publish(
    session: Session, assessment: Assessment, edition: AssessmentEdition, today: date
) -> None:
    """Put what was signed off into the register; what stood there before stays to be read."""
    edition.published = today
    assessment.writers = []
    follow(assessment, edition)
    session.add_all([assessment, edition])
    queries.point(session, assessment, rules.keys(edition.content))


def progress(measure: Measure, progress: rules.Progress, today: date) -> bool:
    """Say how far a measure is, and since when; tell whether that is new."""
    if measure.progress == progress:
        return False
    measure.progress, measure.progress_on = progress, today
    measure.revision += 1
    return True


def _measure(one: Measure) -> dict[str, Any]:
    due = one.due.isoformat() if one.due else ""
    return {"id": one.id, "words": one.words, "lead": one.lead, "due": due, "thing": one.thing}


def standing_measures(
    session: Session, assessment: Assessment, content: rules.Content
) -> Sequence[tuple[dict[str, Any], Measure | None]]:
    """List the measures that were signed off, each with how far it is now."""
    now = {one.id: one for one in queries.measures(session, assessment)}
    return [(one, now.get(one["id"])) for one in content["measures"]]
