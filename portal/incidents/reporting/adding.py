"""“Add more, if you can”: one page for each section, kept as soon as it is sent.

Nothing is asked again and nothing is shown again. What the queue shows changes with it.
"""

from functools import partial

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.categories import queries as categories
from portal.incidents import equality, report_settings, vocabulary
from portal.incidents.models import Report
from portal.incidents.records import codes, danger, pieces, quota, withdrawing
from portal.incidents.records.pieces import Item
from portal.incidents.reporting import adding_forms, adding_questions, reporter_guard
from portal.incidents.reporting.journey import Journey
from portal.incidents.reporting.steps import Step, Steps, noted, shown, typed, with_typed
from portal.problems import Problems
from portal.store.db import now, random_id

SECTIONS = (*adding_questions.SECTIONS, "equality")
_DONE = "done"


@reporter_guard.of_report
def contents(
    request: Request, _session: Session, here: Journey, _report: Report, problems: Problems
) -> Response:
    """List the sections, and which of them were sent in this visit."""
    return _contents(request, here, problems, saved=noted(request, "saved") or "")


def _contents(
    request: Request, here: Journey, problems: Problems | None = None, saved: str = ""
) -> Response:
    notes = {"saved": saved}
    return shown(request, "more.html", here, problems, notes, done=_done(here), saved=saved)


def _section(
    request: Request,
    session: Session,
    here: Journey,
    _report: Report,
    problems: Problems,
    *,
    section: str,
) -> Response:
    decided = report_settings.current(session)
    said = here.step(section)
    return shown(
        request,
        f"{section}.html",
        here,
        problems,
        section=adding_questions.section(section, decided.local_strands),
        sent={name: _list(value) for name, value in said.items()},
        page=said.get("page") or random_id(),
        decided=decided,
    )


def _kept(
    request: Request,
    session: Session,
    here: Journey,
    report: Report,
    _problems: Problems,
    *,
    section: str,
) -> Response:
    said = typed(request)
    local = report_settings.current(session).local_strands
    asked = adding_questions.section(section, local)
    record, problems = adding_forms.read(asked, said)
    here = with_typed(request, here, section)
    if problems := problems or quota.words_problems(session, report):
        return _section(request, session, here, report, problems, section=section)
    page = str(said.get("page", ""))
    if record or section == "consent":
        addition = adding_forms.additions(section, record, here.languages[section])
        name = pieces.name_of(here.code, section, page)
        pieces.put(session, report, Item.ADDITION, addition, name)
        if addition.get(vocabulary.UNCOUNTED):
            # It may be closed and counted already.
            withdrawing.take_back_count(session, report, codes.reporter_key(here.code or ""))
    if changed := adding_forms.slip(record, now()):
        name = pieces.name_of(here.code, section, page, "slip")
        pieces.put(session, report, Item.SLIP, changed, name)
        if danger.is_urgent(changed):
            danger.tell(session, report.circle)
    return _contents(request, _with_done(here, section), saved=section)


@reporter_guard.of_report
def ask_equality(
    request: Request, session: Session, here: Journey, _report: Report, problems: Problems
) -> Response:
    """Ask about the person it happened to."""
    said, more = here.step("equality"), report_settings.current(session).equality_more
    return shown(
        request,
        "equality.html",
        here,
        problems,
        drawn=equality.asked(categories.questions(session, request.state.council.nation), more),
        about={name: _list(value) for name, value in said.items()},
        page=said.get("page") or random_id(),
    )


@reporter_guard.of_report
def keep_equality(
    request: Request, session: Session, here: Journey, report: Report, _problems: Problems
) -> Response:
    """Keep what somebody tells about the person it happened to."""
    more = report_settings.current(session).equality_more
    questions = categories.questions(session, request.state.council.nation)
    answers, problems = equality.read(questions, more, request.state.form)
    if problems := problems or quota.words_problems(session, report):
        return ask_equality(request, session, with_typed(request, here, "equality"), problems)
    page = str(typed(request).get("page", ""))
    pieces.put(session, report, Item.EQUALITY, answers, pieces.name_of(here.code, "equality", page))
    return _contents(request, _with_done(here, "equality"), saved="equality")


def _done(here: Journey) -> list[str]:
    return list(here.step(_DONE).get("sections", []))


def _with_done(here: Journey, section: str) -> Journey:
    # What was written is not carried any further; only that it was.
    rest = {name: said for name, said in here.fields.items() if name != section}
    done = [one for one in SECTIONS if one == section or one in _done(here)]
    return here.with_changes(fields=rest).with_step(_DONE, {"sections": done})


def _list(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


STEPS: Steps = {
    "more": Step(contents, contents),
    "equality": Step(ask_equality, keep_equality, writes=True, adds=True),
    **{
        section: Step(
            reporter_guard.of_report(partial(_section, section=section)),
            reporter_guard.of_report(partial(_kept, section=section)),
            writes=True,
            adds=True,
        )
        for section in adding_questions.SECTIONS
    },
}
