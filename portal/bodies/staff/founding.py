"""What officers decide about a body: its address, what it lacks, who answers, and its stage."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Account, Role
from portal.bodies import answering, queries, rules, telling, visiting
from portal.bodies.change_models import Change, Declared
from portal.bodies.models import Body
from portal.bodies.rules import Stage
from portal.forms.field import Ground
from portal.languages import slugs
from portal.languages.i18n import today
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web.feature import Consequences, Departure

_RESERVED = frozenset({"new", "news", "declared", "office", "enter", "represented"})
_OWES = mark("They owe answers to a body. Name another officer for it: %(slug)s")


def ground(request: Request) -> Ground:
    """Say in which languages bodies are described."""
    return Ground(request.state.council.languages)


def found_body(session: Session, account: Account, said: Mapping[str, Any]) -> Body:
    """Found a body, to which whoever founds it owes answers at first."""
    taken = {one.slug for one in queries.everything(session)}
    slug = slugs.free(slugs.stem(said["name"].values(), "body"), taken | _RESERVED)
    body = Body(slug=slug, answers_id=account.id)
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
        answers=any(one.id == body.answers_id for one in answering.officers(session)),
        represented=not body.decides or bool(body.represented.get(first)),
        house_rules=body.rules_seen is not None,
        offices=[one.office for one in visiting.running(session, body)],
    )


def name_officer(session: Session, account: Account, body: Body, chosen: str) -> Problems:
    """Say which officer owes a body answers."""
    number = next((one.id for one in answering.officers(session) if str(one.id) == chosen), None)
    if number is None:
        return {"answers": Problem(mark("Choose an officer who can sign in."))}
    if body.answers_id != number:
        body.answers_id = number
        session.add(body)
        audit.record(session, account.id or 0, "body.officer_named", body.slug, account=number)
    return {}


def move(session: Session, account: Account, body: Body, stage: Stage) -> None:
    """Open a body for everybody, or close it: what was written stays, and what is owed is owed."""
    if body.stage is not stage:
        body.stage = stage
        session.add(body)
        audit.record(session, account.id or 0, f"body.{stage.value}", body.slug)


def describe(
    session: Session, account: Account, body: Body, before: Mapping[str, Any], why: dict[str, str]
) -> None:
    """Keep why an open body was described anew and how its terms read, and tell everybody in it."""
    changed = [name for name, value in before.items() if getattr(body, name) != value]
    if not changed:
        return
    terms = before["terms"] if "terms" in changed else {}
    made = Change(body_id=body.id or 0, what=rules.Change.TERMS, asked_by=account.id, day=today())
    made.reason, made.terms = why, terms
    session.add(made)
    telling.tell_of_changes(session, body, telling.CHANGED)
    audit.record(session, account.id or 0, "body.change_agreed", body.slug, what=made.what)


def declare(session: Session, account: Account, said: Mapping[str, Any]) -> None:
    """Keep what a body declares that decides and has no room here."""
    made = Declared(**said)
    session.add(made)
    session.flush()
    audit.record(session, account.id or 0, "body.declared", str(made.id))


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


ON_DEPARTURE = Consequences(_refuse, _warn, _follow)
