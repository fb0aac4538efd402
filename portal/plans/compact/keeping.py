"""A compact as it is kept: marked by each side, agreed on by both, and from then on unchanged."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from portal.languages import i18n
from portal.plans.compact import forms, queries, rules
from portal.plans.compact.models import Compact, CompactMark
from portal.plans.compact.rules import Mark, Side
from portal.plans.rules import Assessment
from portal.problems import Problem
from portal.store import saving


def section_of(compact: Compact, side: Side) -> int:
    """Tell which section holds the duties of a side."""
    return compact.council_id if side is Side.COUNCIL else compact.theirs_id


def told(session: Session, compact: Compact) -> dict[str, Any]:
    """Give all that both sides agree on, or agreed on."""
    if compact.published:
        return dict(compact.agreed)
    sections = {
        side: (
            queries.section(session, section_of(compact, side)).text,
            queries.duties(session, section_of(compact, side)),
        )
        for side in Side
    }
    return rules.content(sections, queries.marks(session, compact))


def mark(session: Session, compact: Compact, side: Side, said: Mapping[str, Any]) -> bool:
    """Keep what a side says of its duties; whatever changes takes both agreements away."""
    before, changed = queries.marks(session, compact), False
    for duty in queries.duties(session, section_of(compact, side)):
        now = said[f"met.{duty.id}"], said[f"comment.{duty.id}"]
        if now == before.get(duty.id, Mark())[:2]:
            continue
        changed = True
        row = queries.mark(session, compact, duty.id)
        row = row or CompactMark(compact_id=compact.id, item_id=duty.id, language="")
        row.assessment, row.comment, row.language = Assessment(now[0]), now[1], i18n.language()
        session.add(row)
    if changed:
        compact.council_agreed = compact.theirs_agreed = None
        session.add(compact)
    session.flush()
    return changed


def cannot_agree(session: Session, compact: Compact, version: str) -> Problem | None:
    """Say why a side cannot agree: nothing is said of a duty, or it read other words."""
    now = told(session, compact)
    if saving.version_of(now) != version:
        return forms.CHANGED
    return forms.UNMARKED if rules.unmarked(now) else None


def agree(session: Session, compact: Compact, side: Side) -> None:
    """Keep that a side agrees; once both do with the same words, everybody reads these."""
    version = saving.version_of(told(session, compact))
    if compact.version != version:
        compact.version, compact.council_agreed, compact.theirs_agreed = version, None, None
    if side is Side.COUNCIL:
        compact.council_agreed = i18n.today()
    else:
        compact.theirs_agreed = i18n.today()
    if rules.is_agreed(compact.council_agreed, compact.theirs_agreed):
        compact.agreed, compact.published = told(session, compact), i18n.today()
    session.add(compact)


def take_back(session: Session, compact: Compact, side: Side) -> None:
    """Keep that a side agrees no more, before the other did."""
    if side is Side.COUNCIL:
        compact.council_agreed = None
    else:
        compact.theirs_agreed = None
    session.add(compact)
