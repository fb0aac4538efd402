"""Plans read, proposed and built at once, and what of them tests look at."""

from dataclasses import replace
from typing import Any

from portal.demo import content
from portal.files.documents import plain_text, reading
from portal.files.documents.document import Document, Place
from portal.plans.importing import building, proposing
from portal.plans.importing.rules import Built, PlanMapping


def read(given: str | bytes) -> Document:
    """Read pasted words, or a file in its own process."""
    found = plain_text.read(given) if isinstance(given, str) else reading.read(given)
    assert isinstance(found, Document), found
    return found


def taken(given: str | bytes, **changes: Any) -> Built:
    """Build a plan as it is proposed, with what an officer changes."""
    document = read(given)
    return building.build(document, replace(proposing.propose(document).mapping, **changes))


def mapping(given: str | bytes) -> PlanMapping:
    """Propose how a plan is taken."""
    return proposing.propose(read(given)).mapping


def published(slug: str) -> Built:
    """Build a published plan of the demonstration from its part of its document."""
    plan = next(plan for plan in content.plans() if plan["slug"] == slug)
    document = read(content.plan_source(plan["file"]))
    proposal = proposing.propose(document, Place(plan["first"]), Place(plan["last"]))
    lines = plan.get("lines", proposal.mapping.lines)
    return building.build(document, replace(proposal.mapping, lines=lines))


def outline(built: Built) -> list[tuple[int, str, str]]:
    """List each row's level, number and text."""
    return [(row.level, row.number, row.text) for row in built.rows]


def reasons(built: Built) -> list[tuple[int, str]]:
    """List the line of each refused row, and why it is refused."""
    return [(one.place.line, one.reason.message % one.reason.values) for one in built.refused]


def left(built: Built) -> list[str]:
    """List what was left out."""
    return [one.words for one in built.left_out]
