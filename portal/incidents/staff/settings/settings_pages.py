"""The settings of reports, for administrators: they decide, and read no report."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.accounts.guards import administrator_only
from portal.accounts.models import Account
from portal.council import staff_fields, staff_forms
from portal.incidents import report_settings as arrangements
from portal.incidents import rules
from portal.incidents.records import take_in
from portal.incidents.safety import signing_off
from portal.incidents.staff.settings import duties, sections, settings_form
from portal.languages.i18n import calendar, today
from portal.problems import Problem, Problems, mark
from portal.store import audit, saving
from portal.web.page import found, link, page, redirect_to, render

_CHANGED_MEANWHILE = Problem(
    mark(
        "Somebody else changed these settings after you opened this page. "
        "Nothing of yours is saved yet. Compare, then save again."
    )
)


@page
@administrator_only
def report_settings(request: Request, session: Session, account: Account) -> Response:
    """List the settings pages, what is missing on each, and why no reports are taken in."""
    decided = arrangements.current(session)
    missing = duties.unfinished(decided)
    pages = [
        (section, [message for code, message in missing if code == section.code])
        for section in sections.sections(decided)
    ]
    closed = take_in.why_closed(session, today(), calendar())
    lacking = signing_off.missing_by_language(decided, request.state.council.languages)
    return render(
        request,
        "incidents/staff/settings.html",
        pages=pages,
        unread=sum(lacking.values()),
        closed=rules.CLOSED_MESSAGES[closed] if closed else "",
    )


@page
@administrator_only
def report_section(request: Request, session: Session, account: Account) -> Response:
    """Show one settings page, and keep what an administrator wrote on it."""
    posted = request.method == "POST"
    decided = arrangements.for_change(session) if posted else arrangements.current(session)
    section = found(sections.find(request.path_params["section"], decided))
    stored = settings_form.to_form(decided)
    if posted:
        return _change(request, session, account, section, stored)
    return _shown(request, section, stored, _values(request, section, stored))


def _change(
    request: Request,
    session: Session,
    account: Account,
    section: staff_fields.Section,
    stored: dict[str, Any],
) -> Response:
    sent, languages = request.state.form, request.state.council.languages
    typed = staff_forms.typed(section, sent, languages)
    before = _values(request, section, stored)
    if saving.is_stale(sent, staff_forms.version(section, stored, languages)):
        return _shown(request, section, stored, typed, {"version": _CHANGED_MEANWHILE})
    problems = staff_forms.read(section, sent, stored, languages) or settings_form.problems(stored)
    if problems:
        decided = arrangements.current(session)
        return _shown(request, section, settings_form.to_form(decided), typed, problems)
    if fields := staff_forms.changed(before, typed):
        arrangements.save(session, settings_form.from_form(stored))
        audit.record(session, account.id or 0, "reports.settings", section.code, fields=fields)
    return redirect_to(request, link("report_section", section=section.code) + "?saved=yes")


def _values(
    request: Request, section: staff_fields.Section, stored: dict[str, Any]
) -> dict[str, str]:
    return staff_forms.values(section, stored, request.state.council.languages)


def _shown(
    request: Request,
    section: staff_fields.Section,
    stored: dict[str, Any],
    values: dict[str, str],
    problems: Problems | None = None,
) -> Response:
    now = _values(request, section, stored)
    return render(
        request,
        "incidents/staff/settings_section.html",
        status=422 if problems else 200,
        section=section,
        languages=request.state.council.languages,
        values=values,
        others=saving.theirs(now, values) if "version" in (problems or {}) else {},
        version=staff_forms.version(section, stored, request.state.council.languages),
        problems=problems or {},
    )


routes = [
    Route("/staff/reports/settings", report_settings, name="report_settings", methods=["GET"]),
    Route(
        "/staff/reports/settings/{section}",
        report_section,
        name="report_section",
        methods=["GET", "POST"],
    ),
]
