"""An assessment is signed off by somebody who neither wrote nor decided any of it."""

from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts.models import Account
from portal.approvals import staff as approvals
from portal.equality_impact import keeping, looking, models, queries, vocabulary
from portal.equality_impact.staff import finding, forms, writing
from portal.forms import form, words
from portal.languages import i18n
from portal.problems import Problem, Problems, mark
from portal.web.page import both, done, found, link, page, post, render

_WROTE = mark("You wrote some of this, or could act for who did. Somebody else signs it off.")
_UNSAID = mark("Write what has to change first. Whoever wrote it reads that.")
_INCOMPLETE = mark("Something is missing. It stands beside each part below.")


@page
@guards.officer_only
def ask_to_sign(request: Request, session: Session, account: Account) -> Response:
    """Freeze what an assessment says, for a second person to sign it off."""
    mine = finding.mine(request, session, account)
    one, reading = mine.assessment, form.read(forms.ASK, request.state.form)
    if queries.waiting(session, one):
        return done(request, link("staff_assessment", slug=one.slug), "asked")
    if queries.published(session, one) and not one.writers:
        # A page from before it was signed off asks for what nobody has changed since.
        return done(request, link("staff_assessment", slug=one.slug), "late")
    problems = reading.problems
    if finding.lacks(request, session, one):
        problems = {"parts": Problem(_INCOMPLETE)}
    if problems:
        return writing.overview(request, session, mine, problems=problems)
    content = finding.content(request, session, one)
    note = reading.values["note"]
    edition = keeping.freeze(session, one, content, by=mine.by, note=note)
    finding.log(session, mine, "asked", edition=edition.id)
    return done(request, link("staff_assessment", slug=one.slug), "asked")


@page
@finding.either
def sign(request: Request, session: Session, account: Account) -> Response:
    """Show what is to be signed off; a second person does, or says what has to change first."""
    mine = finding.mine(request, session, account)
    edition = _edition(request, session, mine)
    if request.method == "GET":
        return _page(request, session, mine, edition)
    here = link("staff_assessment", slug=mine.assessment.slug)
    if not edition.waits:
        return done(request, here, "late")
    became, problems = _decide(request, session, mine, edition)
    if problems:
        return _page(request, session, mine, edition, problems=problems)
    finding.log(session, mine, became, edition=edition.id)
    return done(request, here, became)


def may_sign(session: Session, account: Account, edition: models.AssessmentEdition) -> bool:
    """Tell whether somebody wrote none of it, and nobody who did could have made them up."""
    wrote = (number for number in edition.writers if session.get(Account, number))
    return account.id not in edition.writers and all(
        approvals.is_second(session, number, account) for number in wrote
    )


def _decide(
    request: Request, session: Session, mine: finding.Mine, edition: models.AssessmentEdition
) -> tuple[str, Problems]:
    sent, reading = words.flat(request.state.form), form.read(approvals.ANSWER, request.state.form)
    if reading.problems:
        return "", reading.problems
    if sent.get("_do") == "refuse" and not reading.values["answer"]:
        return "", {"answer": Problem(_UNSAID)}
    if sent.get("_do") == "agree" and not may_sign(session, mine.account, edition):
        return "", {"decide": Problem(_WROTE)}
    do = partial(_publish, session, mine, edition)
    became, problems = approvals.decide(session, mine.account, edition, sent, do, approvals.UNSURE)
    if edition.refused:
        edition.answer = reading.values["answer"]
        session.add(edition)
    return became, problems


def _publish(session: Session, mine: finding.Mine, edition: models.AssessmentEdition) -> None:
    keeping.publish(session, mine.assessment, edition, i18n.today())


def _edition(request: Request, session: Session, mine: finding.Mine) -> models.AssessmentEdition:
    number = request.path_params["edition"]
    rows = queries.editions(session, mine.assessment)
    return found(next((one for one in rows if str(one.id) == number), None))


def _page(
    request: Request,
    session: Session,
    mine: finding.Mine,
    edition: models.AssessmentEdition,
    **context: Any,
) -> Response:
    one = mine.assessment
    return render(
        request,
        "equality_impact/staff/sign.html",
        assessment=one,
        edition=edition,
        names=queries.names(session, [edition.asked_by]),
        own=edition.asked_by == mine.account.id,
        may=may_sign(session, mine.account, edition),
        fields=approvals.ANSWER,
        sent=form.typed(approvals.ANSWER, getattr(request.state, "form", {})),
        today=i18n.today(),
        words=vocabulary,
        **looking.shown(request, session, one, edition.content, i18n.today()),
        **({"problems": {}} | context),
    )


_ONE = "/staff/assessments/{slug}"

routes = [
    post(f"{_ONE}/ask", ask_to_sign, name="ask_to_sign"),
    both(f"{_ONE}/sign/{{edition}}", sign, name="sign_assessment"),
]
