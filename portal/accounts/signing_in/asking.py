"""Asking who is signing in, also somebody whose session ended while they typed."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias
from urllib.parse import quote

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portal.accounts.models import Account
from portal.languages import i18n, locales
from portal.problems import Problems
from portal.store.db import now
from portal.web import sealed_forms
from portal.web.brought import signing_in
from portal.web.links import link_here
from portal.web.own_paths import in_language, own_path
from portal.web.page import link, redirect, redirect_to, render, sent_text, switched
from portal.web.sealed_forms import SealedForm
from portal.web.security import SAFE_METHODS

P = ParamSpec("P")
_AGAIN = "again"

Shown: TypeAlias = Callable[Concatenate[Request, Session, P], Response]


def sign_in_page(
    request: Request,
    session: Session,
    problems: Problems | None = None,
    *,
    status: int = 200,
    again: bool = False,
    back: str = "",
) -> Response:
    """Ask for the address and the password, perhaps again because nothing is known of them.

    Whoever signs in is led `back` to the page that they were asked in place of.
    """
    form = getattr(request.state, "form", request.query_params)
    asked_in_place = request.scope["path"] != link("sign_in")
    return render(
        request,
        "accounts/signing_in/sign_in.html",
        status=status,
        email="" if asked_in_place else sent_text(form, "email"),
        next=back if asked_in_place else own_path(sent_text(form, "next")),
        again=again or _AGAIN in request.query_params,
        demo=signing_in(request, session),
        problems=problems,
    )


def asked_first(field: str, show: Shown[P]) -> Callable[[Shown[P]], Shown[P]]:
    """Make a decorator that shows a page first to whoever did not fill it in yet.

    So do another language, a way from one page to the next that carries a sealed form, and a
    sealed form that cannot be opened any more, which they are told.
    """

    def guard(view: Shown[P]) -> Shown[P]:
        @wraps(view)
        def asked(
            request: Request, session: Session, /, *args: P.args, **kwargs: P.kwargs
        ) -> Response:
            if response := switched(request):
                return response
            form, held = request.state.form, carried(request)
            lost = held is not None and not held.text
            shown = lost or field not in form or "_switch" in form
            chosen = show if shown else view
            return chosen(request, session, *args, **kwargs)

        return asked

    return guard


def again(request: Request, session: Session) -> Response:
    """Ask from the beginning and say why, and keep a sealed form meanwhile."""
    if carried(request):
        return sign_in_page(request, session, status=403, again=True)
    wanted_before = own_path(sent_text(getattr(request.state, "form", {}), "next"))
    back = f"&next={quote(wanted_before)}" if wanted_before else ""
    return redirect_to(request, f"{link('sign_in')}?{_AGAIN}=yes{back}")


def next_step(request: Request, name: str) -> Response:
    """Lead to the next page that asks; 307 takes a sealed form along."""
    if carried(request):
        return RedirectResponse(link(name), status_code=307)
    return redirect(request, name)


def instead(request: Request, session: Session) -> Response:
    """Ask whoever is not signed in, and come back to the page they wanted, with what they sent.

    That is kept for whose page it was sent from, whoever signed in or out there meanwhile.
    """
    if request.method in SAFE_METHODS:
        return redirect_to(request, f"{link('sign_in')}?next={quote(wanted(request))}")
    if carried(request) is None:
        request.state.sealed_form = sealed_forms.seal(
            request, sealed_forms.owner(request) or "", now()
        )
    return sign_in_page(request, session, status=403, back=own_path(wanted(request)))


def keep_for(request: Request, account: Account, address: str) -> None:
    """Keep what an account sent for another address, unless it is a sealed form already."""
    path = own_path(address).removeprefix("/").partition("/")[2]
    if carried(request) is None and path:
        form = sealed_forms.seal(request, whose(account), now(), f"/{path}")
        request.state.sealed_form = form


def wanted(request: Request) -> str:
    """Give the address that was asked for, with what was searched for there."""
    return link_here(request)


def whose(account: Account) -> str:
    """Name an account as the owner of a sealed form."""
    return f"account:{account.id}"


def is_anothers(request: Request, account: Account) -> bool:
    """Tell whether a form comes from somebody else's page, left open in this browser."""
    return sealed_forms.owner(request) not in (None, whose(account))


def carried(request: Request) -> SealedForm | None:
    """Give the sealed form that a page carries, or one without a text if it cannot be opened."""
    found: SealedForm | None = getattr(request.state, "sealed_form", None)
    return found


def onwards(request: Request, account: Account, then: str) -> Response:
    """Send on what somebody typed before they were asked who they are, or lead to a page.

    Both in the language they chose meanwhile. What somebody else typed is not sent, and they are
    told.
    """
    form = carried(request)
    then = in_language(then, i18n.language(), locales.LANGUAGES | locales.PSEUDO)
    if form is None:
        return redirect_to(request, then)
    if is_own(form, account):
        return sealed_forms.send_on(i18n.language(), form)
    return render(request, "accounts/signing_in/sign_in_not_sent.html", then=then)


def is_own(form: SealedForm | None, account: Account) -> bool:
    """Tell whether an account may send a sealed form on."""
    return form is not None and form.whose == whose(account)
