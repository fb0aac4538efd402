"""The form in which dates that residents were told of are moved."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from portal.consultations import rules
from portal.consultations.date_changes import Move, Moved, latest, standing
from portal.consultations.models import Consultation
from portal.consultations.rules import Days, Told
from portal.consultations.staff.building.editor_forms import Shown, read_date, read_text, show_date
from portal.council.rules import Council
from portal.problems import Problem, Problems, mark


def show(days: Days) -> Shown:
    """Show the days as a form."""
    shown: Shown = {}
    for name, day in days.items():
        shown |= show_date(name, day)
    return shown


def read(
    sent: Shown,
    consultation: Consultation,
    council: Council,
    relied: Collection[Told],
    languages: Sequence[str],
    today: date,
) -> tuple[Move, Problems]:
    """Read to which days they are moved and why, and say what is wrong."""
    assert consultation.closes is not None  # noqa: S101 - it is published
    problems: Problems = {}
    before = standing(consultation, council, relied, today)
    days = {name: read_date(sent, name, problems) for name in before}
    moved = {name: (before[name], day) for name, day in days.items() if day != before[name]}
    refused = _refused(moved, latest(consultation, council, relied), today)
    too_late = rules.too_late(consultation.closes, _days(moved), council.timezone)
    early = rules.out_of_order(consultation.closes, days, council.timezone)
    problems = early | too_late | refused | problems
    reason = read_text(sent, "reason", languages, {})
    if not moved and not problems:
        problems[Told.REPORT_BACK] = Problem(mark("Change at least one of the dates."))
    if not reason:
        problems["reason"] = Problem(mark("Write the reason, for residents to read."))
    return Move(moved, reason), problems


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
