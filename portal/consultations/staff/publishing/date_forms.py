"""The form in which dates that residents were told of are moved."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from portal.consultations import rules
from portal.consultations.date_changes import Move, Moved, latest, standing
from portal.consultations.models import Consultation
from portal.consultations.rules import Days, Told
from portal.consultations.staff import reasons
from portal.council.rules import Council
from portal.forms import form
from portal.forms.boxes import Day
from portal.forms.form import Difference
from portal.forms.words import Sent, Shown
from portal.problems import Problem, Problems, mark

NOT_YET = mark("Residents have not been told these dates yet. Change them with the texts.")


def show(days: Days) -> Shown:
    """Show the days as a form."""
    return form.show(_fields(days), _stored(days))


def differing(sent: Sent, days: Days) -> list[Difference]:
    """Lay days that are being sent beside those that are stored now."""
    return form.differing(_fields(days), sent, _stored(days))


def read(
    sent: Sent,
    consultation: Consultation,
    council: Council,
    relied: Collection[Told],
    languages: Sequence[str],
    today: date,
) -> tuple[Move, Problems]:
    """Read to which days they are moved and why, and say what is wrong."""
    assert consultation.closes is not None  # noqa: S101 - it is published
    before = standing(consultation, council, relied, today)
    reading = form.read(_fields(before), sent)
    days = {name: reading.values[name] for name in before}
    moved = {name: (before[name], day) for name, day in days.items() if day != before[name]}
    refused = _refused(moved, latest(consultation, council, relied), today)
    too_late = rules.too_late(consultation.closes, _days(moved), council.timezone)
    early = rules.out_of_order(consultation.closes, days, council.timezone)
    problems = early | too_late | refused | reading.problems
    if not moved and not problems:
        problems[Told.REPORT_BACK] = Problem(mark("Change at least one of the dates."))
    return Move(moved, reasons.read(sent, languages, problems)), problems


def _fields(days: Days) -> list[Day]:
    return [Day(name) for name in days]


def _stored(days: Days) -> dict[str, date | None]:
    return {str(name): day for name, day in days.items()}


def _days(moved: Moved) -> Days:
    return {name: day for name, (_, day) in moved.items()}


def _refused(moved: Moved, latest: Mapping[Told, date], today: date) -> Problems:
    problems: Problems = {}
    for name, (_, day) in moved.items():
        if day is None:
            problems[name] = Problem(mark("Write a date: residents were told one."))
        elif name is Told.REPORT_BACK and day < today:
            problems[name] = Problem(mark("Choose today or a later day."))
        elif name in latest and day > latest[name]:
            problems[name] = Problem(
                mark("Residents were told an earlier date, so it can only be brought forward.")
            )
    return problems
