"""Where who acts for a group makes slips, sees roughly how many were used, and revokes them."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms import form
from portal.group_responses import guards
from portal.group_responses.slips import forms, giving, models, queries, rules
from portal.languages.i18n import language, today
from portal.membership.guards import Mine
from portal.problems import Problem, Problems, mark
from portal.sealing import crypto
from portal.web.page import both, done, found, page, render, sent_text
from portal.web.rendering import drawn_in

_CLOSED = mark("This consultation takes no answers now, so no slips can be made for it.")
_MANY = mark("Your group made as many slips for this consultation as it can.")
_REVOKED = mark("These slips were revoked. Make new ones.")


@page
@guards.ACTING
def group_slips(request: Request, session: Session, mine: Mine) -> Response:
    """Show a group's slips for a consultation, and make more of them."""
    asked = guards.asked(request, session)
    if request.method == "GET":
        return _page(request, session, mine, asked)
    return _make(request, session, mine, asked)


@page
@guards.ACTING
def revoke_slips(request: Request, session: Session, mine: Mine) -> Response:
    """Ask whether slips are to be revoked, and let no slip of their batch be used any more."""
    asked = guards.asked(request, session)
    asks = request.method == "GET"
    name = request.query_params.get("batch", "") if asks else sent_text(request.state.form, "batch")
    batch = found(queries.batch(session, mine.group, name))
    if asks and not batch.revoked:
        template = "group_responses/slips/revoke.html"
        return render(request, template, group=mine.group, asked=asked, batch=batch)
    if not batch.revoked:
        giving.revoke(session, batch)
    return done(request, asked.address("group_slips", mine), "revoked")


def _make(request: Request, session: Session, mine: Mine, asked: guards.Asked) -> Response:
    sent, reading = request.state.form, form.read(_fields(request), request.state.form)
    key = crypto.parse_code(sent_text(sent, "_key")) or crypto.new_code()
    batch = queries.batch(session, mine.group, giving.name_of_form(key))
    if batch is None:
        problems = reading.problems or _hindrance(session, mine, asked, reading.values["number"])
        if problems:
            return _page(request, session, mine, asked, problems)
        batch = _batch(mine, asked, reading.values["number"], key)
        giving.make(session, request.state.settings, batch, key)
    if batch.revoked or batch.consultation_id != asked.consultation.id:
        return _page(request, session, mine, asked, {"number": Problem(_REVOKED)})
    tag = reading.values["language"] or language()
    return _sheet(request, mine, asked, giving.codes(key, batch.number), tag)


def _batch(mine: Mine, asked: guards.Asked, number: int, key: str) -> models.SlipBatch:
    return models.SlipBatch(
        id=giving.name_of_form(key),
        group_id=mine.group.id or 0,
        consultation_id=asked.consultation.id,
        number=number,
        made=today(),
    )


def _hindrance(session: Session, mine: Mine, asked: guards.Asked, number: int) -> Problems:
    if not asked.is_open:
        return {"number": Problem(_CLOSED)}
    made = queries.made(session, mine.group, asked.consultation.id)
    return {"number": Problem(_MANY)} if made + number > rules.MOST_IN_ALL else {}


def _page(
    request: Request,
    session: Session,
    mine: Mine,
    asked: guards.Asked,
    problems: Problems | None = None,
) -> Response:
    sent = getattr(request.state, "form", {"language": language(), "number": "30"})
    return render(
        request,
        "group_responses/slips/slips.html",
        group=mine.group,
        asked=asked,
        batches=queries.batches(session, mine.group, asked.consultation.id),
        least=rules.LEAST,
        most=rules.MOST,
        shown=form.typed(_fields(request), sent),
        key=crypto.new_code(),
        problems=problems or {},
    )


def _sheet(
    request: Request, mine: Mine, asked: guards.Asked, codes: list[str], tag: str
) -> Response:
    sheet = drawn_in(
        request,
        tag,
        "group_responses/slips/sheet.html",
        asked=asked,
        codes=[crypto.format_code(code) for code in codes],
    )
    template = "group_responses/slips/made.html"
    return render(request, template, group=mine.group, asked=asked, sheet=sheet)


def _fields(request: Request) -> tuple[Any, ...]:
    return forms.making(request.state.council.languages)


_ONE = "/member/groups/{slug}/consultations/{consultation}/slips"

routes = [
    both(_ONE, group_slips, name="group_slips"),
    both(f"{_ONE}/revoke", revoke_slips, name="revoke_slips"),
]
