"""The settings of reports, for administrators: they decide, and read no report."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts import queries as accounts
from portal.incidents import report_settings, rules
from portal.incidents.records import independent, take_in
from portal.incidents.report_settings import Arrangements
from portal.incidents.safety import signing_off
from portal.incidents.staff.settings import danger, duties, sections, settings_form
from portal.languages.i18n import calendar, today
from portal.problems import mark
from portal.settings_pages.staff import Kept, SettingsPages


def _beside(request: Request, session: Session, decided: Arrangements) -> dict[str, Any]:
    closed = take_in.why_closed(session, today(), calendar())
    lacking = signing_off.missing_by_language(decided, request.state.council.languages)
    return {
        "unread": sum(lacking.values()),
        "helped": any(one.reachable for one in decided.support),
        "closed": rules.CLOSED_MESSAGES[closed] if closed else "",
        "unknown": [one.email for one in decided.named_readers if not one.account],
        "outside": independent.now(session, today(), calendar()),
    }


def _save(session: Session, decided: Arrangements) -> None:
    """Keep what was decided, with the account of each reader whom residents can leave out."""
    found = (accounts.by_email(session, one.email) for one in decided.named_readers)
    numbers = [account.id or 0 if account else 0 for account in found]
    readers = zip(decided.named_readers, numbers, strict=True)
    named = tuple(replace(one, account=number) for one, number in readers)
    report_settings.save(session, replace(decided, named_readers=named))


SETTINGS = SettingsPages(
    name="report_settings",
    section="report_section",
    path="/staff/reports/settings",
    title=mark("Settings of reports"),
    template="incidents/staff/settings/settings.html",
    action="reports.settings",
    kept=Kept(
        report_settings.current,
        report_settings.for_change,
        _save,
        settings_form.to_form,
        settings_form.from_form,
    ),
    sections=sections.sections,
    duties=duties.DUTIES,
    beside=_beside,
    refused=danger.refused,
)

routes = SETTINGS.routes
