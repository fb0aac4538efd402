"""The council's settings as a form."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from portal.council import staff_forms
from portal.council.rules import Council, Telephone, from_json, to_json
from portal.council.staff_fields import Section
from portal.council.staff_forms import typed as typed
from portal.languages.calendar import read_days, show_days
from portal.problems import Problem, Problems, mark

_CLOSED = "closed_days"
_BAD_DAY = mark("Write a real date on each line, such as 25 12 2026.")


def values(section: Section, council: Council) -> dict[str, str]:
    """Give what the fields of a page show, by the names under which they are sent."""
    return staff_forms.values(section, _stored(council), council.languages)


def version(section: Section, council: Council) -> str:
    """Fingerprint what a page shows, so that it is seen when somebody else changed it."""
    return staff_forms.version(section, _stored(council), council.languages)


def read(section: Section, sent: Mapping[str, Any], council: Council) -> Council | Problems:
    """Read a sent page into the settings; what the page does not show stays as it is."""
    stored = _stored(council)
    problems = staff_forms.read(section, sent, stored, council.languages)
    days = read_days(stored.pop(_CLOSED))
    if days is None:
        problems[_CLOSED] = Problem(_BAD_DAY)
    return problems or _without_empty_telephones(replace(from_json(stored), closed_days=days or ()))


def changed(section: Section, before: Council, after: Council) -> list[str]:
    """Name the fields that differ, for the audit log."""
    return staff_forms.changed(values(section, before), values(section, after))


def _stored(council: Council) -> dict[str, Any]:
    return to_json(council) | {_CLOSED: show_days(council.closed_days)}


def _without_empty_telephones(council: Council) -> Council:
    kept = {tag: phone for tag, phone in council.telephones.items() if phone != Telephone()}
    return replace(council, telephones=kept)
