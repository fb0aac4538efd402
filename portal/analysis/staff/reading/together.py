"""The responses of a day or a channel: listed, set aside together, and counted again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Answer

from portal.accounts.models import Account
from portal.analysis.staff import frame, guards, words
from portal.analysis.staff.reading import forms, queries
from portal.consultations import models, rules
from portal.forms.form import Reading, read
from portal.problems import Problem, mark
from portal.store import audit
from portal.web import lists
from portal.web.page import get, link, page, post, redirect_to, sent_text

_STATES = (rules.ResponseState.COUNTED, rules.ResponseState.SET_ASIDE)


@dataclass(frozen=True)
class _Move:
    """What becomes of responses, and which kind of reason they keep, with what was said."""

    action: str
    state: rules.ResponseState
    kind: str
    said: str


@page
@guards.exact
def responses(
    request: Request, session: Session, _account: Account, consultation: models.Consultation
) -> Answer:
    """List the responses that count, or those set aside, a page at a time."""
    asked = request.query_params
    state = rules.ResponseState(lists.chosen(asked, "state", _STATES, rules.ResponseState.COUNTED))
    return _list(request, session, consultation, _batch(asked, state))


@page
@guards.exact
def set_aside_together(
    request: Request, session: Session, account: Account, consultation: models.Consultation
) -> Answer:
    """Stop counting the responses of a day or a channel, for one reason."""
    batch = _batch(request.state.form, rules.ResponseState.COUNTED)
    said = read(forms.SET_ASIDE, request.state.form)
    if said.problems or not batch.narrow:
        return _refused(request, session, consultation, batch, said)
    aside = rules.ResponseState.SET_ASIDE
    move = _Move("responses.set_aside", aside, said.values["kind"], said.values["reason"])
    return _moved(request, session, account, consultation, batch, move)


@page
@guards.exact
def restore_together(
    request: Request, session: Session, account: Account, consultation: models.Consultation
) -> Answer:
    """Count responses again that had been set aside together."""
    batch = _batch(request.state.form, rules.ResponseState.SET_ASIDE)
    said = read([forms.REASON], request.state.form)
    if said.problems or not batch.narrow:
        return _refused(request, session, consultation, batch, said)
    counted = rules.ResponseState.COUNTED
    move = _Move("responses.restored", counted, forms.RESTORED, said.values["reason"])
    return _moved(request, session, account, consultation, batch, move)


def _moved(
    request: Request,
    session: Session,
    account: Account,
    consultation: models.Consultation,
    batch: queries.Batch,
    move: _Move,
) -> Answer:
    seen = sent_text(request.state.form, "seen")
    expected = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    values = {"state": move.state, "reason": forms.kept(move.kind, move.said)}
    if not (number := queries.change(session, consultation, batch, expected, values)):
        return _list(request, session, consultation, batch, stale=True, status=409)
    # The reason for which they were chosen quotes somebody, and the log is never shortened.
    details = replace(batch, why="").fields | {"number": number, "kind": move.kind}
    audit.record(session, account.id or 0, move.action, consultation.slug, **details)
    after = replace(batch, state=move.state, why="")
    return redirect_to(request, address(consultation, after))


def _refused(
    request: Request,
    session: Session,
    consultation: models.Consultation,
    batch: queries.Batch,
    said: Reading,
) -> Answer:
    problems = dict(said.problems)
    # Many people share one network, so the mark alone sets nothing aside.
    if not batch.narrow:
        problems["day"] = Problem(mark("Choose a day or a channel first."))
    return _list(request, session, consultation, batch, problems=problems)


def _list(
    request: Request,
    session: Session,
    consultation: models.Consultation,
    batch: queries.Batch,
    **context: Any,
) -> Answer:
    part = queries.responses(session, consultation, batch, lists.place(request))
    shown = {
        "batch": batch,
        "listed": part.rows,
        "total": queries.total(session, consultation, batch),
        "pages": lists.pages(part, link("responses", slug=consultation.slug), batch.fields),
        "days": queries.days(session, consultation, batch.state),
        "hidden": frame.hidden(session, part.rows),
        "channels": [(one.value, words.of(one.value)) for one in rules.Channel],
        "reasons": [(why, _reason(why)) for why in queries.reasons(session, consultation)],
        "kinds": [(code, words.of(code)) for code in forms.REASONS],
        "sent": getattr(request.state, "form", {}),
        "stale": False,
    }
    return frame.show(request, "reading/responses", consultation, "responses", **(shown | context))


def _batch(asked: Mapping[str, Any], state: rules.ResponseState) -> queries.Batch:
    channel, who = (
        lists.chosen(asked, name, offered)
        for name, offered in (("channel", list(rules.Channel)), ("who", list(rules.Respondent)))
    )
    return queries.Batch(
        state,
        _day(sent_text(asked, "day")),
        rules.Channel(channel) if channel else None,
        sent_text(asked, "rushed") == "yes",
        sent_text(asked, "why") if state is rules.ResponseState.SET_ASIDE else "",
        rules.Respondent(who) if who else None,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _reason(stored: str) -> str:
    kind, after, reason = stored.partition(rules.REASON_AFTER)
    return f"{words.of(kind)}{after}{reason}"


def address(consultation: models.Consultation, batch: queries.Batch) -> str:
    """Say where a list of responses stands."""
    return lists.address(link("responses", slug=consultation.slug), batch.fields)


_PATH = "/staff/consultations/{slug}/responses"

routes = [
    get(_PATH, responses, name="responses"),
    post(_PATH + "/set-aside", set_aside_together, name="set_aside_together"),
    post(_PATH + "/restore", restore_together, name="restore_together"),
]
