"""What officers decide about a body: its address, what it lacks, who answers, and its stage."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal import lengths
from portal.accounts import queries as accounts
from portal.accounts.models import Account, Role
from portal.bodies import queries, rules, visiting
from portal.bodies.models import Body
from portal.bodies.rules import Stage
from portal.forms.field import Ground
from portal.languages.searching import fold
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web.feature import Departure, Following

_RESERVED = frozenset({"new", "news", "office", "enter"})
_APART = re.compile(r"[^a-z0-9]+")
_OWES = mark("They owe answers to a body. Name another officer for it: %(slug)s")


def slug_from(name: Mapping[str, str], taken: Collection[str]) -> str:
    """Make the last part of an address from a name."""
    latin = (_APART.sub("-", fold(text[: lengths.SLUG])).strip("-") for text in name.values())
    base = next((slug for slug in latin if slug), "body")[: lengths.SLUG - 4].strip("-")
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, 1000))
    return next(slug for slug in numbered if slug not in {*taken, *_RESERVED})


def ground(request: Request) -> Ground:
    """Say in which languages bodies are described."""
    return Ground(request.state.council.languages)


def found_body(session: Session, account: Account, said: Mapping[str, Any]) -> Body:
    """Found a body, to which whoever founds it owes answers at first."""
    taken = {one.slug for one in queries.everything(session)}
    body = Body(slug=slug_from(said["name"], taken), answers_id=account.id)
    body.name, body.kind = dict(said["name"]), rules.Kind(said["kind"])
    session.add(body)
    session.flush()
    audit.record(session, account.id or 0, "body.founded", body.slug)
    return body


def missing(session: Session, body: Body) -> Problems:
    """List what a body lacks to open."""
    first = next(iter(body.name), "en")
    return rules.missing_to_open(
        terms=bool(body.terms.get(first)),
        answers=any(one.id == body.answers_id for one in officers(session)),
        represented=not body.decides or bool(body.represented.get(first)),
        offices=[one.office for one in visiting.running(session, body)],
    )


def officers(session: Session) -> Sequence[Account]:
    """List the officers who can sign in."""
    every = accounts.everybody(session)
    return [one for one in every if one.usable and one.holds(frozenset({Role.OFFICER}))]


def name_officer(session: Session, account: Account, body: Body, chosen: str) -> Problems:
    """Say which officer owes a body answers."""
    number = next((one.id for one in officers(session) if str(one.id) == chosen), None)
    if number is None:
        return {"answers": Problem(mark("Choose an officer who can sign in."))}
    if body.answers_id != number:
        body.answers_id = number
        session.add(body)
        audit.record(session, account.id or 0, "body.officer_named", body.slug, account=number)
    return {}


def move(session: Session, account: Account, body: Body, stage: Stage) -> None:
    """Open a body for everybody, or close it: then what was written stays, and nothing is added."""
    if body.stage is not stage:
        body.stage = stage
        session.add(body)
        audit.record(session, account.id or 0, f"body.{stage.value}", body.slug)


def _owed(session: Session, departure: Departure) -> list[Problem]:
    bodies = queries.everything(session, Stage.OPEN)
    mine = [one for one in bodies if one.answers_id == departure.account]
    return [Problem(_OWES, {"slug": one.slug}) for one in mine]


def _refuse(session: Session, departure: Departure) -> Problem | None:
    if departure.stays_out or Role.OFFICER in departure.staying:
        return None
    return next(iter(_owed(session, departure)), None)


def _warn(session: Session, departure: Departure) -> list[Problem]:
    return _owed(session, departure) if departure.stays_out else []


def _follow(_session: Session, _departure: Departure, _actor: str | int) -> None:
    """Do nothing: whoever is disabled still owes, until somebody else is named."""


ON_DEPARTURE = Following(_refuse, _warn, _follow)
