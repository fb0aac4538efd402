"""Made-up assessments: two that were signed off, one that waits for it, and two to be done."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.accounts import queries as accounts
from portal.council.rules import Council
from portal.demo import content, sent
from portal.equality_impact import keeping, looking, rules
from portal.equality_impact.models import Assessment, AssessmentEvidence, Measure
from portal.equality_impact.staff import forms, parts
from portal.features import FEATURES
from portal.forms import form
from portal.forms.field import Ground
from portal.store import audit
from portal.web.brought import Thing

ACTOR = "demo"


class _Here(NamedTuple):
    session: Session
    council: Council
    things: Sequence[Thing]
    actions: Sequence[Thing]
    officer: int
    second: int
    today: date


def seed(session: Session, council: Council, now: datetime) -> None:
    """Have an officer write them, and an administrator sign some of them off."""
    things = [one for of in FEATURES for one in of.evidence(session, now, None)]
    emails = ("officer@voices.example", "administrator@voices.example")
    officer, second = (accounts.by_email(session, email) for email in emails)
    first, other = ((one and one.id) or 0 for one in (officer, second))
    actions = [one for of in FEATURES for one in of.actions(session, None)]
    here = _Here(session, council, things, actions, first, other, council.calendar.day(now))
    made = content.equality_impact()["assessments"]
    for one in made:
        _assess(here, one)
    audit.record(session, ACTOR, "assessment.seeded", "register", assessments=len(made))


def _assess(here: _Here, made: Mapping[str, Any]) -> None:
    fields = forms.beginning(looking.services(here.session).items())
    values = _read(here, fields, made["begin"])
    if "due_days" in made:
        due = here.today + timedelta(days=made["due_days"])
        values |= {"due_on": due, "listed": made["listed"]}
    one = keeping.begin(here.session, values, by=here.officer)
    one.synthetic = True
    for part in parts.of_council(here.session, here.council):
        _write(here, one, part, made)
    _rest(here, one, made)
    if before := made.get("before"):
        _sign(here, one, made | before)
    if made.keys() & {"signed_days_ago", "waits"}:
        _sign(here, one, {"note": "", **made})


def _write(here: _Here, one: Assessment, part: parts.Part, made: Mapping[str, Any]) -> None:
    said = made.get("parts", {}).get(part.code)
    if said is None:
        return
    filled = form.show(part.fields, part.values(one), _ground(here)) | said
    part.keep(one, _read(here, part.fields, filled))
    here.session.add(one)
    here.session.flush()


def _rest(here: _Here, one: Assessment, made: Mapping[str, Any]) -> None:
    number = one.id or 0
    for said in made.get("evidence", ()):
        about = said.get("about", "")
        key = _key(here, about) if about else ""
        words = {name: said.get(name, "") for name in ("title", "address", "learned")}
        fields = forms.evidence([(key, about)])
        values = _read(here, fields, words | {"key": key or forms.ELSEWHERE})
        here.session.add(AssessmentEvidence(assessment_id=number, **(values | {"key": key})))
    for said in made.get("measures", ()):
        values = _read(here, forms.MEASURE, {name: said[name] for name in ("words", "lead")})
        values["due"] = here.today + timedelta(days=said["due_days"])
        values["thing"] = _action(here, said["action"]) if "action" in said else ""
        step = Measure(assessment_id=number, **values)
        keeping.progress(step, rules.Progress(said["progress"]), here.today)
        here.session.add(step)
    here.session.flush()


def _sign(here: _Here, one: Assessment, made: Mapping[str, Any]) -> None:
    """Ask for a signature and, unless it waits, give it on some earlier day."""
    session, looked_at = here.session, looking.looked_at(here.council)
    one.review_on = here.today + timedelta(days=made["review_days"])
    frozen = keeping.content_of(session, one, looked_at)
    if "days_ago" in made:
        words = {"en": made["decision_reason.en"]}
        frozen |= {"decision": made["decision"], "decision_reason": words, "measures": []}
    elif lacks := rules.lacks(frozen, looked_at, here.today):
        raise ValueError(f"Nobody could ask for this: {lacks!r}")
    note = "" if "days_ago" in made else made["note"]
    edition = keeping.freeze(session, one, frozen, by=here.officer, note=note)
    if made.get("waits"):
        return
    ago = timedelta(days=made.get("days_ago", made["signed_days_ago"]))
    edition.asked, edition.agreed_by = edition.asked - ago, here.second
    keeping.publish(session, one, edition, here.today - ago)


def _key(here: _Here, about: str) -> str:
    """Find what is called so in any language, or stands at such an address."""
    named = (one for one in here.things if about in one.title.values() or about in one.href)
    return next(named).key


def _action(here: _Here, number: str) -> str:
    """Find the action of a plan that has a number."""
    numbered = (one for one in here.actions if one.title["en"].startswith(f"{number} "))
    return next(numbered).key


def _read(here: _Here, fields: form.Fields, said: Mapping[str, Any]) -> dict[str, Any]:
    reading = form.read(fields, said, ground=_ground(here))
    sent.taken(reading.problems)
    return reading.values


def _ground(here: _Here) -> Ground:
    return Ground(here.council.languages)
