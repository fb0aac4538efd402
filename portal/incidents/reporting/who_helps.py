"""Who helps besides the council: chosen by need and language, those first who answer now."""

from collections.abc import Sequence

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.incidents import report_settings, signposts, vocabulary
from portal.incidents.reporting.steps import shown
from portal.incidents.safety import signing_off
from portal.incidents.signposts import Signpost
from portal.languages import i18n, text_languages
from portal.store.db import now
from portal.web import lists
from portal.web.page import get, page, public

# By their numbers: a glance at the list of pages of a browser does not tell of what somebody reads.
_NEEDS = {str(number): need for number, need in enumerate(vocabulary.NEEDS, 1)}


@page
@public
def who_helps(request: Request, session: Session) -> Response:
    """List who helps with what somebody needs."""
    request.state.safety = signing_off.shower(request, session)
    support = report_settings.current(session).support
    spoken = {tag for one in support if one.reachable for tag in one.languages}
    number = lists.chosen(request.query_params, "n", _NEEDS)
    tag = lists.chosen(request.query_params, "l", spoken)
    need = _NEEDS[number].code if number else ""
    calendar = i18n.calendar()
    helping = signposts.helping(support, need, tag)
    return shown(
        request,
        "who_helps.html",
        None,
        found=signposts.in_turn(helping, calendar.local(now()), calendar.closed),
        needs=[(number, need.label) for number, need in _NEEDS.items()],
        languages=sorted(((one, text_languages.named(one)) for one in spoken), key=_name),
        number=number,
        need=need,
        tag=tag,
    )


def nearest(session: Session) -> Sequence[Signpost]:
    """Choose whom to name on a page about something else."""
    calendar = i18n.calendar()
    support = report_settings.current(session).support
    return signposts.nearest(support, calendar.local(now()), calendar.closed)


def _name(language: tuple[str, str]) -> str:
    return language[1]


routes = [get("/help/who-helps", who_helps, name="who_helps")]
