"""Words that people wrote into equality answers: read and hidden without knowing whose they are.

The same words stand here once, by question and in the order of the alphabet. Nothing leads from
them to a response, or to other words of the same person.
"""

from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Answer

from portal.accounts.models import Account
from portal.analysis.staff import frame, guards
from portal.analysis.staff.reading import acts, hiding, texts
from portal.categories import queries as categories
from portal.consultations import hidden_texts, models
from portal.sealing import crypto
from portal.settings import Settings
from portal.web import lists
from portal.web.page import found, get, link, page


@page
@guards.exact
def equality_texts(
    request: Request, session: Session, _account: Account, consultation: models.Consultation
) -> Answer:
    """List the words that people wrote into equality answers, a page at a time."""
    questions, settings = _questions(request, session), request.state.settings
    chosen = lists.chosen(request.query_params, "characteristic", questions)
    here = link("equality_texts", slug=consultation.slug)
    all_told = texts.told(session, consultation)
    told = [one for one in all_told if chosen in ("", one.characteristic)]
    part = lists.among(told, lists.place(request), partial(mark_of, settings, consultation))
    return frame.show(
        request,
        "reading/equality_texts",
        consultation,
        "equality_texts",
        questions=questions,
        offered=[(code, label) for code, label in questions.items()],
        chosen=chosen,
        listed=[(one, _address(request, consultation, one)) for one in part.rows],
        total=len(told),
        pages=lists.pages(part, here, {"characteristic": chosen}),
    )


@page
@guards.exact
def equality_text(
    request: Request, session: Session, _account: Account, consultation: models.Consultation
) -> Answer:
    """Show words that one or several people wrote, to be hidden or shown again."""
    return _one(request, session, consultation, _found(request, session, consultation))


def _found(request: Request, session: Session, consultation: models.Consultation) -> texts.Told:
    mark = request.path_params["mark"]
    told, settings = texts.told(session, consultation), request.state.settings
    # Whoever has words open while somebody else hides them, or shows them again, finds them.
    before = [(one, one._replace(hidden=not one.hidden)) for one in told]
    named = [*zip(told, told, strict=True), *before]
    wanted = (one for one, as_ in named if mark_of(settings, consultation, as_) == mark)
    return found(next(wanted, None))


def mark_of(settings: Settings, consultation: models.Consultation, told: texts.Told) -> str:
    """Name words in an address without saying them, to nobody who has not got our key."""
    key = crypto.installation_key(settings.secret, "equality texts")
    named = f"{consultation.id} {told.characteristic} {told.hidden} {told.words}"
    return crypto.signature(key, named.encode())[:32]


def _words(told: texts.Told) -> hiding.Words:
    details = {"characteristic": told.characteristic, "number": len(told.senders)}
    name = hidden_texts.told(told.characteristic)
    return hiding.Words(told.senders, name, "equality_text", details)


def _one(
    request: Request,
    session: Session,
    consultation: models.Consultation,
    told: texts.Told,
    **context: Any,
) -> Answer:
    shown = {
        "told": told,
        "label": _questions(request, session).get(told.characteristic, told.characteristic),
        "here": _address(request, consultation, told),
        "sent": getattr(request.state, "form", {}),
    }
    return frame.show(
        request, "reading/equality_text", consultation, "equality_texts", **shown, **context
    )


def _questions(request: Request, session: Session) -> dict[str, Any]:
    asked = categories.questions(session, request.state.council.nation)
    return {one.code: one.label for one in asked if one.write_in_field}


def _address(request: Request, consultation: models.Consultation, told: texts.Told) -> str:
    mark = mark_of(request.state.settings, consultation, told)
    return link("equality_text", slug=consultation.slug, mark=mark)


def _list(consultation: models.Consultation, told: texts.Told) -> str:
    there = link("equality_texts", slug=consultation.slug)
    return f"{there}?characteristic={told.characteristic}"


_PATH = "/staff/consultations/{slug}/equality-texts"

routes = [
    get(_PATH, equality_texts, name="equality_texts"),
    get(_PATH + "/{mark}", equality_text, name="equality_text"),
    *hiding.routes(_PATH + "/{mark}", "equality_text", acts.matter(_found, _one, _list), _words),
]
