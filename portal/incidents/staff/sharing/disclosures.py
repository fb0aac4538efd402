"""What the log says of a case that was passed on: it stays when the case itself is gone.

It names the agency, who decided and on what ground, the fields and one digest of everything that
was passed on, so that both sides can later show what it was; it holds none of the words. One
digest of all of it says nothing of a short value, which could be guessed by itself.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.accounts import queries as accounts
from portal.incidents.staff import queries
from portal.incidents.staff.sharing.fields import LABELS
from portal.languages.i18n import calendar, gettext
from portal.problems import mark
from portal.store.audit import AuditEntry

REFERRED = "case.referred"
PROPOSED = "case.referral_proposed"
ACTS: Mapping[str, str] = {
    REFERRED: mark("Passed on"),
    PROPOSED: mark("An approver was asked to pass it on without consent"),
    "case.referral_allowed": mark("An approver allowed it"),
    "case.referral_not_allowed": mark("An approver did not allow it"),
    "case.referral_printed": mark("Printed for the agency"),
    "case.referral_shared": mark("Given to more people of the agency"),
    "referral.accepted": mark("The agency accepted it"),
    "referral.declined": mark("The agency declined it"),
    "case.referral_revoked": mark("Revoked"),
    "case.referral_expired": mark("Expired"),
}
"""What the log says was done about passing a case on."""


class Ground(StrEnum):
    """On what ground a case is passed on."""

    CONSENT = "consent"
    DANGER = "danger"


GROUNDS: Mapping[str, str] = {
    Ground.CONSENT: mark("The reporter agreed"),
    Ground.DANGER: mark("Somebody is in serious danger"),
}


class Disclosure(NamedTuple):
    """One thing that was done about passing a case on, without the words that were passed on."""

    day: date
    act: str
    by: str
    agency: str
    ground: str
    fields: str
    files: int
    expires: date | None
    sha256: str


def ground(danger: str) -> Ground:
    """Say on what ground a case is passed on, for the reason of which there is no consent."""
    return Ground.DANGER if danger else Ground.CONSENT


def digest(record: Mapping[str, Any]) -> str:
    """Calculate the SHA-256, in hex, of all that a copy holds, as JSON with its keys in order."""
    written = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def of_case(session: Session, reference: str) -> list[Disclosure]:
    """List what was done about passing a case on, the earliest first."""
    entries = queries.logged(session, reference, list(ACTS))
    people = accounts.names(session, [int(one.actor) for one in entries if one.actor.isdecimal()])
    agencies = {one.details["id"]: one.details["agency"] for one in entries if _names(one)}
    return [_read(entry, people, agencies) for entry in entries]


def _names(entry: AuditEntry) -> bool:
    return "id" in entry.details and "agency" in entry.details


def _read(entry: AuditEntry, people: Mapping[int, str], agencies: Mapping[str, str]) -> Disclosure:
    said = entry.details
    actor = int(entry.actor) if entry.actor.isdecimal() else 0
    ground = GROUNDS.get(str(said.get("ground", "")))
    fields = [gettext(LABELS[code]) for code in said.get("fields", []) if code in LABELS]
    return Disclosure(
        day=calendar().day(entry.at),
        act=gettext(ACTS[entry.action]),
        by=people.get(actor, ""),
        agency=agencies.get(str(said.get("id", "")), ""),
        ground=gettext(ground) if ground else "",
        fields=", ".join(fields),
        files=int(said.get("files", 0)),
        expires=date.fromisoformat(said["expires"]) if said.get("expires") else None,
        sha256=str(said.get("sha256", "")),
    )
