"""What the invented groups answer together: a draft on which two members work, and one sent."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from portal.consultations import queries as consultations
from portal.consultations.answering import languages
from portal.demo import content
from portal.group_responses.shared import drafting, sending
from portal.groups import queries as groups
from portal.members.models import Member
from portal.membership import queries as memberships
from portal.membership.guards import Mine
from portal.sealing import crypto


def seed(session: Session, people: Sequence[Member], today: date, days: int) -> None:
    """Have members of groups write, one after the other, and some group send."""
    for made in content.shared_answers():
        for change in made["changes"]:
            _write(session, made, people[change["by"]], change, days)
        if made.get("send"):
            here = _found(session, made, people[made["changes"][-1]["by"]])
            language = made["changes"][-1]["language"]
            sending.send(session, here, crypto.new_code(), language, today)


def _write(
    session: Session, made: Mapping[str, Any], by: Member, change: Mapping[str, Any], days: int
) -> None:
    here = _found(session, made, by)
    work = here.work.with_changes(sent=here.work.sent | change["sent"])
    work = languages.filed(here.questionnaire, here.work, work, change["language"])
    drafting.keep(session, here.with_work(work), here.work, change["language"], days)


def _found(session: Session, made: Mapping[str, Any], by: Member) -> drafting.Drafting:
    group = groups.named(session, made["group"])[0]
    membership = memberships.one(session, group, by.id)
    consultation = consultations.to_read(session, made["consultation"])
    assert membership  # noqa: S101 - the lists of the demonstration say so
    assert consultation  # noqa: S101
    return drafting.of(session, Mine(group, by, membership), consultation)
