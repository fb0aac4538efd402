"""Single responses: reading them, setting them aside with a reason, and counting them again."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Answer

from portal.accounts.models import Account
from portal.analysis.staff import frame, guards, words
from portal.analysis.staff.reading import acts, forms, queries, read_back, together
from portal.analysis.staff.reading.acts import One
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, EqualityAnswers, Response
from portal.consultations.rules import REASON_AFTER, ResponseState
from portal.web.acting import Asked, Did, once
from portal.web.page import found, get, link, page


@page
@guards.exact
def response(
    request: Request, session: Session, _account: Account, consultation: Consultation
) -> Answer:
    """Show one response with everything that was answered."""
    return _one(request, session, consultation, _found(request, session, consultation))


def _set_aside(asked: Asked[One[Response]]) -> Did:
    """Stop counting a response, for a reason; nothing of it is deleted."""
    one, kind = asked.item.thing, asked.values["kind"]
    one.state, one.reason = ResponseState.SET_ASIDE, forms.kept(kind, asked.values["reason"])
    asked.session.add(one)
    return Did("response.set_aside", {"response": one.id, "kind": kind})


def _restore(asked: Asked[One[Response]]) -> Did:
    """Count a response again that had been set aside."""
    one, reason = asked.item.thing, forms.kept(forms.RESTORED, asked.values["reason"])
    one.state, one.reason = ResponseState.COUNTED, reason
    asked.session.add(one)
    return Did("response.restored", {"response": one.id})


def _correct(asked: Asked[One[Response]]) -> Did:
    """Say in which language it is what somebody wrote of their organisation."""
    one, part, language = asked.item.thing, asked.values["part"], asked.values["language"]
    known = one.organisation.get("languages", {})
    one.organisation = one.organisation | {"languages": known | {part: language}}
    asked.session.add(one)
    changed = {"part": part, "before": known.get(part, ""), "after": language}
    return Did("response.filed", {"response": one.id, **changed})


def _found(request: Request, session: Session, consultation: Consultation) -> Response:
    one = found(queries.response(session, consultation, request.path_params["id"]))
    return found(None if one.state is ResponseState.WITHDRAWN else one)


def _held(request: Request, session: Session, consultation: Consultation) -> Response:
    one = found(queries.response(session, consultation, request.path_params["id"]))
    # Whoever is withdrawing it at this moment must not have it back, nor leave anything behind.
    consultations.hold(session, one)
    return _found(request, session, consultation)


def _aside(_session: Session, here: One[Response]) -> dict[str, str] | None:
    kind, _, reason = here.thing.reason.partition(REASON_AFTER)
    is_done = here.thing.state is ResponseState.SET_ASIDE
    return {"kind": kind, "reason": reason} if is_done else None


def _counted(_session: Session, here: One[Response]) -> dict[str, str] | None:
    kind, _, reason = here.thing.reason.partition(REASON_AFTER)
    is_done = here.thing.state is ResponseState.COUNTED
    return {"reason": reason if kind == forms.RESTORED else ""} if is_done else None


def _one(
    request: Request,
    session: Session,
    consultation: Consultation,
    one: Response,
    **context: Any,
) -> Answer:
    texts = queries.texts_of(session, [one.id]).get(one.id, ())
    equality = session.get(EqualityAnswers, one.id)
    kind, _, reason = one.reason.partition(REASON_AFTER)
    shown = {
        "one": one,
        "given": read_back.read(consultations.edition(session, consultation), one, texts),
        "hidden": frame.hidden(session, [one]),
        "equality": equality,
        "group": queries.brought_by(session, one.id),
        "kind": kind,
        "reason": reason,
        "kinds": [(code, words.of(code)) for code in forms.REASONS],
        "sent": getattr(request.state, "form", {}),
        "languages_in_use": consultations.languages_in_use(session, consultation),
    }
    return frame.show(request, "reading/response", consultation, "responses", **shown, **context)


def _of_organisation(request: Request, session: Session, consultation: Consultation) -> Response:
    one = _held(request, session, consultation)
    found(one.organisation or None)
    return one


def _address(consultation: Consultation, one: Response) -> str:
    return link("response", slug=consultation.slug, id=one.id)


_ONE = "/staff/consultations/{slug}/responses/{id}"
_RESPONSE = acts.matter(_held, _one, _address)

routes = [
    *together.routes,
    get(_ONE, response, name="response"),
    _RESPONSE.act(
        _ONE + "/set-aside", forms.SET_ASIDE, _set_aside, name="set_aside", meanwhile=once(_aside)
    ),
    _RESPONSE.act(
        _ONE + "/restore", [forms.REASON], _restore, name="restore", meanwhile=once(_counted)
    ),
    acts.matter(_of_organisation, _one, _address).act(
        _ONE + "/language",
        [forms.PART, forms.LANGUAGE],
        _correct,
        name="correct_organisation",
        said="filed",
    ),
]
