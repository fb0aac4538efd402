"""What of a case may be passed on to whom, and what somebody chose of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session
from starlette.datastructures import FormData

from portal.forms import form
from portal.forms.boxes import Several
from portal.forms.field import Field
from portal.forms.fields import Choice, Number, Text
from portal.incidents import report_settings
from portal.incidents.case_models import Agency
from portal.incidents.records.pieces import Item
from portal.incidents.staff.cases import evidence
from portal.incidents.staff.cases.access import Case
from portal.incidents.staff.sharing import agencies, fields, referrals
from portal.incidents.staff.sharing.referrals import DEFAULT_DAYS, MOST_DAYS, Passing
from portal.languages.i18n import pick
from portal.languages.text_languages import named
from portal.problems import Problem, Problems, mark

LETTERS = {"purpose": 1000, "danger": 2000}
"""How many characters may be written in a field."""

_AGENCY = mark("Choose an agency.")
_DAYS = mark("Write a number of days from 1 to %(most)s.")
_FIELDS = mark("Choose at least one thing to pass on.")
_CHANGED = mark("One of these is not there any more. Look through the list again.")
_NO_CONSENT = mark(
    "The reporter has not agreed that this agency may have the report. Choose another agency, or"
    " say below who is in serious danger."
)


@dataclass(frozen=True)
class Offer:
    """What a case holds that can be passed on, who would read it, and what the reporter agreed to.

    The names of the readers are shown, because whoever manages accounts could add one of theirs.
    """

    agencies: Sequence[Agency]
    readers: Mapping[str, Sequence[str]]
    values: Mapping[str, str]
    languages: Mapping[str, str]
    consents: frozenset[str]
    files: Sequence[tuple[str, Mapping[str, Any]]]

    def covers(self, agency: Agency) -> bool:
        """Tell whether the reporter agreed that this agency may have the report."""
        return agency.consent in self.consents


@dataclass(frozen=True)
class Chosen:
    """What is to be passed on, and why without consent, if it is."""

    passing: Passing
    danger: str


def offer(session: Session, case: Case) -> Offer:
    """Collect what of a case can be passed on; words of choices are those of the page."""
    records = case.records(session, Item.REPORT, Item.SLIP, Item.ADDITION)
    local = report_settings.current(session).local_strands
    files = evidence.listed(session, case.report, case.private)
    values = fields.available(records, {one.code: pick(one.label) for one in local})
    languages = fields.languages(records)
    if tag := languages.get("what") or values.get("language"):
        values["language"] = named(tag)
    active = referrals.active_agencies(session)
    return Offer(
        agencies=active,
        readers={one.id: agencies.reader_names(session, one, case.report) for one in active},
        values=values,
        languages={code: tag for code, tag in languages.items() if tag and code in values},
        consents=fields.consents(records),
        files=[(file.id, known) for file, known in files],
    )


def empty() -> FormData:
    """Give the form as it is at first."""
    return FormData({"days": str(DEFAULT_DAYS)})


def read(sent: FormData, offered: Offer, today: date) -> Chosen | Problems:
    """Read what is to be passed on, and refuse what the reporter did not agree to."""
    reading = form.read(_fields(offered), sent)
    if reading.problems:
        return {_SHOWN_AT.get(name, name): wrong for name, wrong in reading.problems.items()}
    said = reading.values
    agency = next(one for one in offered.agencies if one.id == said["agency"])
    if not offered.covers(agency) and not said["danger"]:
        return {"agency": Problem(_NO_CONSENT)}
    files = dict(offered.files)
    passing = Passing(
        agency=agency,
        purpose=said["purpose"],
        expires=today + timedelta(days=said["days"]),
        values={code: offered.values[code] for code in said["fields"]},
        languages={c: tag for c, tag in offered.languages.items() if c in said["fields"]},
        files=[files[number] for number in said["files"]],
    )
    return Chosen(passing, "" if offered.covers(agency) else said["danger"])


_SHOWN_AT = {"files": "fields"}


def _fields(offered: Offer) -> Sequence[Field]:
    agencies = [(one.id,) for one in offered.agencies]
    codes, files = [(code,) for code in offered.values], [(number,) for number, _ in offered.files]
    return (
        Choice("agency", required=True, options=agencies, wrong=_AGENCY, missing=_AGENCY),
        Text("purpose", mark("What the agency is to do"), required=True, most=LETTERS["purpose"]),
        Number("days", required=True, least=1, most=MOST_DAYS, wrong=_DAYS, missing=_DAYS),
        Several("fields", required=True, options=codes, wrong=_CHANGED, missing=_FIELDS),
        Several("files", options=files, wrong=_CHANGED),
        Text("danger", most=LETTERS["danger"]),
    )
