"""Who helps residents besides the council: the list, a page for each, and “I rang them today”."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import administrator_only
from portal.accounts.models import Account
from portal.incidents import report_settings, signposts, vocabulary
from portal.incidents.staff.settings import support_form
from portal.languages.i18n import today
from portal.problems import mark
from portal.settings_pages.staff import Kept, SettingsPages
from portal.store import audit
from portal.web.page import link, page, post, redirect_to, sent_text


def due(decided: report_settings.Arrangements) -> list[signposts.Support]:
    """List those whose number nobody has rung for the months that the council set."""
    return signposts.to_ring(decided.support, today(), decided.rung_months)


class Row(NamedTuple):
    """One of those who help, on which day they were rung, and whether that is due again.

    `shown` is whom and which number a page shows: whoever changes it has to ring it again.
    """

    place: int
    shown: str
    support: signposts.Support
    day: date | None
    due: bool


def _beside(
    _request: Request, _session: Session, decided: report_settings.Arrangements
) -> Mapping[str, Any]:
    late = due(decided)
    days = (date.fromisoformat(one.rung) if one.rung else None for one in decided.support)
    return {
        "rows": [
            Row(place, _reach(one), one, day, one in late)
            for place, (one, day) in enumerate(zip(decided.support, days, strict=True))
        ],
        "late": len(late),
        "needs": {one.code: one.label for one in vocabulary.NEEDS},
        "unmet": signposts.unmet(decided.support),
    }


@page
@administrator_only
def support_rung(request: Request, session: Session, account: Account) -> Response:
    """Note that somebody was rung today and answered, if it is still the one the page showed."""
    decided, sent = report_settings.for_change(session), request.state.form
    place, shown = request.path_params["place"], sent_text(sent, "shown")
    rung = [
        replace(one, rung=today().isoformat()) if (str(n), _reach(one)) == (place, shown) else one
        for n, one in enumerate(decided.support)
    ]
    if rung != list(decided.support):
        report_settings.save(session, replace(decided, support=tuple(rung)))
        audit.record(session, account.id or 0, "reports.support_rung", place)
    return redirect_to(request, link(SETTINGS.name))


def _reach(one: signposts.Support) -> str:
    return " ".join((one.name, one.telephone, one.text, one.address))


SETTINGS = SettingsPages(
    name="report_support",
    section="report_support_one",
    path="/staff/reports/support",
    title=mark("Who helps besides us"),
    template="incidents/staff/settings/support.html",
    action="reports.support",
    kept=Kept(
        report_settings.current,
        report_settings.for_change,
        report_settings.save,
        support_form.to_form,
        support_form.from_form,
    ),
    sections=support_form.sections,
    duties=(),
    beside=_beside,
)

routes = [
    post("/staff/reports/support/{place}/rung", support_rung, name="support_rung"),
    *SETTINGS.routes,
]
