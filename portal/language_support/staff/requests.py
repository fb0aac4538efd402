"""The requests that wait: listed, and answered by an officer."""

from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.language_support import keeping, models, queries, rules
from portal.language_support.staff import forms, lateness
from portal.languages import i18n, text_languages
from portal.problems import Problems
from portal.store import audit
from portal.web import acting, lists
from portal.web.page import found, get, link, page, render


class One(NamedTuple):
    """A request, and who looks at it."""

    account: Account
    request: models.SupportRequest


@page
@officer_only
def listed(request: Request, session: Session, account: Account) -> Response:
    """List the requests that wait, the oldest first."""
    part = queries.waiting(session, lists.place(request)).each(lambda row: row[0])
    return render(
        request,
        "language_support/staff/requests.html",
        listed=part.rows,
        late={one.id for one in part.rows if lateness.is_late(request, one.asked)},
        kinds=dict(rules.KINDS),
        services=dict(rules.SERVICES),
        pages=lists.pages(part, link("support_requests"), {}),
    )


@page
@officer_only
def one(request: Request, session: Session, account: Account) -> Response:
    """Show a request and how to reach whoever made it."""
    return _one(request, session, _found(request, session, account))


def _answer(asked: acting.Asked[One]) -> acting.Did | Problems:
    """Note what came of a request; how to reach them is wiped."""
    if problems := forms.why(asked.values):
        return problems
    request, answer = asked.item.request, forms.answer(asked.values)
    request.language = asked.values["language"]
    keeping.answer(asked.session, request, answer, i18n.today())
    return acting.Did("support.answered", {"outcome": answer.outcome, "why": answer.why})


def _found(request: Request, session: Session, account: Account) -> One:
    return One(account, found(queries.held(session, request.path_params["id"])))


def _decided(_session: Session, one: One) -> dict[str, str] | None:
    return {"outcome": one.request.outcome} if one.request.outcome else None


def _log(session: Session, one: One, action: str, **details: Any) -> None:
    # Neither the language nor the text: together with the day they could tell who it was.
    about = {"kind": one.request.kind, "service": one.request.service}
    audit.record(session, one.account.id or 0, action, one.request.id, **about, **details)


def _one(request: Request, session: Session, one: One, **context: Any) -> Response:
    asked = one.request
    return render(
        request,
        "language_support/staff/request.html",
        asked=asked,
        told=_told(session, asked),
        late=lateness.is_late(request, asked.asked),
        kinds=dict(rules.KINDS),
        services=dict(rules.SERVICES),
        outcomes=dict(forms.OUTCOMES),
        whys=dict(forms.WHYS) | {rules.Why.EXPIRED: forms.EXPIRED},
        fields=forms.ANSWER,
        shown=forms.shown(getattr(request.state, "form", {}), asked),
        **context,
    )


def _told(session: Session, asked: models.SupportRequest) -> dict[str, str]:
    told = keeping.told(session, asked)
    tag = told.pop("written_in", "")
    return {name: text_languages.written(text, tag) for name, text in told.items()}


_ONE = "/staff/support/requests/{id}"
_REQUEST = acting.Matter(officer_only, _found, _one, _log, lambda _: link("support_requests"))

routes = [
    get("/staff/support", listed, name="support_requests"),
    get(_ONE, one, name="support_request"),
    _REQUEST.act(
        f"{_ONE}/answer",
        forms.ANSWER,
        _answer,
        name="answer_support",
        meanwhile=acting.once(_decided),
    ),
]
