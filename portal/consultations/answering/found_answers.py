"""Answers that somebody finds on a device: whose they are is asked before more is added."""

from typing import NamedTuple

from starlette.requests import Request

from portal.consultations.answering import versions
from portal.consultations.answering.visits import Visit
from portal.web.page import link
from portal.web.security import SAFE_METHODS


class Found(NamedTuple):
    """How many answers were found, and whether somebody has to be asked before they go on."""

    number: int
    asks: bool


def found_answers(request: Request, here: Visit) -> Found | None:
    """Tell of what answers a page asks whose they are; None if there is no need.

    Somebody else may have begun them if their code was shown, or if nobody came to this page
    from another one of the same answers.
    """
    if here.holding is None or here.response is not None:
        return None
    asks = request.method in SAFE_METHODS and not _goes_on(request, here.slug)
    if not asks and not here.holding.noted:
        return None
    number = versions.number_given(here.questionnaire, here.work)
    return Found(number, asks) if number else None


def _goes_on(request: Request, slug: str) -> bool:
    """Tell whether somebody comes from a page of the answers, which asked if that was needed."""
    address = request.headers.get("referer", "").partition("://")[2]
    came = _in_any_language(address.partition("?")[0])
    own = _in_any_language(link("respond", slug=slug))
    return came == own or (
        came.startswith(f"{own}/") and came != _in_any_language(link("respond_saved", slug=slug))
    )


def _in_any_language(path: str) -> str:
    return path.split("/", 2)[-1]
