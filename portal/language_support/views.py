"""Where a resident asks for an interpreter, a format or a call in their language."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms.form import typed
from portal.forms.words import Shown
from portal.language_support import crowding, forms, keeping, rules
from portal.languages import i18n, text_languages
from portal.problems import Problems
from portal.store.db import random_id
from portal.web import lists
from portal.web.page import both, get, page, public, redirect, render, sent_text, switched

_TOO_MANY = 429


@page
@public
def ask(request: Request, session: Session) -> Response:
    """Ask what somebody needs and how to reach them, and take it in."""
    if request.method == "GET":
        return _page(request, _chosen(request))
    return switched(request) or _sent(request, session)


@page
@public
def asked(request: Request, session: Session) -> Response:
    """Say what happens next; the page is the same for everybody."""
    return render(request, "language_support/asked.html")


def _sent(request: Request, session: Session) -> Response:
    sent, languages = request.state.form, _languages(request)
    shown, said = typed(forms.fields(languages), sent), forms.asked(languages, sent)
    if "_switch" in sent:
        # Whoever reads on in their language, and chose none, asks in that one.
        untouched = shown["language"] == text_languages.of_form(sent)
        return _page(request, shown | ({"language": i18n.language()} if untouched else {}))
    if said.problems:
        return _page(request, shown, said.problems)
    if crowding.is_crowded(request):
        return _page(request, shown, status=_TOO_MANY)
    told = {field.name: said.values[field.name] for field in forms.TOLD}
    told["written_in"] = text_languages.of_form(sent)
    key = sent_text(sent, "_key")
    keeping.ask(session, forms.need(said.values), told, key, i18n.today())
    return redirect(request, "support_asked")


def _page(
    request: Request, shown: Shown, problems: Problems | None = None, status: int = 200
) -> Response:
    answer = render(
        request,
        "language_support/ask.html",
        status=status,
        fields=forms.fields(_languages(request)),
        languages=_languages(request),
        other=forms.OTHER,
        shown=shown,
        # Drawn with the page, so that the same page sent twice asks once.
        key=sent_text(getattr(request.state, "form", {}), "_key") or random_id(),
        crowded=status == _TOO_MANY,
        problems=problems,
    )
    if status == _TOO_MANY:
        answer.headers["retry-after"] = str(int(crowding.SECONDS_EACH))
    return answer


def _chosen(request: Request) -> Shown:
    """Fill in what the link says by which somebody came, and the language of the page."""
    asked = request.query_params
    offered = {"kind": rules.Kind, "service": rules.Service}
    chosen = {name: lists.chosen(asked, name, list(kind)) for name, kind in offered.items()}
    # What a page names that leads here, to be read and changed before anybody sends it.
    about = typed((forms.ABOUT,), asked)["about"][: forms.ABOUT.most]
    return {"language": i18n.language(), "about": about, **chosen}


def _languages(request: Request) -> list[str]:
    return list(dict.fromkeys([*request.state.council.languages, i18n.language()]))


routes = [
    both("/help/ask", ask, name="ask_support"),
    get("/help/ask/done", asked, name="support_asked"),
]
