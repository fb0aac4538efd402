"""Coming back with a code: how far it is, replies, more words, and ways to take it all back.

What was written is never shown again. Nothing is kept of a visit but that the newest reply was
seen, and that somebody came back at all.
"""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.incidents.models import Report
from portal.incidents.records import (
    codes,
    merging,
    pieces,
    quota,
    reach,
    replies,
    take_in,
    withdrawing,
)
from portal.incidents.records.pieces import Item
from portal.incidents.records.reach import Reach
from portal.incidents.reporting import adding, reporter_guard, who_helps
from portal.incidents.reporting.adding_questions import TEXT
from portal.incidents.reporting.journey import Journey
from portal.incidents.reporting.steps import Step, Steps, noted, several, shown, typed, with_typed
from portal.incidents.rules import PublicStatus, State, public_status
from portal.languages import i18n, text_languages
from portal.problems import Problem, Problems, mark, too_long
from portal.store.db import random_id
from portal.web.page import sent_text

CODE = "code"
ADD_TO = "add_to"
"""Names the page of a report for which words are taken along, until a code opens it."""

_WORDS = {
    PublicStatus.RECEIVED: mark("We have it. Nobody has opened it yet."),
    PublicStatus.READING: mark("Somebody who helps has opened it."),
    PublicStatus.WORKING: mark("People who help are working on it."),
    PublicStatus.WAITING: mark("We are waiting for an answer from you. Read our reply."),
    PublicStatus.CLOSED: mark(
        "The work on it is finished. Our last reply says more, if there is one."
    ),
    PublicStatus.WITHDRAWN: mark("You took it back."),
}
_UNKNOWN = mark(
    "This code leads nowhere. Check every sign of it. "
    "A code also leads nowhere once access with it was ended."
)


def ask_code(request: Request, _session: Session, here: Journey, problems: Problems) -> Response:
    """Ask for the code."""
    said = here.step("return")
    taken = [(name, one) for name in said if name != CODE for one in several(said, name)]
    if tag := here.language_of("return", ADD_TO):
        taken.append((text_languages.TYPED_IN, tag))
    typed = said.get(CODE, "")
    return shown(request, "return.html", here, problems, typed=typed, taken=taken)


def come_back(request: Request, session: Session, here: Journey) -> Response:
    """Open what a code leads to; every code that leads nowhere takes the same path."""
    if CODE not in request.state.form:
        return ask_code(request, session, here, {})
    given = sent_text(request.state.form, CODE)
    code = codes.find(given)
    report = reporter_guard.locked(session, code)
    if report is None:
        code = codes.old_without_check(given)
        report = reporter_guard.locked(session, code)
    if report is None or code is None:
        here = with_typed(request, here, "return", typed(request) | {CODE: given})
        return ask_code(request, session, here, {CODE: Problem(_UNKNOWN)})
    report.came_back = True
    opened = _taken_along(request, Journey(code=code, sent=True, kept_code=True))
    if section := next((one for one in adding.SECTIONS if one in opened.fields), None):
        return adding.STEPS[section].show(request, session, opened, {})
    return _read(request, session, opened, {})


def place_of(step: str) -> str:
    """Name the page of a report to which the form of a step adds words; nothing if to none."""
    return "status" if step == "add" else step if step in adding.SECTIONS else ""


def _taken_along(request: Request, opened: Journey) -> Journey:
    said = typed(request)
    place = said.pop(ADD_TO, "")
    said.pop(CODE, None)
    known = place in ("status", *adding.SECTIONS)
    return with_typed(request, opened, place, said) if known else opened


@reporter_guard.of_report
def _read(
    request: Request, session: Session, here: Journey, report: Report, problems: Problems
) -> Response:
    page = _status(request, session, here, report, problems)
    report.seen = True
    session.add(report)
    return page


@reporter_guard.of_report
def show_status(
    request: Request, session: Session, here: Journey, report: Report, problems: Problems
) -> Response:
    """Show how far it is, and the replies."""
    done = noted(request, "done") or ""
    return _status(request, session, here, report, problems, done=done)


@reporter_guard.of_report
def add_words(
    request: Request, session: Session, here: Journey, report: Report, _problems: Problems
) -> Response:
    """Keep more words for the people who help."""
    said = typed(request)
    text = sent_text(said, "what")
    here = with_typed(request, here, "status")
    if problems := _words_problems(text) or quota.words_problems(session, report):
        return _status(request, session, here, report, problems)
    # The same words are kept once; others from the same page must not replace what was
    # acknowledged, and perhaps read.
    name = pieces.name_of(here.code, "add", str(said.get("page", "")), text)
    languages = {"what": here.language_of("status", "what", i18n.language())}
    added = {"section": "add", "what": text, "languages": languages}
    pieces.put(session, report, Item.ADDITION, added, name)
    return _status(request, session, _without_words(here), report, {}, done="added")


def _sure(step: str) -> reporter_guard.Page:
    """Ask whether somebody is sure of what cannot be undone."""

    @reporter_guard.of_report
    def ask(
        request: Request, session: Session, here: Journey, report: Report, problems: Problems
    ) -> Response:
        private = codes.reporter_key(here.code or "")
        held = step == "withdraw" and withdrawing.may_be_held(session, report, private)
        return shown(request, "sure.html", here, problems, act=step, held=held)

    return ask


@reporter_guard.of_report
def delete_replies(
    request: Request, session: Session, here: Journey, report: Report, problems: Problems
) -> Response:
    """Delete the replies, for whoever may find the code."""
    if not _is_sure(request):
        return _sure("delete_replies")(request, session, here, problems)
    replies.delete_for_reporter(session, report)
    return _status(request, session, here, report, {}, done="deleted")


@reporter_guard.of_report
def withdraw(
    request: Request, session: Session, here: Journey, report: Report, problems: Problems
) -> Response:
    """Take the report back."""
    if not _is_sure(request):
        return _sure("withdraw")(request, session, here, problems)
    private = codes.reporter_key(here.code or "")
    withdrawing.take_back_count(session, report, private)
    withdrawing.withdraw(session, report, private, i18n.today())
    return reporter_guard.withdrawn(request, session, here, report)


def bring_back(request: Request, session: Session, here: Journey) -> Response:
    """Bring back what was taken back; a second tap finds it there."""
    report = reporter_guard.locked(session, here.code) if here.sent else None
    if report is None:
        return show_status(request, session, here)
    if report.state is State.WITHDRAWN:
        withdrawing.bring_back(session, report, codes.reporter_key(here.code or ""))
    return _status(request, session, here, report, {}, done="back")


def end(request: Request, session: Session, here: Journey) -> Response:
    """Let the code lead nowhere from now on; not that of what was taken back, it brings it back."""
    report = reporter_guard.locked(session, here.code) if here.sent else None
    if report and (report.state is State.WITHDRAWN or not _is_sure(request)):
        return _sure("end")(request, session, here)
    if report:
        replies.delete_for_reporter(session, report)
        take_in.close_way_back(session, report)
    return reporter_guard.nowhere(request, here, just_ended=report is not None)


def _status(
    request: Request,
    session: Session,
    here: Journey,
    report: Report,
    problems: Problems,
    *,
    done: str = "",
) -> Response:
    opens = reach.of(session, report)
    shut = "" if opens is Reach.OPEN else f"shut_{opens}"
    return shown(
        request,
        "status.html",
        here,
        problems,
        {"done": done},
        how_far=_WORDS[public_status(merging.shown_state(session, report))],
        shut=shut,
        support=who_helps.nearest(session) if shut else (),
        read=replies.for_reporter(session, report, here.code),
        said=here.step("status"),
        most=TEXT,
        done=done,
        page=random_id(),
    )


def _words_problems(text: str) -> Problems:
    if not text:
        return {"what": Problem(mark("Write what you want to add."))}
    if len(text) > TEXT:
        return {"what": too_long(TEXT)}
    return {}


def _without_words(here: Journey) -> Journey:
    rest = {name: said for name, said in here.fields.items() if name != "status"}
    return here.with_changes(fields=rest)


def _is_sure(request: Request) -> bool:
    return sent_text(request.state.form, "sure") == "yes"


STEPS: Steps = {
    "return": Step(ask_code, come_back, writes=True),
    "status": Step(show_status, _read, writes=True),
    "add": Step(show_status, add_words, writes=True, adds=True),
    "delete_replies": Step(_sure("delete_replies"), delete_replies, writes=True),
    "withdraw": Step(_sure("withdraw"), withdraw, writes=True),
    "bring_back": Step(show_status, bring_back, writes=True),
    "end": Step(_sure("end"), end, writes=True),
}
