"""The settings pages, for administrators: one page per section, every text in every language."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.accounts.guards import administrator_only
from portal.accounts.models import Account
from portal.council import queries, rules, staff_duties, staff_fields
from portal.languages.i18n import today
from portal.problems import Problem, Problems, mark
from portal.site import queries as site_queries
from portal.site.staff import languages, settings_form, settings_sections
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
def council_settings(request: Request, session: Session, account: Account) -> Response:
    """List the settings pages and what is still missing on each."""
    council = queries.stored(session)
    missing = [duty for duty in staff_duties.duties(council) if not duty.done]
    pages = [
        (section, [duty.message for duty in missing if duty.section == section.code])
        for section in settings_sections.sections(council.languages)
    ]
    return render(request, "site/staff/settings.html", pages=pages)


@page
@administrator_only
def council_section(request: Request, session: Session, account: Account) -> Response:
    """Show one settings page, and keep what an administrator wrote on it."""
    council = queries.stored(session)
    section = found(settings_sections.find(request.path_params["section"], council.languages))
    if request.method == "POST":
        return _change(request, session, account, section)
    return _shown(request, section, council, settings_form.values(section, council))


@page
@administrator_only
def offered_languages(request: Request, session: Session, account: Account) -> Response:
    """Choose which languages residents are offered, and in which order."""
    if request.method != "POST":
        return _languages_shown(request, queries.stored(session))
    council = queries.for_change(session)
    if _outdated(request.state.form, _languages(), council):
        return _languages_shown(request, council, {"version": _CHANGED_MEANWHILE})
    moved = languages.move(request.state.form, council.languages)
    if isinstance(moved, Problem):
        return _languages_shown(request, council, {"languages": moved})
    _keep(session, account, replace(council, languages=moved), "languages", ["languages"])
    return redirect_to(request, link("offered_languages") + "?saved=yes")


def _change(
    request: Request, session: Session, account: Account, section: staff_fields.Section
) -> Response:
    council = queries.for_change(session)
    sent = request.state.form
    typed = settings_form.typed(section, sent, council.languages)
    if _outdated(sent, section, council):
        problems = {"version": _CHANGED_MEANWHILE}
        return _shown(request, section, council, typed, problems)
    read = settings_form.read(section, sent, council)
    if not isinstance(read, rules.Council):
        return _shown(request, section, council, typed, read)
    changed = settings_form.changed(section, council, read)
    # Whoever answered was told the earlier words, so open consultations go on showing them.
    first = site_queries.first_opening(session)
    read = rules.remembered(read, council, today(), first.date() if first else None)
    _keep(session, account, read, section.code, changed)
    return redirect_to(request, link("council_section", section=section.code) + "?saved=yes")


def _keep(
    session: Session, account: Account, council: rules.Council, section: str, fields: list[str]
) -> None:
    if fields:
        queries.save(session, council)
        audit.record(session, account.id or 0, "settings.changed", section, fields=fields)


def _outdated(
    sent: Mapping[str, Any], section: staff_fields.Section, council: rules.Council
) -> bool:
    return saving.is_stale(sent, settings_form.version(section, council))


def _shown(
    request: Request,
    section: staff_fields.Section,
    council: rules.Council,
    values: dict[str, str],
    problems: Problems | None = None,
) -> Response:
    now = settings_form.values(section, council)
    return render(
        request,
        "site/staff/section.html",
        status=422 if problems else 200,
        section=section,
        languages=council.languages,
        values=values,
        others=saving.theirs(now, values) if "version" in (problems or {}) else {},
        version=settings_form.version(section, council),
        problems=problems or {},
    )


def _languages_shown(
    request: Request, council: rules.Council, problems: Problems | None = None
) -> Response:
    return render(
        request,
        "site/staff/languages.html",
        status=422 if problems else 200,
        offered=council.languages,
        left_out=languages.left_out(council.languages),
        version=settings_form.version(_languages(), council),
        problems=problems or {},
    )


def _languages() -> staff_fields.Section:
    return found(settings_sections.find("languages", ()))


routes: list[Route] = [
    Route("/staff/settings", council_settings, name="council_settings"),
    Route(
        "/staff/settings/languages",
        offered_languages,
        name="offered_languages",
        methods=["GET", "POST"],
    ),
    Route(
        "/staff/settings/{section}",
        council_section,
        name="council_section",
        methods=["GET", "POST"],
    ),
]
