"""The page on which languages for residents are offered, ordered and taken away."""

from dataclasses import replace

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import administrator_only
from portal.accounts.models import Account
from portal.council import queries
from portal.problems import Problem, Problems
from portal.settings_pages.staff import CHANGED_MEANWHILE
from portal.site.staff import languages
from portal.store import audit, saving
from portal.web.page import both, link, page, redirect_to, render


@page
@administrator_only
def offered_languages(request: Request, session: Session, account: Account) -> Response:
    """Choose which languages residents are offered, and in which order."""
    if request.method != "POST":
        return _languages_shown(request, queries.stored(session).languages)
    council = queries.for_change(session)
    if saving.is_stale(request.state.form, languages.version(council.languages)):
        return _languages_shown(request, council.languages, {"version": CHANGED_MEANWHILE}, 409)
    moved = languages.move(request.state.form, council.languages)
    if isinstance(moved, Problem):
        return _languages_shown(request, council.languages, {"languages": moved})
    if moved != council.languages:
        queries.save(session, replace(council, languages=moved))
        fields = ["languages"]
        audit.record(session, account.id or 0, "settings.changed", "languages", fields=fields)
    return redirect_to(request, link("offered_languages") + "?saved=yes")


def _languages_shown(
    request: Request,
    offered: languages.Offered,
    problems: Problems | None = None,
    status: int = 200,
) -> Response:
    return render(
        request,
        "site/staff/languages.html",
        status=status,
        offered=offered,
        left_out=languages.left_out(offered),
        version=languages.version(offered),
        problems=problems,
    )


routes = [
    both("/staff/settings/languages", offered_languages, name="offered_languages"),
]
