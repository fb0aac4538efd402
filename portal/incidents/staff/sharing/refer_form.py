"""What of a case may be passed on to whom, and what somebody chose of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import Field
from sqlmodel import Session
from starlette.datastructures import FormData

from portal import lengths
from portal.forms.checked import Form, check, lists
from portal.incidents import report_settings
from portal.incidents.case_models import Agency
from portal.incidents.records.pieces import Item
from portal.incidents.staff.cases import evidence
from portal.incidents.staff.cases.access import Case
from portal.incidents.staff.sharing import agencies, fields, referrals
from portal.incidents.staff.sharing.referrals import DEFAULT_DAYS, MOST_DAYS, Passing
from portal.languages.i18n import gettext, pick
from portal.languages.text_languages import named
from portal.problems import Problem, Problems, mark
from portal.web.page import sent_text

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


class ReferForm(Form):
    """Somebody's choice; `danger` says why it cannot wait for the reporter to agree."""

    agency: str = Field(max_length=lengths.ID)
    purpose: str = Field(max_length=LETTERS["purpose"])
    days: int = Field(ge=1, le=MOST_DAYS)
    fields: list[str] = Field(min_length=1)
    files: list[str] = Field(default_factory=list)
    danger: str = Field(default="", max_length=LETTERS["danger"])


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
    values = fields.available(records, gettext, {one.code: pick(one.label) for one in local})
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
    trimmed = {"purpose": sent_text(sent, "purpose")}
    form = check(ReferForm, lists(sent, "fields", "files") | trimmed)
    if isinstance(form, dict):
        return _explained(form)
    agency = next((one for one in offered.agencies if one.id == form.agency), None)
    if agency is None:
        return {"agency": Problem(_AGENCY)}
    files = dict(offered.files)
    if not set(form.fields) <= offered.values.keys() or not set(form.files) <= files.keys():
        return {"fields": Problem(_CHANGED)}
    if not offered.covers(agency) and not form.danger:
        return {"agency": Problem(_NO_CONSENT)}
    passing = Passing(
        agency=agency,
        purpose=form.purpose,
        expires=today + timedelta(days=form.days),
        values={code: text for code, text in offered.values.items() if code in form.fields},
        languages={code: tag for code, tag in offered.languages.items() if code in form.fields},
        files=[files[number] for number in files if number in form.files],
    )
    return Chosen(passing, "" if offered.covers(agency) else form.danger)


def _explained(problems: Problems) -> Problems:
    own = {
        "agency": Problem(_AGENCY),
        "days": Problem(_DAYS, {"most": MOST_DAYS}),
        "fields": Problem(_FIELDS),
    }
    return {name: own.get(name, problem) for name, problem in problems.items()}
