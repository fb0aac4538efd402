"""The details of a consultation, apart from its questions, as a form."""

import re
from typing import Any

from portal import lengths
from portal.consultations import rules
from portal.consultations.models import Consultation
from portal.consultations.rules import Stage, Told, usual_days
from portal.council.rules import Council
from portal.forms import form
from portal.forms.boxes import Day, Moment, Several, Translated
from portal.forms.field import Field, Ground
from portal.forms.fields import Line, Number, Tick
from portal.forms.form import Reading
from portal.forms.words import Shown
from portal.problems import Problem, Problems, mark

RESERVED = frozenset({"new"})
_FIXED = "_fixed"
_DAYS = (Told.REPORT_BACK, Told.DELETE_WRITTEN, Told.DELETE_EQUALITY)
_ADDRESS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NO_ADDRESS = mark("Use small letters from a to z, numbers and hyphens only.")
_WORDS = (
    Translated("title", most=lengths.HEADING),
    Translated("summary", most=lengths.TEXT),
    Translated("purpose", most=lengths.TEXT),
    Translated("privacy", most=lengths.TEXT),
)
_MINUTES = Number("minutes", least=1, most=600, wrong=mark("Write a whole number of minutes."))
_UNTIL_TOLD = (
    Line(
        "slug",
        most=lengths.SLUG,
        accepts=lambda slug: bool(_ADDRESS.fullmatch(slug)),
        required=True,
        wrong=_NO_ADDRESS,
        missing=_NO_ADDRESS,
    ),
    Tick("ask_equality"),
    Moment("opens", usual="09:00"),
    Moment("closes", usual="17:00"),
    *(Day(name) for name in _DAYS),
)


def is_fixed(consultation: Consultation) -> bool:
    """Tell whether residents have been told of it, so that only its words may still change here.

    Its dates then move on pages of their own. One that was taken back before it opened is a
    draft like any other: nobody could answer it.
    """
    return consultation.stage is not Stage.DRAFT


def completed(sent: Shown, stored: Shown, words: Shown) -> Shown:
    """Add what a form for words only did not show, so that it empties none of it.

    `stored` is the whole form, and `words` what of it such a form shows.
    """
    if _FIXED not in sent:
        return sent
    return {name: value for name, value in stored.items() if name not in words} | sent


def show(consultation: Consultation, council: Council, *, fixed: bool) -> Shown:
    """Show the details as a form; what can no longer be changed is not part of it."""
    fields = _fields(consultation, council, fixed=fixed)
    return form.show(fields, form.held(fields, consultation), _ground(consultation, council))


def read(sent: Shown, consultation: Consultation, council: Council, taken: set[str]) -> Reading:
    """Read the details; days that are left empty are set as the council usually does."""
    fixed = is_fixed(consultation)
    fields = _fields(consultation, council, fixed=fixed)
    held, ground = form.held(fields, consultation), _ground(consultation, council)
    reading = form.read(fields, sent, held, ground)
    problems, languages = reading.problems, reading.values["languages"]
    if fixed and languages and not set(consultation.languages) <= set(languages):
        problems["languages"] = Problem(
            mark("A language can be added after publication, but not taken away.")
        )
    if fixed:
        return reading
    if reading.values["slug"] in (taken - {consultation.slug}) | RESERVED:
        problems["slug"] = Problem(mark("Another consultation already uses this address."))
    days = _days(reading.values, council, problems)
    return Reading(reading.values | days, problems)


def offered(consultation: Consultation, council: Council) -> list[str]:
    """List the languages to choose from: the council's, and any chosen before."""
    return [*council.languages, *(t for t in consultation.languages if t not in council.languages)]


def _ground(consultation: Consultation, council: Council) -> Ground:
    return Ground(consultation.languages, council.timezone)


def _fields(consultation: Consultation, council: Council, *, fixed: bool) -> list[Field]:
    languages = Several(
        "languages",
        options=[(tag, tag) for tag in offered(consultation, council)],
        required=True,
        missing=mark("Choose at least one language."),
    )
    return [*_WORDS, languages, _MINUTES, *(() if fixed else _UNTIL_TOLD)]


def _days(values: dict[str, Any], council: Council, problems: Problems) -> dict[str, Any]:
    if (closes := values["closes"]) is None:
        return {}
    usual = usual_days(closes, council)
    days = {name: values[name] or usual[name] for name in _DAYS}
    asks = values["ask_equality"]
    told = {name: day for name, day in days.items() if asks or name is not Told.DELETE_EQUALITY}
    late = rules.too_late(closes, told, council.timezone)
    early = rules.out_of_order(closes, told, council.timezone)
    for name, problem in (late | early).items():
        problems.setdefault(name, problem)
    return {str(name): day for name, day in days.items()}
