"""Changing what is quoted beside an entry, and taking it out."""

from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, models
from portal.feedback import queries as reports
from portal.feedback.quotes import naming, queries
from portal.feedback.quotes.staff import finding, forms, keeping
from portal.forms import field, form, words
from portal.store import saving
from portal.web.page import both, done, found, link, page, post


class _Here(NamedTuple):
    """A quote, its answer, and what of it may still be changed."""

    place: keeping.Place
    quoted: queries.Quoted
    fields: form.Fields
    ground: field.Ground

    @property
    def stored(self) -> words.Shown:
        """Give what stands in the form."""
        return form.show(self.fields, keeping.held(self.quoted.quote), self.ground)


@page
@guards.officer_only
def change(request: Request, session: Session, account: models.Account) -> Response:
    """Change a quote: all of it, or the translations of one that everybody reads."""
    here = _here(request, session)
    if request.method == "GET":
        return _form(request, here, here.stored, saving.UNREFUSED)
    refusal = _change(session, here, request.state.form, account.id or 0)
    if refusal is None:
        return done(request, finding.address(here.place), "changed")
    typed = form.typed(here.fields, request.state.form, here.ground)
    return _form(request, here, typed, refusal)


@page
@guards.officer_only
def take_out(request: Request, session: Session, account: models.Account) -> Response:
    """Quote something no more; a second tap finds it gone."""
    place = finding.place_of(request, session)
    if quoted := queries.quote(session, place.entry, request.path_params["quote"]):
        keeping.take_out(session, place, quoted.quote, account.id or 0)
    return done(request, finding.address(place), "taken_out")


def _here(request: Request, session: Session) -> _Here:
    place = finding.place_of(request, session)
    quoted = found(queries.quote(session, place.entry, request.path_params["quote"]))
    one, read_in = quoted.quote, keeping.read_in(place, quoted.quote)
    if read_in:
        fields: form.Fields = (forms.words(),)
    else:
        sender = quoted.sender.id
        fields = forms.choosing(naming.offered(session, place.consultation, sender, one.id))
    tags = keeping.languages(session, place, one.language)
    return _Here(place, quoted, fields, field.Ground(tags))


def _change(session: Session, here: _Here, sent: Any, by: int) -> saving.Refusal | None:
    stored, typed = here.stored, form.typed(here.fields, sent, here.ground)
    if stored == typed:
        return None
    if refused := saving.overtaken(sent, stored, typed):
        return refused
    if reports.waiting(session, here.place.report):
        return saving.Refusal(409, {"quotes": forms.WAITS})
    held = keeping.held(here.quoted.quote)
    reading = form.read((*here.fields, forms.SURE), sent, held, here.ground)
    whole = form.Reading({**held, **reading.values}, reading.problems)
    if problems := keeping.problems(whole, here.quoted.text.text):
        return saving.Refusal(422, problems)
    keeping.change(session, here.place, here.quoted.quote, whole.values, by)
    return None


def _form(request: Request, here: _Here, shown: words.Shown, refusal: saving.Refusal) -> Response:
    one = here.quoted.quote
    return finding.shown(
        request,
        here.place,
        said=here.quoted,
        quote=one,
        read_in=sorted(keeping.read_in(here.place, one)),
        fields=here.fields,
        languages=here.ground.languages,
        shown=shown,
        version=saving.version_of(here.stored),
        address=link("staff_quote", **finding.names(here.place), quote=one.id),
        **refusal.shown,
    )


routes = [
    both(finding.LIST + "/{quote}", change, name="staff_quote"),
    post(finding.LIST + "/{quote}/out", take_out, name="take_out_quote"),
]
