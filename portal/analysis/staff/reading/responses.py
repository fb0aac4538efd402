"""Single responses: reading them, setting them aside with a reason, and counting them again."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Answer
from starlette.routing import Route

from portal.accounts.models import Account
from portal.analysis.staff import frame, guards, words
from portal.analysis.staff.reading import forms, queries, read_back, together
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, EqualityAnswers, Response
from portal.consultations.rules import REASON_AFTER, ResponseState
from portal.forms.form import read
from portal.store import audit
from portal.web.page import found, link, page, redirect, redirect_to


@page
@guards.exact
def response(
    request: Request, session: Session, _account: Account, consultation: Consultation
) -> Answer:
    """Show one response with everything that was answered."""
    return _one(request, session, consultation, _found(request, session, consultation))


@page
@guards.exact
def set_aside(
    request: Request, session: Session, account: Account, consultation: Consultation
) -> Answer:
    """Stop counting a response, for a reason; nothing of it is deleted."""
    one = _found(request, session, consultation, ResponseState.COUNTED)
    said = read(forms.SET_ASIDE, request.state.form)
    if said.problems:
        return _one(request, session, consultation, one, problems=said.problems, status=422)
    one.state = ResponseState.SET_ASIDE
    one.reason = forms.kept(said.values["kind"], said.values["reason"])
    session.add(one)
    _log(session, account, consultation, "response.set_aside", one, kind=said.values["kind"])
    return redirect(request, "response", slug=consultation.slug, id=one.id)


@page
@guards.exact
def restore(
    request: Request, session: Session, account: Account, consultation: Consultation
) -> Answer:
    """Count a response again that had been set aside."""
    one = _found(request, session, consultation, ResponseState.SET_ASIDE)
    said = read([forms.REASON], request.state.form)
    if said.problems:
        return _one(request, session, consultation, one, problems=said.problems, status=422)
    one.state = ResponseState.COUNTED
    one.reason = forms.kept(forms.RESTORED, said.values["reason"])
    session.add(one)
    _log(session, account, consultation, "response.restored", one)
    return redirect(request, "response", slug=consultation.slug, id=one.id)


@page
@guards.exact
def correct(
    request: Request, session: Session, account: Account, consultation: Consultation
) -> Answer:
    """Say in which language it is what somebody wrote of their organisation."""
    one = _found(request, session, consultation)
    # Whoever is withdrawing it at this moment must not leave anything behind.
    consultations.hold(session, one)
    found(one.organisation or None)
    said = read([forms.PART, forms.LANGUAGE], request.state.form)
    if said.problems:
        return _one(request, session, consultation, one, problems=said.problems, status=422)
    part, known = said.values["part"], one.organisation.get("languages", {})
    one.organisation = one.organisation | {"languages": known | {part: said.values["language"]}}
    session.add(one)
    changed = {"part": part, "before": known.get(part, ""), "after": said.values["language"]}
    _log(session, account, consultation, "response.filed", one, **changed)
    there = link("response", slug=consultation.slug, id=one.id)
    return redirect_to(request, f"{there}?done=filed")


def _found(
    request: Request,
    session: Session,
    consultation: Consultation,
    state: ResponseState | None = None,
) -> Response:
    one = found(queries.response(session, consultation, request.path_params["id"]))
    if state is not None:
        # Whoever is withdrawing it at this moment must not have it back among those set aside.
        consultations.hold(session, one)
    readable = one.state is not ResponseState.WITHDRAWN
    return found(one if readable and state in (None, one.state) else None)


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
        "given": read_back.read(frame.questionnaire(session, consultation), one.answers, texts),
        "hidden": frame.hidden(session, [one]),
        "equality": equality,
        "kind": kind,
        "reason": reason,
        "kinds": [(code, words.of(code)) for code in forms.REASONS],
        "sent": getattr(request.state, "form", {}),
        "languages_in_use": frame.languages_in_use(session, consultation),
    }
    return frame.show(request, "response", consultation, "responses", **shown, **context)


def _log(
    session: Session,
    account: Account,
    consultation: Consultation,
    action: str,
    one: Response,
    **details: str,
) -> None:
    audit.record(session, account.id or 0, action, consultation.slug, response=one.id, **details)


_PATH = "/staff/consultations/{slug}/responses"

routes = [
    *together.routes,
    Route(_PATH + "/{id}", response, name="response"),
    Route(_PATH + "/{id}/set-aside", set_aside, name="set_aside", methods=["POST"]),
    Route(_PATH + "/{id}/language", correct, name="correct_organisation", methods=["POST"]),
    Route(_PATH + "/{id}/restore", restore, name="restore", methods=["POST"]),
]
