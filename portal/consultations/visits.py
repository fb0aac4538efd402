"""A resident's visit to a questionnaire: which one, how far they are, what they may do."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Reply

from portal import text_languages
from portal.consultations import answers, drafts, forms, queries, rules
from portal.consultations.drafts import Work
from portal.consultations.models import Consultation, Response
from portal.consultations.questionnaire import Questionnaire
from portal.consultations.rules import Status
from portal.db import now
from portal.problems import Problems
from portal.security import SAFE_METHODS
from portal.web import Elsewhere, found, link, redirect_to

FROM_CHECK = "?from=check"
"""Ends the address of a page that leads back to the check page."""

BEGUN = "_begun"
"""Comes with the form of a page that was shown to somebody who had answered others."""

_TOLD, _FORGOTTEN = "wrong", "forgotten"


@dataclass(frozen=True)
class Visit:
    """Everything the pages of the answering journey need to know."""

    consultation: Consultation
    questionnaire: Questionnaire
    code: str | None
    work: Work
    response: Response | None
    draft_days: int

    @property
    def slug(self) -> str:
        """Give the consultation's address."""
        return self.consultation.slug

    @property
    def languages(self) -> tuple[str, ...]:
        """List the languages in which the questionnaire can be read."""
        return self.questionnaire.languages

    @property
    def begun(self) -> bool:
        """Tell whether anything was answered so far."""
        return bool(self.work.sent or self.work.organisation)

    def has_lost(self, request: Request) -> bool:
        """Tell whether a form comes from a page that had answers, and none are left."""
        return BEGUN in request.state.form and not self.begun

    @cached_property
    def receipt(self) -> str:
        """Give the name under which what is sent from here is stored."""
        return drafts.receipt_name(drafts.receipt_code(self.consultation, self.code or ""))

    def with_work(self, work: Work) -> "Visit":
        """Give the visit with other answers."""
        return replace(self, work=work)


def visit(request: Request, session: Session, *, returning: bool = False) -> Visit:
    """Find the questionnaire and what this browser has answered; refuse when it is not open.

    Who is `returning` may have begun in time, which only their code will show.
    """
    consultation = published(session, request.path_params["slug"])
    code = drafts.code_of(request)
    if code and request.method not in SAFE_METHODS:
        drafts.hold(session, consultation, code)
    work = drafts.find(session, consultation, code)
    response = sent_response(session, consultation, code) if work is None else None
    moment = now()
    unknown = consultation.opens if returning and consultation.opens else moment
    started = datetime.fromisoformat(work.started) if work else unknown
    if response is None and not _is_welcome(consultation, started, moment):
        address = link("consultation", slug=consultation.slug)
        raise Elsewhere(forgotten(consultation.slug) if _is_gone(request, code) else address)
    return Visit(
        consultation=consultation,
        questionnaire=queries.edition(session, consultation),
        code=code,
        work=work or drafts.begin(moment),
        response=response,
        draft_days=request.state.council.draft_days,
    )


def from_check(request: Request) -> str:
    """Give the end of the address of somebody who came from the check page, else nothing."""
    return FROM_CHECK if request.query_params.get("from") == "check" else ""


def told(request: Request, problems: Problems) -> Problems:
    """Give what is wrong to the page that says so; going back to it later finds what is left."""
    return problems if is_told(request) else {}


def is_told(request: Request) -> bool:
    """Tell whether this is the page that says what is wrong."""
    return _TOLD in request.query_params


def tell(request: Request, address: str) -> Reply:
    """Lead to the page that says what is wrong, so that going back and forward works."""
    return redirect_to(request, f"{address}{'&' if '?' in address else '?'}{_TOLD}=yes")


def forgotten(slug: str) -> str:
    """Give the address of a consultation for whoever lost the cookie to what they answered."""
    return f"{link('consultation', slug=slug)}?{_FORGOTTEN}=yes"


def is_forgotten(request: Request) -> bool:
    """Tell whether this is the page that says that the cookie is gone."""
    return _FORGOTTEN in request.query_params


def keep_work(session: Session, here: Visit, code: str) -> None:
    """Seal what has been answered so far, until it expires."""
    expires = drafts.expiry(here.consultation, now(), here.draft_days)
    drafts.save(session, here.consultation, code, here.work, expires)


def typed_in(request: Request, here: Visit, **sent: Any) -> dict[str, str]:
    """Tell in which language each text is, once what was `sent` is kept."""
    fields = answers.written_fields(here.questionnaire)
    before, after = (_texts(work, fields) for work in (here.work, here.work.with_changes(**sent)))
    tag = text_languages.of_form(request.state.form)
    return text_languages.kept(before, after, here.work.languages, tag)


def published(session: Session, slug: str) -> Consultation:
    """Find a consultation that residents may see."""
    consultation = found(queries.at_hand(session, slug))
    hidden = queries.status_of(consultation, now()) is Status.HIDDEN
    return found(None if hidden else consultation)


def sent_response(
    session: Session, consultation: Consultation, code: str | None
) -> Response | None:
    """Find the response that was sent from the draft of a code."""
    if code is None:
        return None
    receipt = drafts.receipt_code(consultation, code)
    return queries.by_receipt(session, drafts.receipt_name(receipt))


def _texts(work: Work, fields: frozenset[str]) -> dict[str, Any]:
    own = {f"_{name}": work.organisation.get(name, "") for name in forms.ORGANISATION_TEXTS}
    return {name: work.sent.get(name, []) for name in fields} | own


def _is_gone(request: Request, code: str | None) -> bool:
    """Tell whether a form comes from a page that had answers, and the cookie to them is gone."""
    unsafe = request.method not in SAFE_METHODS
    return code is None and unsafe and bool({BEGUN, "key"} & request.state.form.keys())


def _is_welcome(consultation: Consultation, started: datetime, moment: datetime) -> bool:
    if queries.status_of(consultation, moment) is Status.OPEN:
        return True
    soon = consultation.opens is None or moment < consultation.opens
    closes = consultation.closes
    return not soon and closes is not None and rules.may_send(closes, started, moment)
