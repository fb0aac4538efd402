"""Where residents write a card, complain or praise: taken once, and never lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.complaints import about, arrangements, forms, keeping
from portal.forms import form, words
from portal.groups import choosing
from portal.languages import i18n
from portal.sealing import crypto
from portal.store import saving
from portal.web import brought, lists, networks
from portal.web.page import both, found, link, page, public, render, switched

_TOO_MANY = 429


class Sending(networks.Bounded):
    """How much came lately of each network, and of everybody: one office reads it."""

    usual, seconds_each = 10, 300.0
    usual_of_all, seconds_each_of_all = 60, 60.0


@dataclass(frozen=True)
class _Form:
    """A form for residents: its page, the name of its address, its fields, and how it is read.

    One that is `about` something public is shown with what that is called.
    """

    template: str
    name: str
    fields: Callable[..., form.Fields]
    read: Callable[[form.Fields, Mapping[str, Any]], form.Reading]
    about: brought.Thing | None = None

    @property
    def action(self) -> str:
        """Say where it is sent."""
        parts = {"slug": self.about.key.partition("/")[2]} if self.about else {}
        return link(self.name, **parts)

    def said(self, sent: Mapping[str, Any], fields: form.Fields) -> form.Reading:
        """Read it, with the key of what it is about."""
        read = self.read(fields, sent)
        about = {"about": self.about.key} if self.about else {}
        return form.Reading(read.values | about, read.problems)


_CARD = _Form("complaints/card.html", "comment_card", forms.card, forms.read_card)
_COMPLAINT = _Form("complaints/complain.html", "complain", forms.complaint, forms.read_complaint)


@page
@public
def card(request: Request, session: Session) -> Response:
    """Take a comment card on any service, and give its code."""
    return _page(request, session, _CARD)


@page
@public
def plan_card(request: Request, session: Session) -> Response:
    """Take a comment card on one plan that everybody reads, and give its code."""
    key = f"plan/{request.path_params['slug']}"
    about = found(brought.thing(request, session, key))
    return _page(request, session, replace(_CARD, name="plan_comment", about=about))


@page
@public
def complain(request: Request, session: Session) -> Response:
    """Take a complaint or a compliment, and give its code."""
    return _page(request, session, _COMPLAINT)


def _page(request: Request, session: Session, one: _Form) -> Response:
    if request.method == "GET":
        return _form(request, session, one, crypto.new_code())
    return switched(request) or _received(request, session, one)


def _received(request: Request, session: Session, one: _Form) -> Response:
    code = crypto.parse_code(words.sent_text(request.state.form, "code")) or crypto.new_code()
    said = one.said(request.state.form, _fields(session, one))
    if "_switch" in request.state.form:
        return _form(request, session, one, code)
    if said.problems:
        return _form(request, session, one, code, saving.Refusal(422, said.problems))
    before = keeping.known(session, code)
    if before and not keeping.is_same(session, before, said.values):
        # Somebody went back and wrote something else: it is not lost, and not the same one.
        refusal = saving.Refusal(409)
        return _form(request, session, one, crypto.new_code(), refusal, before=code)
    if not before and request.state.memory.of(Sending).is_crowded(request):
        return _form(request, session, one, code, saving.Refusal(_TOO_MANY))
    keeping.receive(session, code, said.values, i18n.today())
    return about.after_sending(request, session, found(keeping.known(session, code)), code)


def _form(
    request: Request,
    session: Session,
    one: _Form,
    code: str,
    refusal: saving.Refusal = saving.UNREFUSED,
    *,
    before: str = "",
) -> Response:
    fields, usual = _fields(session, one), {**forms.USUAL, "language": i18n.language()}
    # A page about a service leads here with that service filled in.
    services = [each.code for each in choosing.services(session)]
    usual["service"] = lists.chosen(request.query_params, "service", services) or usual["service"]
    answer = render(
        request,
        one.template,
        action=one.action,
        about=one.about,
        code=code,
        before=before and crypto.format_code(before),
        crowded=refusal.status == _TOO_MANY,
        fields=fields,
        shown=form.typed(fields, getattr(request.state, "form", usual)),
        terms=arrangements.current(session),
        **refusal.shown,
    )
    if refusal.status == _TOO_MANY:
        answer.headers["retry-after"] = str(int(Sending.seconds_each))
    return answer


def _fields(session: Session, one: _Form) -> form.Fields:
    return one.fields(choosing.services(session), choosing.areas(session))


routes = [
    both("/complaints/new", complain, name="complain"),
    both("/comment", card, name="comment_card"),
    both("/comment/plans/{slug}", plan_card, name="plan_comment"),
]
