"""The small forms on a case: who works on it, notes, replies, its state and its clocks."""

from collections.abc import Callable

from starlette.routing import Route

from portal.forms.fields import Text
from portal.forms.form import Fields
from portal.incidents import rules
from portal.incidents.records import pieces, replies
from portal.incidents.staff import queries
from portal.incidents.staff.cases import access, case_guards, case_pages, contents, states
from portal.languages import i18n, text_languages
from portal.problems import Problem, Problems, mark
from portal.web.acting import Asked, Did
from portal.web.page import sent_text

LONGEST_NOTE = 10_000
LONGEST_REPLY = 5_000
CLOCKS = ("acknowledged", "first_action", "last_contact")

_NOBODY = mark("Choose somebody who was given this case.")
_CHOOSE = mark("Choose one of the answers listed.")
_LANGUAGE = mark("Choose one of the languages listed.")
_UNREADABLE = mark("The reporter ended their access. Nobody can read a reply.")

_EMPTY = mark("Write something first.")
_NOTE = Text("note", required=True, most=LONGEST_NOTE, missing=_EMPTY)
_REPLY = Text("reply", required=True, most=LONGEST_REPLY, missing=_EMPTY)

_Asked = Asked[access.Case]
_ON_A_CASE = case_guards.watched(case_pages.shown)


def assign(asked: _Asked) -> Did | Problems:
    """Let somebody who holds the key of a case work on it."""
    return _entrust(asked, "assigned")


def cover(asked: _Asked) -> Did | Problems:
    """Let somebody stand in while whoever works on a case is away."""
    chosen = sent_text(asked.sent, "covered_by")
    if chosen and chosen == str(asked.item.report.assigned):
        return {"covered_by": Problem(mark("Choose somebody else than who works on the case."))}
    return _entrust(asked, "covered_by")


def note(asked: _Asked) -> Did:
    """Keep a note for the team; the reporter never sees it."""
    day = i18n.today().isoformat()
    tag = text_languages.of_form(asked.sent)
    record = {"text": asked.values["note"], "by": asked.item.number, "day": day, "language": tag}
    if sent_text(asked.sent, "handed_over"):
        record["about"] = contents.RECORDING
    pieces.add(asked.session, asked.item.report, pieces.Item.NOTE, record)
    return Did("noted")


def reply(asked: _Asked) -> Did | Problems:
    """Write to the reporter; the first reply acknowledges the report."""
    if not asked.item.report.reporter_key:
        return {"reply": Problem(_UNREADABLE)}
    tag = sent_text(asked.sent, "language") or text_languages.of_form(asked.sent)
    if not text_languages.is_known(tag):
        return {"language": Problem(_LANGUAGE)}
    replies.write(asked.session, asked.item.report, asked.values["reply"], i18n.today(), tag)
    _acknowledge(asked.item)
    return Did("replied")


def move(asked: _Asked) -> Did | Problems:
    """Move a case to another state in which somebody works on it."""
    before, chosen = asked.item.report.state, sent_text(asked.sent, "state")
    allowed = () if before in rules.OVER else states.by_hand(before)
    if chosen not in allowed:
        return {"state": Problem(_CHOOSE)}
    asked.item.report.state = rules.State(chosen)
    return Did("moved", {"before": before, "after": chosen})


def stop_clock(asked: _Asked) -> Did | Problems:
    """Note that something promised was done today; whoever was contacted is acknowledged, too."""
    name = sent_text(asked.sent, "clock")
    if name not in CLOCKS:
        return {"clock": Problem(_CHOOSE)}
    setattr(asked.item.report, name, i18n.today())
    if name == "last_contact":
        _acknowledge(asked.item)
    return Did("clock_stopped", {"clock": name})


def _entrust(asked: _Asked, name: str) -> Did | Problems:
    chosen = sent_text(asked.sent, name)
    people = {str(one.id): one.id for one in queries.colleagues(asked.session, asked.item.report)}
    if chosen and chosen not in people:
        return {name: Problem(_NOBODY)}
    setattr(asked.item.report, name, people.get(chosen))
    return Did(name, {"account": chosen or None})


def _acknowledge(case: access.Case) -> None:
    case.report.acknowledged = case.report.acknowledged or i18n.today()


def _route(name: str, act: Callable[[_Asked], Did | Problems], fields: Fields = ()) -> Route:
    path = f"/staff/cases/{{reference}}/{name}"
    return _ON_A_CASE.act(path, fields, act, name=f"case_{name}", said=name)


routes = [
    _route("assign", assign),
    _route("cover", cover),
    _route("note", note, [_NOTE]),
    _route("reply", reply, [_REPLY]),
    _route("move", move),
    _route("clock", stop_clock),
]
