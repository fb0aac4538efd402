"""Interpreters, formats and calls that nobody asked for: some wait, a year of them is counted."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from portal.council.rules import Council
from portal.demo import content, sent
from portal.language_support import forms, keeping
from portal.language_support.rules import Answer, Kind, Need, Outcome, Service, Why
from portal.languages.calendar import add_months
from portal.store import audit

ACTOR = "demo"


def seed(session: Session, council: Council, today: date) -> None:
    """Have people ask for something, and count what others asked for since a year."""
    tables = content.language_support()
    for number, made in enumerate(tables["waiting"]):
        days = timedelta(days=made.pop("days_ago"))
        _ask(session, council, made, today - days, f"demo {number}")
    for made in tables["counted"]:
        for ago, number in enumerate(made["numbers"]):
            if number:
                day = add_months(today.replace(day=1), -ago)
                keeping.count(session, _need(made), _answer(made), day, number)
    audit.record(session, ACTOR, "support.seeded", "requests", waiting=len(tables["waiting"]))


def _ask(session: Session, council: Council, made: dict[str, str], day: date, key: str) -> None:
    """Fill in the form as a browser would; what it refuses raises."""
    written_in = made.pop("written_in")
    read = forms.asked(council.languages, made)
    sent.taken(read.problems, {name: text for name, text in read.values.items() if text}, made)
    told = {field.name: read.values[field.name] for field in forms.TOLD}
    keeping.ask(session, forms.need(read.values), told | {"written_in": written_in}, key, day)


def _need(made: dict[str, Any]) -> Need:
    return Need(made["language"], Kind(made["kind"]), Service(made["service"]))


def _answer(made: dict[str, Any]) -> Answer:
    return Answer(Outcome(made["outcome"]), Why(made.get("why", "")))
