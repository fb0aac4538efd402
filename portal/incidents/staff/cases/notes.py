"""The small forms on a case: who works on it, notes, replies, its state and its clocks."""

from collections.abc import Callable

from sqlmodel import Session
from starlette.requests import Request
from starlette.routing import Route

from portal.incidents import rules
from portal.incidents.records import pieces, replies
from portal.incidents.staff import queries
from portal.incidents.staff.cases import access, case_guards, case_pages, states
from portal.languages import i18n, text_languages
from portal.problems import Problem, Problems, mark, too_long
from portal.web.page import sent_text

LONGEST_NOTE = 10_000
LONGEST_REPLY = 5_000
CLOCKS = ("acknowledged", "first_action", "last_contact")

_NOBODY = mark("Choose somebody who was given this case.")
_CHOOSE = mark("Choose one of the answers listed.")
_LANGUAGE = mark("Choose one of the languages listed.")
_EMPTY = mark("Write something first.")
_UNREADABLE = mark("The reporter ended their access. Nobody can read a reply.")


def assign(request: Request, session: Session, case: access.Case) -> Problems:
    """Let somebody who holds the key of a case work on it."""
    return _entrust(request, session, case, "assigned")


def cover(request: Request, session: Session, case: access.Case) -> Problems:
    """Let somebody stand in while whoever works on a case is away."""
    chosen = sent_text(request.state.form, "covered_by")
    if chosen and chosen == str(case.report.assigned):
        return {"covered_by": Problem(mark("Choose somebody else than who works on the case."))}
    return _entrust(request, session, case, "covered_by")


def note(request: Request, session: Session, case: access.Case) -> Problems:
    """Keep a note for the team; the reporter never sees it."""
    text = sent_text(request.state.form, "note")
    if problem := _wrong(text, LONGEST_NOTE):
        return {"note": problem}
    day = i18n.today().isoformat()
    tag = text_languages.of_form(request.state.form)
    record = {"text": text, "by": case.number, "day": day, "language": tag}
    pieces.add(session, case.report, pieces.Item.NOTE, record)
    case_guards.changed(session, case, "noted")
    return {}


def reply(request: Request, session: Session, case: access.Case) -> Problems:
    """Write to the reporter; the first reply acknowledges the report."""
    text = sent_text(request.state.form, "reply")
    if problem := _wrong(text, LONGEST_REPLY):
        return {"reply": problem}
    if not case.report.reporter_key:
        return {"reply": Problem(_UNREADABLE)}
    tag = sent_text(request.state.form, "language") or text_languages.of_form(request.state.form)
    if not text_languages.is_known(tag):
        return {"language": Problem(_LANGUAGE)}
    replies.write(session, case.report, text, i18n.today(), tag)
    _acknowledge(case)
    case_guards.changed(session, case, "replied")
    return {}


def move(request: Request, session: Session, case: access.Case) -> Problems:
    """Move a case to another state in which somebody works on it."""
    before, chosen = case.report.state, sent_text(request.state.form, "state")
    allowed = () if before in rules.OVER else states.by_hand(before)
    if chosen not in allowed:
        return {"state": Problem(_CHOOSE)}
    case.report.state = rules.State(chosen)
    case_guards.changed(session, case, "moved", before=before, after=chosen)
    return {}


def stop_clock(request: Request, session: Session, case: access.Case) -> Problems:
    """Note that something promised was done today; whoever was contacted is acknowledged, too."""
    name = sent_text(request.state.form, "clock")
    if name not in CLOCKS:
        return {"clock": Problem(_CHOOSE)}
    setattr(case.report, name, i18n.today())
    if name == "last_contact":
        _acknowledge(case)
    case_guards.changed(session, case, "clock_stopped", clock=name)
    return {}


def _entrust(request: Request, session: Session, case: access.Case, name: str) -> Problems:
    chosen = sent_text(request.state.form, name)
    people = {str(one.id): one.id for one in queries.colleagues(session, case.report)}
    if chosen and chosen not in people:
        return {name: Problem(_NOBODY)}
    setattr(case.report, name, people.get(chosen))
    case_guards.changed(session, case, name, account=chosen or None)
    return {}


def _acknowledge(case: access.Case) -> None:
    case.report.acknowledged = case.report.acknowledged or i18n.today()


def _wrong(text: str, most: int) -> Problem | None:
    if not text:
        return Problem(_EMPTY)
    if len(text) > most:
        return too_long(most)
    return None


def _route(name: str, act: Callable[[Request, Session, access.Case], Problems]) -> Route:
    path = f"/staff/cases/{{reference}}/{name}"
    return Route(path, case_pages.acting(name, act), name=f"case_{name}", methods=["POST"])


routes = [
    _route("assign", assign),
    _route("cover", cover),
    _route("note", note),
    _route("reply", reply),
    _route("move", move),
    _route("clock", stop_clock),
]
