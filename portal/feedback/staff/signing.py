"""A report is signed off by somebody who wrote none of it; where nobody else is, by one person."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, models
from portal.accounts import queries as accounts
from portal.approvals import staff as approvals
from portal.feedback import keeping, languages, queries
from portal.feedback.models import ReportBackEdition
from portal.feedback.quotes import naming
from portal.feedback.staff import finding, forms, missing, overview, reading
from portal.forms import form, words
from portal.languages import i18n
from portal.problems import Problem, Problems, mark
from portal.web.page import both, done, found, link, page, post, render

_WROTE = mark("You wrote some of this, or could act for who did. Somebody else signs it off.")
_INCOMPLETE = mark("Something is missing. It stands beside each entry below.")
_UNREADABLE = mark("English is never read before Welsh. Have the Welsh checked first.")
_SAME = mark("Nothing was changed since it was signed off.")


@page
@guards.officer_only
def ask_to_sign(request: Request, session: Session, account: models.Account) -> Response:
    """Freeze what a report says, for a second person to sign it off."""
    mine = finding.mine(request, session, account)
    here = link("staff_report", slug=mine.slug)
    if queries.waiting(session, mine.report):
        return done(request, here, "asked")
    sent = form.read(forms.ASK, request.state.form) if mine.report.published else None
    problems = _unready(session, mine) or (sent.problems if sent else {})
    if problems:
        return overview.shown(request, session, mine, problems=problems)
    tags = languages.ready(session, mine.report, finding.promised(session, mine))
    reason = sent.values["reason"] if sent else ""
    # Of few who told the same, because some withdrew meanwhile, nobody says it.
    naming.unname(session, mine.consultation)
    edition = keeping.freeze(session, mine.report, tags, by=mine.by, reason=reason)
    finding.log(session, mine, "asked", edition=edition.id)
    return done(request, here, "asked")


@page
@finding.either
def sign(request: Request, session: Session, account: models.Account) -> Response:
    """Show what is to be signed off; a second person does, or says what has to change first."""
    mine = finding.mine(request, session, account)
    edition = _edition(request, session, mine)
    if request.method == "GET":
        return _page(request, session, mine, edition)
    here = link("staff_report", slug=mine.slug)
    if not edition.waits:
        return done(request, here, "late")
    became, problems = _decide(request, session, mine, edition)
    if problems:
        return _page(request, session, mine, edition, problems=problems)
    finding.log(session, mine, became, edition=edition.id)
    return done(request, here, became)


def may_sign(session: Session, account: models.Account, edition: ReportBackEdition) -> bool:
    """Tell whether somebody wrote none of it, and nobody who did could have made them up."""
    wrote = [edition.asked_by, *edition.writers]
    return account.id not in wrote and all(
        approvals.is_second(session, number, account) for number in wrote
    )


def _unready(session: Session, mine: finding.Mine) -> Problems:
    rest = missing.of(session, mine.report, mine.consultation)
    if not rest.is_complete:
        return {"entries": Problem(_INCOMPLETE)}
    if not overview.is_changed(session, mine):
        return {"entries": Problem(_SAME)}
    readable = languages.ready(session, mine.report, finding.promised(session, mine))
    return {} if readable else {"languages": Problem(_UNREADABLE)}


def _decide(
    request: Request, session: Session, mine: finding.Mine, edition: ReportBackEdition
) -> tuple[str, Problems]:
    sent, answer = words.flat(request.state.form), form.read(approvals.ANSWER, request.state.form)
    if answer.problems:
        return "", answer.problems
    do = partial(_publish, session, mine, edition)
    if sent.get("_do") == "agree":
        return _agree(session, mine.account, edition, sent, do)
    became, problems = approvals.decide(session, mine.account, edition, sent, do, approvals.UNSURE)
    if edition.refused:
        edition.answer = answer.values["answer"]
        session.add(edition)
    return became, problems


def _agree(
    session: Session,
    account: models.Account,
    edition: ReportBackEdition,
    sent: Mapping[str, str],
    do: approvals.Do,
) -> tuple[str, Problems]:
    own = edition.asked_by == account.id
    if not own and not may_sign(session, account, edition):
        return "", {"decide": Problem(_WROTE)}
    if sent.get("sure") != "yes":
        return "", {"sure": approvals.UNSURE}
    problem = approvals.agree(session, account, edition, do, or_alone=True)
    return "agreed_alone" if own else "agreed", {"decide": problem} if problem else {}


def _publish(session: Session, mine: finding.Mine, edition: ReportBackEdition) -> None:
    tags, today = finding.promised(session, mine), i18n.today()
    naming.unname(session, mine.consultation)
    keeping.publish(session, mine.report, edition, tags, today)
    # What was translated and checked while it waited.
    languages.follow(session, mine.report, tags, today)


def _edition(request: Request, session: Session, mine: finding.Mine) -> ReportBackEdition:
    number = request.path_params["edition"]
    rows = queries.editions(session, mine.report)
    return found(next((one for one in rows if str(one.id) == number), None))


def _page(
    request: Request,
    session: Session,
    mine: finding.Mine,
    edition: ReportBackEdition,
    **context: Any,
) -> Response:
    tags, wrote = finding.promised(session, mine), [edition.asked_by, *edition.writers]
    own = edition.asked_by == mine.by
    return render(
        request,
        "feedback/staff/sign.html",
        consultation=mine.consultation,
        edition=edition,
        later=[tag for tag in tags if tag not in edition.languages],
        names=accounts.names(session, wrote),
        own=own,
        alone=edition.waits and own and approvals.is_alone(session, mine.account),
        seconds=approvals.seconds(session, wrote) if edition.waits else (),
        may=edition.waits and may_sign(session, mine.account, edition),
        fields=approvals.ANSWER,
        sent=form.typed(approvals.ANSWER, getattr(request.state, "form", {})),
        **reading.shown(request, session, mine, edition),
        **({"problems": {}} | context),
    )


_ONE = "/staff/feedback/{slug}"

routes = [
    post(f"{_ONE}/ask", ask_to_sign, name="ask_to_sign_report"),
    both(f"{_ONE}/sign/{{edition}}", sign, name="sign_report"),
]
stands_on = {"ask_to_sign_report": "staff_report"}
