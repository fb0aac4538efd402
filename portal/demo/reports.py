"""Sealed reports that nobody sent, people with keys to them, and agencies to refer them to."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from nacl.pwhash import argon2id
from sqlmodel import Session

from portal.accounts import queries
from portal.demo import closed_reports, content, sent
from portal.incidents import report_settings
from portal.incidents.case_models import Agency
from portal.incidents.models import KeyHolder, Report
from portal.incidents.records import pieces, replies, take_in
from portal.incidents.records.pieces import Item
from portal.incidents.records.take_in import Sent
from portal.incidents.report_settings import LocalStrand
from portal.incidents.reporting import adding_forms, adding_questions, journey, short_report
from portal.incidents.reporting.journey import Journey
from portal.incidents.rules import Circle, Outcome, State
from portal.incidents.staff.cases import closing, queue_rows, risk
from portal.incidents.staff.keys import sharing, vault
from portal.incidents.staff.keys.vault import Stretched, Vault
from portal.incidents.staff.keys.vault_pages import DEMO_PASSPHRASE
from portal.incidents.staff.sharing import agencies
from portal.store import audit

ACTOR = "demo"
_HOLDERS = {
    "caseworker@voices.example": Circle.TEAM,
    "caseworker2@voices.example": Circle.TEAM,
    "approver@voices.example": Circle.APPROVER,
    "independent@voices.example": Circle.INDEPENDENT,
    "partner@voices.example": Circle.PARTNER,
    "analyst@voices.example": Circle.ANALYST,
}
_SINCE = timedelta(weeks=12)


def seed(session: Session, today: date) -> None:
    """Decide what a council decides, give people keys, and keep reports in several states."""
    tables = content.reports()
    report_settings.save(session, report_settings.from_json(tables["arrangements"]))
    for circle in (Circle.TEAM, Circle.INDEPENDENT):
        take_in.note_opened(session, today, circle)
    holders = {email: _holder(session, email, today) for email in _HOLDERS}
    team = holders["caseworker@voices.example"]
    for email in ("caseworker2@voices.example", "analyst@voices.example"):
        sharing.give(session, team, holders[email].holder)
    for agency in tables["agencies"]:
        session.add(Agency(**agency))
    session.flush()
    if partners := agencies.by_name(session, tables["agencies"][0]["name"]):
        agencies.set_members(session, partners, [_number(holders["partner@voices.example"])])
    for made in tables["reports"]:
        _keep(session, made, team, today)
    closed_reports.seed(session, team, today)
    audit.record(session, ACTOR, "case.seeded", "reports", reports=len(tables["reports"]))


def told(made: Mapping[str, Any]) -> Journey:
    """Fill in the short report as a browser would send it; what its form refuses raises."""
    contact = made.get("contact", {})
    what = {name: made.get(name, "") for name in ("what", "danger", "child", "about_council")}
    reply = {"reply": "contact" if contact else made.get("reply_way", "code"), **contact}
    here = journey.begin(made.get("channel", "web"))
    here = here.with_step("what", what).with_step("reply", reply)
    problems = short_report.what_problems(here, outside=True) | short_report.reply_problems(
        here, contact=True
    )
    sent.taken(problems, short_report.contact(here), contact)
    return here


def added(addition: Mapping[str, Any], local: Sequence[LocalStrand]) -> dict[str, Any]:
    """Read a section as its page would; what its form refuses raises."""
    said = {name: value for name, value in addition.items() if name != "section"}
    asked = adding_questions.section(addition["section"], local)
    record, problems = adding_forms.read(asked, said)
    sent.taken(problems, record, said)
    return record


def _holder(session: Session, email: str, today: date) -> Vault:
    account = queries.by_email(session, email)
    assert account  # noqa: S101 - the accounts of the demonstration have just been made
    circle, since = _HOLDERS[email], today - _SINCE
    holder = KeyHolder(account_id=account.id, circle=circle, since=since, public_key=b"")
    opened = vault.sealed_under(_passphrase(), holder)
    sharing.join(session, opened, today)
    return opened


@cache
def _passphrase() -> Stretched:
    # Everybody knows it, so it is stretched once for all: that takes half a second.
    return vault.stretched(DEMO_PASSPHRASE, secrets.token_bytes(argon2id.SALTBYTES))


def _number(opened: Vault) -> int:
    return opened.holder.account_id or 0


def _keep(session: Session, made: Mapping[str, Any], team: Vault, today: date) -> None:
    day = today - timedelta(days=made["day"])
    report = session.get_one(Report, take_in.receive(session, _sent(made, _came(day)), day).id)
    for addition in made["additions"]:
        _add(session, report, dict(addition), _came(day))
    if "state" in made:
        _work(session, report, made, day, by=_number(team))
    if "outcome" in made:
        _close(session, report, made, team, day + timedelta(weeks=3))


def _came(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


def _sent(made: Mapping[str, Any], came: datetime) -> Sent:
    here, language = told(made), made["language"]
    return Sent(
        code=here.code,  # nobody holds it, so nobody comes back to what nobody sent
        report=short_report.report(here, language),
        slip=short_report.slip(here, language, came),
        contact=short_report.contact(here),
        circle=short_report.circle(here, outside=True),
    )


def _add(session: Session, report: Report, addition: Mapping[str, Any], came: datetime) -> None:
    record = added(addition, report_settings.current(session).local_strands)
    kept = adding_forms.additions(addition["section"], record)
    pieces.add(session, report, Item.ADDITION, kept)
    if changed := adding_forms.slip(record, came):
        pieces.add(session, report, Item.SLIP, changed)


def _work(session: Session, report: Report, made: Mapping[str, Any], day: date, *, by: int) -> None:
    report.state, report.assigned = State(made["state"]), by
    report.acknowledged = day + timedelta(days=1)
    pieces.add(session, report, Item.SLIP, {queue_rows.READ: len(made["additions"])})
    if "risk" in made:
        sent.taken(risk.wrong(made["risk"]))
        risk.assess(session, report, made["risk"], by=by, day=report.acknowledged)
    if report.state is not State.TRIAGE:
        report.first_action = day + timedelta(days=3)
    if "note" in made:
        when = (day + timedelta(days=3)).isoformat()
        pieces.add(session, report, Item.NOTE, {"text": made["note"], "by": by, "day": when})
    if "reply" in made:
        replies.write(session, report, made["reply"], day + timedelta(days=2))
    session.add(report)
    session.flush()


def _close(
    session: Session, report: Report, made: Mapping[str, Any], team: Vault, day: date
) -> None:
    private = team.report_private(session, report)
    assert private  # noqa: S101 - it has just been sealed to the team
    reason = "Nobody can be asked, and nobody was seen."
    ending = closing.Ending(Outcome(made["outcome"]), reason, "", _number(team), day)
    closing.close(session, report, private, ending)
