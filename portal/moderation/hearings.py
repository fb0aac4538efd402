"""What whoever hears an appeal looks at, and who can hear one."""

from dataclasses import dataclass

from sqlmodel import Session

from portal.bodies import visiting
from portal.bodies.visiting import Visit
from portal.forms.fields import Choice
from portal.forum.topics import queries as topics
from portal.forum.topics.models import Post, PostVersion
from portal.forum.topics.rules import Standing
from portal.moderation import change_queries, matters, queries
from portal.moderation.matters import Matter
from portal.moderation.models import Appeal, Decision
from portal.moderation.rules import Act, Hearing
from portal.problems import mark

CHOICE = Choice(
    "hearing",
    mark("What comes of the appeal?"),
    required=True,
    missing=mark("Choose what comes of it."),
    options=(
        (Hearing.UPHELD.value, mark("It stays as it was decided")),
        (Hearing.REVERSED.value, mark("It is undone")),
    ),
)


@dataclass(frozen=True)
class Heard:
    """A decision that holds, what it is about, and the appeal against it."""

    matter: Matter
    decision: Decision
    plea: Appeal | None

    @property
    def post(self) -> Post:
        """Give the post about which it was decided."""
        return self.matter.post


def heard(session: Session, visit: Visit, named: str, *, hold: bool) -> Heard | None:
    """Find a decision of this body, if it holds and what it is about is not taken back."""
    decision, number = queries.decision(session, visit.body, named) or (None, "")
    # Whoever is second waits here for the first, and reads the post as it stands then.
    topic = topics.topic(session, visit.body, number, hold=hold) if number else None
    if topic is None or decision is None:
        return None
    post = topics.post(session, topic, str(decision.post_id), hold=hold)
    if post is None or post.standing is Standing.TAKEN_BACK:
        return None
    found = matters.matter(session, visit, topic, post)
    holding = found.holding(decision.id)
    return Heard(found, *holding) if holding else None


def others(session: Session, visit: Visit, heard: Heard) -> bool:
    """Tell whether anybody holds an office who may hear an appeal against a decision."""
    running = visiting.running(session, visit.body)
    may = heard.matter.is_heard_by
    return any(may(one.member_id or "", heard.decision) for one in running)


def words_before(session: Session, heard: Heard) -> PostVersion | None:
    """Give how a post read before something was cut out of it, to whoever hears an appeal."""
    if heard.decision.act is not Act.REDACTED:
        return None
    kept = change_queries.withheld(session, heard.post)
    return kept[-1] if kept else None
