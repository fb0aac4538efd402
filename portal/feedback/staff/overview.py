"""A report as officers write it: its entries, what is missing, its languages, what was signed."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.feedback import changes, keeping, languages, queries, vocabulary
from portal.feedback.clock import standing
from portal.feedback.staff import finding, forms, missing, owed
from portal.forms.form import typed
from portal.problems import Problem, mark
from portal.web.page import done, get, link, page, post, render, sent_text

_LANGUAGE = Problem(mark("Choose one of the languages listed."))
_UNCHECKED = Problem(
    mark("Somebody has to translate all into this language and somebody else to check it first.")
)


@page
@finding.either
def staff_report(request: Request, session: Session, account: Account) -> Response:
    """Show how far a report is, and what it lacks."""
    return shown(request, session, finding.mine(request, session, account))


@page
@guards.officer_only
def write_in(request: Request, session: Session, account: Account) -> Response:
    """Say in which language a report is written; what stands in others stays."""
    mine, tag = finding.mine(request, session, account), sent_text(request.state.form, "language")
    problems = finding.unchangeable(session, mine)
    if not problems and tag not in finding.promised(session, mine):
        problems = {"language": _LANGUAGE}
    if not problems and not _may_write_in(session, mine, tag):
        problems = {"language": _UNCHECKED}
    if problems:
        return shown(request, session, mine, problems=problems)
    if tag != mine.report.language:
        _have_written(session, mine, tag)
        mine.report.language = tag
        for one in queries.written(session, mine.report):
            one.language = tag
            session.add(one)
        finding.wrote(session, mine, "written_in", language=tag)
    return done(request, link("staff_report", slug=mine.slug), "saved")


def shown(request: Request, session: Session, mine: finding.Mine, **context: Any) -> Response:
    """Show a report as those who write it see it."""
    report, rest = mine.report, missing.of(session, mine.report, mine.consultation)
    editions, tags = queries.editions(session, report), finding.promised(session, mine)
    sent = getattr(request.state, "form", {})
    return render(
        request,
        "feedback/staff/report.html",
        report=report,
        consultation=mine.consultation,
        count=None if report.closed else owed.left(mine.consultation),
        late=_is_late(session, mine),
        missing=rest,
        questions=finding.questions(session, mine),
        languages=tags,
        readable=languages.ready(session, report, tags),
        translators=queries.languages(session, report),
        editions=editions[::-1],
        waiting=next((one for one in editions if one.waits), None),
        changed=is_changed(session, mine),
        names=accounts.names(session, [n for e in editions for n in (e.asked_by, e.agreed_by)]),
        writes=mine.writes,
        fields=forms.ASK,
        shown=typed(forms.ASK, sent),
        words=vocabulary,
        said=missing,
        **({"problems": {}} | context),
    )


def _may_write_in(session: Session, mine: finding.Mine, tag: str) -> bool:
    """Tell whether the words in a language can be those that are signed: none yet, or checked."""
    rows = queries.written(session, mine.report)
    is_begun = any(one.said or one.did for one in rows)
    is_own = tag == mine.report.language
    return is_own or not is_begun or tag in languages.checked(session, mine.report, [tag])


def _have_written(session: Session, mine: finding.Mine, tag: str) -> None:
    """Have who translated the words that are now the original sign none of them off."""
    kept = queries.languages(session, mine.report).get(tag)
    for number in kept.translators if kept else ():
        keeping.wrote(session, mine.report, number)


def _is_late(session: Session, mine: finding.Mine) -> bool:
    stands = standing.of(session, mine.consultation)
    return stands is not None and stands.late


def is_changed(session: Session, mine: finding.Mine) -> bool:
    """Tell whether a report says anything else than what everybody reads already."""
    signed = queries.published(session, mine.report)
    now = keeping.content_of(session, queries.written(session, mine.report))
    return not signed or not changes.says_the_same(signed[-1].content, now)


_ONE = "/staff/feedback/{slug}"

routes = [
    get(_ONE, staff_report, name="staff_report"),
    post(f"{_ONE}/language", write_in, name="write_report_in"),
]
stands_on = {"write_report_in": "staff_report"}
