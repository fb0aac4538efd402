"""Who leads something, as officers list and keep it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from portal.forms import form
from portal.forms.words import Sent
from portal.plans.history import Period
from portal.plans.leading import queries, rules, work
from portal.plans.leading.models import Lead, LeadLink
from portal.plans.models import Plan
from portal.plans.rules import Kind
from portal.plans.staff import lead_forms
from portal.problems import Problem, Problems
from portal.store import saving


@dataclass(frozen=True)
class Row:
    """A role as it is written, what it leads now, and, once it was added, its address and link."""

    name: str
    items: int
    lead: Lead | None
    link: LeadLink | None


def listed(session: Session, quarter: Period) -> list[Row]:
    """List who leads anything in the plans of a quarter, and who was added besides; by name."""
    led, links = work.roles(session, quarter), queries.links(session, quarter.since)
    known = {one.spelled: one for one in queries.everybody(session)}
    named = {spelled: name for spelled, (name, _) in led.items()}
    named |= {spelled: one.name for spelled, one in known.items()}
    rows = [
        Row(name, led.get(spelled, ("", 0))[1], one, links.get(one.id or 0) if one else None)
        for spelled, name in named.items()
        for one in (known.get(spelled),)
    ]
    return sorted(rows, key=lambda row: row.name.casefold())


def checklists(session: Session) -> list[Plan]:
    """List the checklists that everybody reads."""
    return [one for one in queries.public_plans(session) if one.kind is Kind.CHECKLIST]


def fields(session: Session) -> form.Fields:
    """List what is said of whoever leads something."""
    return lead_forms.lead([(str(one.id), one.title) for one in checklists(session)])


def held(one: Lead) -> dict[str, Any]:
    """Give what is kept of whoever leads something, for each field."""
    own = {name: getattr(one, name) for name in ("name", "email", "language")}
    return own | {"checklists": [str(number) for number in one.checklists]}


def problems(session: Session, reading: form.Reading, one: Lead | None) -> Problems:
    """Say what is wrong; who is spelled alike is the same."""
    found = dict(reading.problems)
    other = queries.alike(session, rules.spelled(reading.values["name"]))
    if other and (one is None or other.id != one.id):
        found.setdefault("name", Problem(lead_forms.ALIKE))
    return found


def make(session: Session, said: Mapping[str, Any]) -> Lead:
    """Keep whoever leads something."""
    made = Lead(**_stored(said))
    session.add(made)
    session.flush()
    return made


def change(session: Session, by: int, one: Lead, sent: Sent) -> saving.Refusal | None:
    """Change what is kept, unless a colleague did meanwhile; a link to another address ends."""
    asked = fields(session)
    stored = held(one)
    reading = form.read(asked, sent, stored)
    told = form.Reading(_stored(reading.values), problems(session, reading, one))
    before, typed = form.show(asked, stored), form.typed(asked, sent)
    of_form = {saving.VERSION: str(sent.get(saving.VERSION, ""))}
    made = saving.Change(by, "plan.lead_changed", logged(one))
    return saving.save(session, made, one, before, typed | of_form, told)


def logged(one: Lead) -> str:
    """Name in the log whoever leads something, without their address."""
    return f"leads/{one.id}"


def _stored(said: Mapping[str, Any]) -> dict[str, Any]:
    numbers = [int(number) for number in said.get("checklists") or ()]
    own = {name: said[name] for name in ("name", "email", "language")}
    return {**own, "spelled": rules.spelled(said["name"]), "checklists": numbers}
