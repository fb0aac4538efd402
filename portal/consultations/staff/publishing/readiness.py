"""Whether a draft is ready to be read by residents, and what has to be said about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from portal import lengths
from portal.consultations import date_changes
from portal.consultations.models import Consultation
from portal.consultations.staff import queries
from portal.consultations.staff.building import details, importing
from portal.consultations.staff.building.composition import Content
from portal.consultations.staff.publishing import corrections
from portal.consultations.staff.publishing.checklist import Finding, Level, Plan, check
from portal.council.rules import Council
from portal.forms import form
from portal.forms.boxes import Translated
from portal.forms.field import Ground
from portal.forms.form import Reading
from portal.forms.words import Sent
from portal.problems import Problem, Problems, mark, too_long
from portal.store import saving

SHORTEST_REASON = 10
LONGEST_REASON = 2000
_NOTE = Translated("note", most=lengths.TEXT)


@dataclass(frozen=True)
class Readiness:
    """What is to be published, what is wrong with it, and how it differs from what is."""

    content: Content
    findings: list[Finding]
    published: Content | None = None
    correcting: bool = False
    revision: int = 0

    @property
    def stopped(self) -> bool:
        """Tell whether it cannot be published at all."""
        return any(finding.level is Level.STOPS for finding in self.findings)

    @property
    def blocked(self) -> list[Finding]:
        """List what can be published only for a reason that is written down."""
        return [finding for finding in self.findings if finding.level is Level.BLOCKS]

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """List the words that a correction changes: where, before, after."""
        return corrections.changes(self.published, self.content)


def assess(
    session: Session, consultation: Consultation, council: Council, now: datetime
) -> Readiness:
    """Look at a draft as it stands; a correction is not measured by dates already promised."""
    content = importing.drafted(session, consultation)
    edition = queries.latest_edition(session, consultation)
    plan = Plan(
        opens=consultation.opens,
        closes=consultation.closes,
        days=date_changes.told(consultation),
        council_languages=council.languages,
        document_languages=frozenset(
            one.language for one in queries.documents(session, consultation)
        ),
        published=edition.content if edition else None,
        told=details.is_fixed(consultation),
        zone=council.timezone,
    )
    findings = check(content, plan, now)
    return Readiness(content, findings, plan.published, plan.told, consultation.revision)


def read_note(readiness: Readiness, sent: Sent, languages: Sequence[str]) -> Reading:
    """Read what residents are told of a correction; a first edition corrects nothing."""
    fields = [_NOTE] if readiness.correcting else []
    return form.read(fields, sent, ground=Ground(languages))


def refusals(readiness: Readiness, sent: Mapping[str, Any], note: Reading) -> Problems:
    """Say why a draft is not published: what stops it, a missing reason, a missing note."""
    problems: Problems = {}
    if readiness.stopped:
        problems["checklist"] = Problem(mark("Put right what the checklist says first."))
    if readiness.blocked and len(sent.get("reason", "")) < SHORTEST_REASON:
        problems["reason"] = Problem(
            mark("Write why it should be published although the checklist objects.")
        )
    elif readiness.blocked and len(sent["reason"]) > LONGEST_REASON:
        problems["reason"] = too_long(LONGEST_REASON)
    if readiness.correcting and not readiness.changes and not readiness.stopped:
        problems["checklist"] = Problem(mark("Nothing has changed since the last edition."))
    if readiness.correcting and not note.values["note"]:
        problems["note"] = Problem(mark("Write what was corrected, for residents to read."))
    return problems | note.problems


def version(readiness: Readiness) -> str:
    """Name what a checklist is about: the content, and the details beside it, such as dates."""
    return saving.version_of([readiness.revision, readiness.content])
