"""The details of a consultation, apart from its questions, as a form."""

import re
from typing import Any

from portal import lengths
from portal.consultations import rules
from portal.consultations.models import Consultation
from portal.consultations.rules import Stage, Told, usual_days
from portal.consultations.staff.building.editor_forms import (
    Reading,
    Shown,
    chosen,
    read_date,
    read_moment,
    read_number,
    read_text,
    show_date,
    show_moment,
    show_number,
    show_text,
)
from portal.council.rules import Council
from portal.problems import Problem, Problems, mark

TEXTS = ("title", "summary", "purpose", "privacy")
RESERVED = frozenset({"new"})
_DAYS = (Told.REPORT_BACK, Told.DELETE_WRITTEN, Told.DELETE_EQUALITY)


def is_fixed(consultation: Consultation) -> bool:
    """Tell whether residents have been told of it, so that only its words may still change here.

    Its dates then move on pages of their own. One that was taken back before it opened is a
    draft like any other: nobody could answer it.
    """
    return consultation.stage is not Stage.DRAFT


def show(consultation: Consultation, council: Council, *, fixed: bool) -> Shown:
    """Show the details as a form; what can no longer be changed is not part of it."""
    shown: Shown = {}
    for name in TEXTS:
        shown |= show_text(name, getattr(consultation, name), consultation.languages)
    shown |= {f"languages.{tag}": "yes" for tag in consultation.languages}
    shown["minutes"] = show_number(consultation.minutes)
    if not fixed:
        shown["slug"] = consultation.slug
        shown["ask_equality"] = "yes" if consultation.ask_equality else ""
        shown |= show_moment("opens", consultation.opens, council.timezone, "09:00")
        shown |= show_moment("closes", consultation.closes, council.timezone, "17:00")
        for name in _DAYS:
            shown |= show_date(name, getattr(consultation, name))
    return shown


def read(sent: Shown, consultation: Consultation, council: Council, taken: set[str]) -> Reading:
    """Read the details; days that are left empty are set as the council usually does."""
    problems: Problems = {}
    values: dict[str, Any] = {
        name: read_text(sent, name, consultation.languages, getattr(consultation, name))
        for name in TEXTS
    }
    values["languages"] = _languages(sent, consultation, council, problems)
    values["minutes"] = _minutes(sent, problems)
    if not is_fixed(consultation):
        values["slug"] = _slug(sent, taken - {consultation.slug}, problems)
        values["ask_equality"] = bool(sent.get("ask_equality"))
        values |= _dates(sent, consultation, council, problems)
    return Reading(values, problems)


def offered(consultation: Consultation, council: Council) -> list[str]:
    """List the languages to choose from: the council's, and any chosen before."""
    return [*council.languages, *(t for t in consultation.languages if t not in council.languages)]


def _languages(
    sent: Shown, consultation: Consultation, council: Council, problems: Problems
) -> list[str]:
    languages = chosen(sent, "languages", offered(consultation, council))
    if not languages:
        problems["languages"] = Problem(mark("Choose at least one language."))
    elif is_fixed(consultation) and not set(consultation.languages) <= set(languages):
        problems["languages"] = Problem(
            mark("A language can be added after publication, but not taken away.")
        )
    return languages


def _minutes(sent: Shown, problems: Problems) -> int | None:
    number = read_number(sent, "minutes", problems)
    if number is not None and not (number == int(number) and 1 <= number <= 600):
        problems["minutes"] = Problem(mark("Write a whole number of minutes."))
        return None
    return int(number) if number else None


def _slug(sent: Shown, taken: set[str], problems: Problems) -> str:
    slug = sent.get("slug", "")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or len(slug) > lengths.SLUG:
        problems["slug"] = Problem(mark("Use small letters from a to z, numbers and hyphens only."))
    elif slug in taken | RESERVED:
        problems["slug"] = Problem(mark("Another consultation already uses this address."))
    return slug


def _dates(
    sent: Shown, consultation: Consultation, council: Council, problems: Problems
) -> dict[str, Any]:
    opens, closes = (
        read_moment(sent, name, council.timezone, problems) for name in ("opens", "closes")
    )
    days = {name: read_date(sent, name, problems) for name in _DAYS}
    if closes is not None:
        usual = usual_days(closes, council)
        days = {name: day or usual[name] for name, day in days.items()}
        told = {name: day for name, day in days.items() if _is_told(name, sent, consultation)}
        late = rules.too_late(closes, told, council.timezone)
        early = rules.out_of_order(closes, told, council.timezone)
        for name, problem in (late | early).items():
            problems.setdefault(name, problem)
    return {"opens": opens, "closes": closes} | {str(name): day for name, day in days.items()}


def _is_told(name: Told, sent: Shown, consultation: Consultation) -> bool:
    asked = consultation.ask_equality if is_fixed(consultation) else sent.get("ask_equality")
    return name is not Told.DELETE_EQUALITY or bool(asked)
