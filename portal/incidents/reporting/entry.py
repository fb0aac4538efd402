"""The way in: the first page, what somebody has to know before they begin, and closed doors."""

from collections.abc import Sequence

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.incidents import report_settings, vocabulary
from portal.incidents.records import take_in
from portal.incidents.reporting import journey, who_helps
from portal.incidents.reporting.journey import Journey
from portal.incidents.reporting.steps import Step, Steps, shown
from portal.languages import i18n, text_languages
from portal.problems import Problems
from portal.questions import questionnaire
from portal.web import feature
from portal.web.page import sent_text


def first_page(
    request: Request,
    session: Session,
    here: Journey | None = None,
    *,
    lost: bool = False,
    words: Sequence[tuple[str, str]] = (),
    taken: Sequence[tuple[str, str]] = (),
) -> Response:
    """Show the first page, which carries what somebody typed before they went back to it.

    `lost` says that the key to what somebody typed is gone; `words` are what they typed last,
    and `taken` what they typed for a report that was sent, to be taken along to it by its code.
    """
    return shown(
        request,
        "first.html",
        here,
        lost=lost,
        words=words,
        taken=taken,
        closed=_why_closed(session),
        support=who_helps.nearest(session),
        centres=feature.centres(request.state.features, session),
    )


def is_closed(session: Session) -> bool:
    """Tell whether a report that came in now would find nobody to read it."""
    return bool(_why_closed(session))


def closed(
    request: Request,
    session: Session,
    here: Journey,
    unsent: str = "",
    again: Sequence[tuple[str, str]] = (),
) -> Response:
    """Show who else helps while no reports are taken in, with what somebody wrote to copy.

    `again` is the whole form that was sent, for sending it once more.
    """
    return shown(
        request,
        "closed.html",
        here,
        notes={"again": again},
        closed=_why_closed(session),
        unsent=unsent,
        again=again,
        support=who_helps.nearest(session),
        centres=feature.centres(request.state.features, session),
    )


def show_before(request: Request, session: Session, here: Journey, problems: Problems) -> Response:
    """Say what is kept, who reads it and how to leave, before anything is typed."""
    if is_closed(session):
        return closed(request, session, here)
    decided = report_settings.current(session)
    return shown(request, "before.html", here, problems, decided=decided)


def _why_closed(session: Session) -> str:
    return take_in.why_closed(session, i18n.today(), i18n.calendar()) or ""


def _show_first(request: Request, session: Session, here: Journey, _: Problems) -> Response:
    return first_page(request, session, here if _is_unsent(here) else None)


def _start(request: Request, session: Session, here: Journey) -> Response:
    channel = sent_text(request.state.form, "channel")
    known = channel in questionnaire.codes(vocabulary.CHANNELS)
    tag = sent_text(request.state.form, "told_in")
    told_in = tag if text_languages.is_known(tag) else ""
    begun = here if _is_unsent(here) else journey.begin(channel if known else "web", told_in)
    return show_before(request, session, begun, {})


def _is_unsent(here: Journey) -> bool:
    return bool(here.step("what")) and not here.sent


STEPS: Steps = {"start": Step(_show_first, _start)}
