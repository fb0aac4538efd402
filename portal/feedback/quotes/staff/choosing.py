"""Choosing words of an answer that are quoted beside an entry."""

from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, models
from portal.feedback.quotes import naming, queries, rules
from portal.feedback.quotes.staff import finding, forms, keeping
from portal.forms import field, form, once
from portal.problems import Problems
from portal.web.page import both, done, found, link, page


class _Here(NamedTuple):
    """An entry, an answer that may be quoted beside it, and what is asked of a quote."""

    place: keeping.Place
    said: queries.Said
    fields: form.Fields
    ground: field.Ground


@page
@guards.officer_only
def choose(request: Request, session: Session, account: models.Account) -> Response:
    """Choose words of an answer, and quote them; a second tap finds them quoted."""
    here = _here(request, session)
    if request.method == "GET":
        return _form(request, here, {}, 200)
    sent = request.state.form
    key = once.name(sent, account.id, here.place.entry.key, here.said.text.id)
    if queries.quote(session, here.place.entry, key):
        return done(request, finding.address(here.place), "quoted")
    if hindrance := keeping.hindrance(session, here.place):
        return _form(request, here, {"quotes": hindrance}, 409)
    reading = form.read((*here.fields, forms.SURE), sent, ground=here.ground)
    if problems := keeping.problems(reading, here.said.text.text):
        return _form(request, here, problems, 422)
    keeping.choose(session, here.place, here.said, reading.values, key, account.id or 0)
    return done(request, finding.address(here.place), "quoted")


def _here(request: Request, session: Session) -> _Here:
    place, name = finding.place_of(request, session), request.path_params["answer"]
    said = found(queries.answer(session, place.consultation, place.entry.questions, name))
    fields = forms.choosing(naming.offered(session, place.consultation, said.sender.id))
    tags = keeping.languages(session, place, said.text.language)
    return _Here(place, said, fields, field.Ground(tags))


def _form(request: Request, here: _Here, problems: Problems, status: int) -> Response:
    sent, text = finding.sent_of(request), here.said.text
    usual: dict[str, Any] = {} if sent else {"excerpt": text.text[: rules.MOST]}
    return finding.shown(
        request,
        here.place,
        status,
        said=here.said,
        fields=here.fields,
        languages=here.ground.languages,
        shown=form.typed(here.fields, {**usual, **sent}, here.ground),
        key=once.key(sent),
        problems=problems,
        address=link("quote_answer", **finding.names(here.place), answer=text.id),
    )


routes = [both(finding.LIST + "/from/{answer}", choose, name="quote_answer")]
