"""What becomes of a wish to close a body or to open it again."""

from functools import partial

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Account
from portal.approvals import staff as approvals
from portal.bodies import closings, rules, telling
from portal.bodies.change_models import Change
from portal.bodies.models import Body
from portal.bodies.rules import Stage
from portal.bodies.staff import body_pages, forms, founding
from portal.forms import form
from portal.forms.words import flat
from portal.languages.i18n import day, today
from portal.problems import Problem, Problems, mark
from portal.store import audit

ROLES = approvals.ROLES
WANTED = {Stage.OPEN: rules.Change.CLOSED, Stage.CLOSED: rules.Change.OPENED}
"""What can be wanted of a body as it stands."""

_OBJECT = mark("Members can object until %(day)s. Nobody agrees before.")


def ask(
    request: Request, session: Session, account: Account, body: Body, what: rules.Change
) -> tuple[str, Problems]:
    """Keep what somebody wants and why, or say what lacks."""
    reading = form.read(forms.WHY, request.state.form, ground=founding.ground(request))
    problems = reading.problems or _lacks(request, session, body)
    if not problems:
        reason = reading.values["why"]
        wish = Change(body_id=body.id or 0, what=what, reason=reason, asked_by=account.id)
        session.add(wish)
        _log(session, account, body, wish, "asked")
        if what is rules.Change.CLOSED:
            telling.tell_of_changes(session, body, telling.ASKED)
    return "asked", problems


def decide(
    request: Request, session: Session, account: Account, body: Body, wish: Change
) -> tuple[str, Problems]:
    """Do with a wish what somebody pressed; once it is done, everybody in the body is told."""
    sent, do = flat(request.state.form), partial(_change, request, session, account, body, wish)
    became, problems = approvals.decide(session, account, wish, sent, do, forms.UNSURE)
    if not problems:
        _log(session, account, body, wish, became)
    if wish.day:
        telling.tell_of_changes(session, body, telling.CHANGED)
    elif not problems and wish.what is rules.Change.CLOSED:
        telling.tell_of_changes(session, body, telling.DECIDED)
    return became, problems


def _change(
    request: Request, session: Session, account: Account, body: Body, wish: Change
) -> Problem | None:
    if not rules.may_be_agreed(wish.what, closings.asked_on(wish), today()):
        return Problem(_OBJECT, {"day": day(closings.objected_until(wish))})
    lacks = _lacks(request, session, body)
    if not lacks:
        closes = wish.what is rules.Change.CLOSED
        founding.move(session, account, body, Stage.CLOSED if closes else Stage.OPEN)
        wish.day = today()
    return next(iter(lacks.values()), None)


def _lacks(request: Request, session: Session, body: Body) -> Problems:
    return body_pages.missing(request, session, body) if body.stage is Stage.CLOSED else {}


def _log(session: Session, account: Account, body: Body, wish: Change, became: str) -> None:
    details = {"what": wish.what, "reason": wish.reason}
    audit.record(session, account.id or 0, f"body.change_{became}", body.slug, **details)
