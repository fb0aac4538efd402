"""Made-up groups, which came into the directory by the same forms and decisions as any other."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from portal.accounts import queries as accounts
from portal.demo import content, sent
from portal.groups import answering, arrangements, choosing, forms, keeping, queries
from portal.groups.models import Group
from portal.groups.rules import Act, State
from portal.groups.staff import checklist
from portal.groups.staff.checklist import Basis, Checked, Voucher
from portal.store import audit

ACTOR = "demo"
_SINCE = timedelta(weeks=20)
_NINE = time(9)


def seed(session: Session, today: date) -> None:
    """Name areas and services, and have each group apply, be reached, looked at and decided on."""
    tables = content.groups()
    chosen_from = {name: tables[name] for name in ("areas", "services")}
    arrangements.save(session, arrangements.from_json(chosen_from))
    officer = accounts.by_email(session, "officer@voices.example")
    by = (officer and officer.id) or keeping.ITSELF
    for made in tables["groups"]:
        _decide(session, _applied(session, made["entry"], today - _SINCE), made, by, today)
    audit.record(session, ACTOR, "group.seeded", "groups", groups=len(tables["groups"]))


def _applied(session: Session, entry: Mapping[str, Any], day: date) -> Group:
    lists = choosing.lists(session)
    reading = forms.read(forms.entry(lists), entry, lists)
    sent.taken(reading.problems)
    values = reading.values | {"state": State.APPLIED, "since": day, "synthetic": True}
    values["mail_language"] = values["language"]
    group = keeping.add(session, values, by=keeping.ITSELF, what="applied")
    answering.confirm_address(session, group, group.email, day)
    return group


def _decide(session: Session, group: Group, made: Mapping[str, Any], by: int, today: date) -> None:
    group.centre, group.centre_words = "centre" in made, made.get("centre", "")
    keeping.move(session, group, Act.LIST, group.since, by=by)
    if basis := made.get("basis"):
        _verify(session, group, Basis(basis), made, by)
    for event in queries.history(session, group):
        event.at = datetime.combine(group.since, _NINE, UTC)
        session.add(event)
    if made["state"] == State.PAUSED:
        keeping.move(session, group, Act.PAUSE, today, by=by, reason=made["reason"])


def _verify(session: Session, group: Group, basis: Basis, made: Mapping[str, Any], by: int) -> None:
    named = [queries.named(session, name)[0] for name in made.get("vouchers", ())]
    vouchers = [Voucher(one.name, one.id, one.state, Basis(one.checks["basis"])) for one in named]
    checked = Checked(group.id or 0, True, True, basis, vouchers)
    sent.taken(checklist.lacking(checked))
    numbers = [one.id for one in named]
    group.checks = {"basis": basis, "vouchers": numbers, "seen": made.get("seen", "")}
    keeping.move(session, group, Act.VERIFY, group.since, by=by, basis=basis)
