"""The short report: what happened, whether we may reply, a last look, and then its code."""

from dataclasses import replace
from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.incidents import report_settings, vocabulary
from portal.incidents.records import codes, danger, independent, take_in
from portal.incidents.reporting import (
    duplicates,
    entry,
    floods,
    leaving_out,
    memory,
    reporter_guard,
    short_report,
    who_helps,
)
from portal.incidents.reporting.journey import Journey
from portal.incidents.reporting.steps import Step, Steps, noted, shown, shown_alike, with_typed
from portal.incidents.rules import State
from portal.languages import i18n
from portal.problems import Problem, Problems, mark
from portal.questions import questionnaire
from portal.web.page import sent_text

AGAIN, APART = "again", "apart"
"""What a report that is sent is to the one before: the same, or one of its own."""


def _show_what(request: Request, session: Session, here: Journey, problems: Problems) -> Response:
    outside = independent.now(session, i18n.today(), i18n.calendar())
    return shown(
        request,
        "what.html",
        here,
        problems,
        most=short_report.MOST,
        dangers=vocabulary.YES_NO_UNSURE,
        outside=outside,
        readers=[(one.code, one.label) for one in leaving_out.offered(session)],
        nobody_outside=short_report.about_council(here) and outside.closed,
        decided=report_settings.current(session),
        support=who_helps.nearest(session),
    )


def _say_what(request: Request, session: Session, here: Journey) -> Response:
    here = with_typed(request, here, "what")
    if problems := _what_problems(session, here):
        return _show_what(request, session, here, problems)
    if _is_kept_back(session, here):
        return _show_kept_back(request, session, here)
    return _show_reply(request, session, here, {})


def _show_kept_back(request: Request, session: Session, here: Journey) -> Response:
    decided, support = report_settings.current(session), who_helps.nearest(session)
    return shown(request, "kept_back.html", here, decided=decided, support=support)


def _show_reply(request: Request, session: Session, here: Journey, problems: Problems) -> Response:
    contact = take_in.may_leave_contact(session)
    ways = [way for way in vocabulary.REPLY_WAYS if contact or way.code != "contact"]
    return shown(request, "reply.html", here, problems, ways=ways, contact=contact)


def _say_how(request: Request, session: Session, here: Journey) -> Response:
    return _show_send(request, session, with_typed(request, here, "reply"), {})


def _show_send(
    request: Request,
    session: Session,
    here: Journey,
    problems: Problems,
    *,
    taken_back: bool = False,
) -> Response:
    if unfinished := _unfinished(request, session, here):
        return unfinished
    return shown(
        request,
        "send.html",
        here,
        problems,
        {"taken_back": taken_back},
        taken_back=taken_back or noted(request, "taken_back"),
        report=short_report.report(here, i18n.language()),
        contact=short_report.contact(here),
        left_out=[one.label for one in leaving_out.chosen(session, here)],
        outside=independent.now(session, i18n.today(), i18n.calendar()),
        labels=questionnaire.labels(vocabulary.DANGER + vocabulary.REPLY_WAYS),
        task=floods.task(here.code),
        bits=floods.WORK_BITS,
    )


def _unfinished(request: Request, session: Session, here: Journey) -> Response | None:
    """Show the page on which something is wrong, whichever way somebody came past it.

    A report that was sent already is told so.
    """
    if here.sent:
        return _show_sent(request, session, here, {})
    if problems := _what_problems(session, here):
        return _show_what(request, session, here, problems)
    if _is_kept_back(session, here):
        return _show_kept_back(request, session, here)
    contact = short_report.way(here) == "contact" and take_in.may_leave_contact(session)
    if problems := short_report.reply_problems(here, contact=contact):
        return _show_reply(request, session, here, problems)
    return None


def _send(request: Request, session: Session, here: Journey) -> Response:
    if unfinished := _unfinished(request, session, here):
        return unfinished
    told = duplicates.told_apart(request, session, here)
    if told.came:
        return _show_again(request, session, here, told.here)
    if State.WITHDRAWN in told.others:
        # What was taken back is not sent again by a form that stood open, unless it is meant.
        return _show_send(request, session, told.here, {}, taken_back=True)
    return _take_in(request, session, here, told)


def _take_in(request: Request, session: Session, here: Journey, told: duplicates.Told) -> Response:
    if entry.is_closed(session):
        return entry.closed(request, session, here, short_report.said(here, "what", "what"))
    letter = replace(told.letter, held=floods.held(request, here.code))
    if not take_in.keep(session, letter, i18n.today()):
        # The same form came a moment before.
        return _send(request, session, here)
    if danger.is_urgent(letter.slip):
        danger.tell(session, letter.circle)
    return _show_code(request, session, _after(told.here), {}, note=APART if told.others else "")


def _show_closed(
    request: Request, session: Session, here: Journey, _problems: Problems
) -> Response:
    again = noted(request, "again") or []
    if here.sent and not again:
        # It was sent since, or what was added to it was.
        return _show_sent(request, session, here, {})
    return entry.closed(request, session, here, short_report.said(here, "what", "what"), again)


def _show_again(request: Request, session: Session, here: Journey, own: Journey) -> Response:
    # Whoever sends twice, or again because the answer was lost, finds the report they sent.
    memory.let_go(request, here)
    if not take_in.found(session, own.code):
        return entry.first_page(request, session, lost=True)
    return _show_code(request, session, _after(own), {}, note=AGAIN)


def _after(here: Journey) -> Journey:
    # What was written is not carried any further; only what the pages that follow depend on.
    kept = {"reply": {"reply": short_report.way(here)}}
    urgent = {name: short_report.said(here, "what", name) for name in ("danger", "child")}
    return here.with_changes(sent=True, fields=kept | {"what": urgent})


def _show_sent(request: Request, session: Session, here: Journey, problems: Problems) -> Response:
    if not here.sent:
        return _show_send(request, session, here, {})
    if here.kept_code:
        return shown(request, "kept.html", here, problems)
    return _show_code(request, session, here, problems, note=noted(request, "before") or "")


def _show_code(
    request: Request,
    session: Session,
    here: Journey,
    problems: Problems,
    *,
    note: str = "",
) -> Response:
    if problems or note:
        notes = {"before": note}
        return shown(request, "sent.html", here, problems, notes, before=note, **_codes(here))
    depends = (
        short_report.way(here),
        short_report.said(here, "what", "danger"),
        short_report.child(here),
        report_settings.version(session),
    )
    return shown_alike(request, "sent.html", here, depends, _codes(here))


def _keep_code(request: Request, session: Session, here: Journey) -> Response:
    if not here.sent:
        return _show_send(request, session, here, {})
    if sent_text(request.state.form, "none") == "yes":
        return _want_none(request, session, here)
    if not codes.ends_with(here.code, sent_text(request.state.form, "end")):
        message = mark("This is not the last group of your code. Look at it and type it again.")
        return _show_sent(request, session, here, {"end": Problem(message)})
    return _show_sent(request, session, here.with_changes(kept_code=True), {})


def _want_none(request: Request, session: Session, here: Journey) -> Response:
    if report := take_in.found(session, here.code):
        take_in.close_way_back(session, report)
    return reporter_guard.forgetting(request, here, shown(request, "gone.html", None))


def _show_card(request: Request, session: Session, here: Journey, _: Problems) -> Response:
    if not here.sent:
        return _show_send(request, session, here, {})
    return shown(request, "card.html", here, {}, **_codes(here))


def _codes(here: Journey) -> dict[str, Any]:
    return {"letters": codes.letters(here.code), "digits": codes.digits(here.code)}


def _what_problems(session: Session, here: Journey) -> Problems:
    outside = _is_anybody_outside(session, here)
    problems = short_report.what_problems(here, outside=outside)
    return problems | leaving_out.problems(session, here, outside=outside)


def _is_anybody_outside(session: Session, here: Journey) -> bool:
    if not short_report.about_council(here):
        return False
    return independent.reads(session, i18n.today(), i18n.calendar())


def _is_kept_back(session: Session, here: Journey) -> bool:
    """Tell whether somebody would rather send nothing than have the council's team read it."""
    undecided = short_report.about_council(here) and not _is_anybody_outside(session, here)
    return undecided and short_report.said(here, "what", "to_team") == "no"


STEPS: Steps = {
    "before": Step(entry.show_before, partial(_show_what, problems={})),
    "what": Step(_show_what, _say_what),
    "reply": Step(_show_reply, _say_how),
    "send": Step(_show_send, _send, writes=True),
    "sent": Step(_show_sent, _keep_code, writes=True),
    "card": Step(_show_card, partial(_show_sent, problems={})),
    "closed": Step(_show_closed, partial(_show_closed, _problems={})),
}
