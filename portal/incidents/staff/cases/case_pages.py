"""One case: what the report says, where it stands, and the small forms that change it."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import queries as accounts
from portal.categories import queries as categories
from portal.incidents import report_settings, rules, vocabulary
from portal.incidents.records import danger, merging, pieces, replies
from portal.incidents.staff import queries
from portal.incidents.staff.cases import (
    access,
    case_guards,
    evidence,
    linking,
    queue_rows,
    states,
    translations,
    triage,
)
from portal.incidents.staff.cases import contents as staff_contents
from portal.languages import i18n
from portal.problems import Problems, mark
from portal.questions import questionnaire
from portal.store import audit
from portal.web.page import get, link, page, render

FURTHER: Mapping[str, str] = {
    "case_contact": mark("Ask how to reach the reporter"),
    "case_refer": mark("Refer it to an agency"),
    "case_merge": mark("Merge it with another case"),
    "case_close": mark("Close it with an outcome, or open it again"),
    "case_hold": mark("Keep it beyond its time"),
    "case_conflict": mark("Keep somebody from it"),
}
"""What can be done with a case on a page of its own, by the name of the page."""


@page(writes=True)
@case_guards.given
def case(request: Request, session: Session, case: access.Case) -> Response:
    """Show a case, which the log notes; whoever opens it first takes it out of the tray."""
    audit.record(session, case.number, "case.opened", case.report.reference)
    _note_read(session, case)
    linking.note(session, case.report, case.private, case.vault)
    merging.let_go(session, case.report, case.private)
    if case.report.state is rules.State.RECEIVED:
        case.report.state = rules.State.TRIAGE
        case_guards.changed(
            session, case, "moved", before=rules.State.RECEIVED, after=rules.State.TRIAGE
        )
    return shown(request, session, case)


def _note_read(session: Session, case: access.Case) -> None:
    report = case.report
    added = queries.added(session, [report])[report.id]
    slip = pieces.slip(session, report, case.private)
    looked = danger.looked_at(slip)
    if looked or slip.get(queue_rows.READ, 0) != added:
        pieces.add(session, report, pieces.Item.SLIP, {queue_rows.READ: added, **looked})
    if looked:
        danger.look(session, report.circle)


def shown(
    request: Request,
    session: Session,
    case: access.Case,
    problems: Problems | None = None,
    status: int = 200,
) -> Response:
    """Draw the page of a case, with what somebody typed if it was not kept."""
    decided = report_settings.current(session)
    local = {strand.code: i18n.pick(strand.label) for strand in decided.local_strands}
    asked = categories.questions(session, request.state.council.nation.value)
    contents = staff_contents.opened(session, case, asked, local)
    return render(
        request,
        "incidents/staff/cases/case.html",
        status=status,
        case=case,
        report=case.report,
        contents=contents,
        sent=getattr(request.state, "form", {}),
        stale=status == 409,
        done=request.query_params.get("done", ""),
        problems=problems,
        sections=staff_contents.SECTIONS,
        reply_ways=staff_contents.REPLY_WAYS,
        channels=questionnaire.labels(vocabulary.CHANNELS),
        dangers=questionnaire.labels(vocabulary.DANGER),
        risks=states.RISKS,
        interpreters=questionnaire.labels(translations.INTERPRETERS),
        further=_further(case),
        **_standing(session, case, decided),
        **_around(session, case, contents),
    )


def _standing(
    session: Session, case: access.Case, decided: report_settings.Arrangements
) -> Mapping[str, Any]:
    report = case.report
    due = queries.due(report, decided.clocks, i18n.calendar())
    over = report.state in rules.OVER
    following = () if over else states.by_hand(report.state)
    told = rules.public_status(merging.shown_state(session, report))
    return {
        "state": states.STATES[report.state],
        "public": states.PUBLIC[told],
        "is_over": over,
        "next_states": [(one.value, i18n.gettext(states.STATES[one])) for one in following],
        "due": due and (states.CLOCKS[due.what], due.by),
        "overdue": queue_rows.is_overdue(due),
        "decided": decided,
    }


def _around(
    session: Session, case: access.Case, contents: staff_contents.Contents
) -> Mapping[str, Any]:
    """Collect what belongs to a case besides the words of the report."""
    report = case.report
    days = queries.linked_days(session, report)
    grounds = triage.review_grounds(days, i18n.today(), nothing_done=contents.nothing_done)
    writers = [note.by for note in contents.notes] + [*translations.writers(contents.translations)]
    return {
        "people": [(one.id, one.name) for one in queries.colleagues(session, report)],
        "names": accounts.names(session, [report.assigned, report.covered_by, *writers]),
        "replies": replies.for_team(session, report, case.private),
        "files": evidence.listed(session, report, case.private),
        "linked": linking.others(session, report, case.vault),
        "grounds": [triage.GROUNDS[ground] for ground in grounds],
    }


def _further(case: access.Case) -> list[tuple[str, str]]:
    reference = case.report.reference
    taken_back = case.report.state is rules.State.WITHDRAWN
    return [
        (label, link(name, reference=reference))
        for name, label in FURTHER.items()
        if not taken_back or name == "case_conflict"
    ]


routes = [get("/staff/cases/{reference}", case, name="case")]
