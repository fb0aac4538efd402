"""Order in the made-up forum: its house rules, its rota, and what its chair says in public."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from portal.bodies.models import Body, Duty, OfficeHolder
from portal.bodies.rules import Office
from portal.demo import content, sent
from portal.forms import form
from portal.forms.field import Ground
from portal.members.models import Member
from portal.order import forms
from portal.statements import acts
from portal.statements.models import Statement
from portal.store.db import random_id

_HALF = timedelta(days=182)


def seed(
    session: Session,
    body: Body,
    held: Mapping[Office, OfficeHolder],
    people: Sequence[Member],
    now: datetime,
) -> None:
    """Write house rules, have a moderator and a rota, and publish statements."""
    tables, day = content.order(), now.date()
    body.house_rules, body.rules_seen = tables["house_rules"], (now - _HALF).date()
    session.add(body)
    offices = {
        **held,
        Office.MODERATOR: _moderator(session, body, people[tables["moderator"]], now),
    }
    for made in tables["rota"]:
        sent.taken(form.read(forms.ON_DUTY, made).problems)
        duty = Duty(office_id=offices[Office(made["office"])].id or 0, called=made["called"])
        duty.weekday = int(made["weekday"])
        session.add(duty)
    for made in tables["statements"]:
        said, problems = acts.read(made, Ground(tuple(body.name)))
        sent.taken(problems)
        then = timedelta(days=made["days"])
        one = Statement(body_id=body.id or 0, day=day - then, published=now - then, **said)
        if "withdrawn" in made:
            one.words, one.withdrawn = {}, day - timedelta(days=made["withdrawn"])
        session.add(one)
    session.flush()


def _moderator(session: Session, body: Body, person: Member, now: datetime) -> OfficeHolder:
    until = (now + _HALF).date()
    held = OfficeHolder(
        body_id=body.id or 0, office=Office.MODERATOR, invited=random_id(), until=until
    )
    held.expires, held.since, held.seen = now, now - _HALF, now.date()
    held.member_id, held.no_post = person.id, (now - _HALF).date()
    session.add(held)
    session.flush()
    return held
