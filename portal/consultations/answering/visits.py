"""A resident's visit to a questionnaire: which one, how far they are, what they may do."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Reply

from portal.consultations import queries, rules
from portal.consultations.answering import device, drafts, languages
from portal.consultations.answering.device import Holding
from portal.consultations.answering.drafts import Work
from portal.consultations.models import Published, Readable, Response
from portal.consultations.rules import Status
from portal.languages import text_languages
from portal.problems import Problems
from portal.questions.questionnaire import Questionnaire
from portal.sealing import crypto
from portal.store.db import now
from portal.web import cookies
from portal.web.page import Elsewhere, found, link, redirect_to
from portal.web.security import SAFE_METHODS

FROM_CHECK = "?from=check"
"""Ends the address of a page that leads back to the check page."""

BEGUN = "_begun"
"""Comes with the form of a page that was shown to somebody who had answered others."""

NOTHING = "nothing"
"""Tells the page to which somebody is led that there was nothing to save."""

_TAPS_SECONDS = 10
_TOLD, _FORGOTTEN = "wrong", "forgotten"


@dataclass(frozen=True)
class Visit:
    """Everything the pages of the answering journey need to know."""

    consultation: Published
    questionnaire: Questionnaire
    holding: Holding | None
    work: Work
    response: Response | None
    draft_days: int

    @property
    def slug(self) -> str:
        """Give the consultation's address."""
        return self.consultation.slug

    @property
    def code(self) -> str | None:
        """Give the code of the draft, if this browser holds one."""
        return self.holding.code if self.holding else None

    @property
    def receipt(self) -> str:
        """Give the receipt code that was drawn last for sending the draft; nothing before that."""
        return self.holding.receipts[-1].code if self.holding and self.holding.receipts else ""

    @property
    def languages(self) -> tuple[str, ...]:
        """List the languages in which the questionnaire can be read."""
        return self.questionnaire.languages

    @property
    def begun(self) -> bool:
        """Tell whether anything was answered so far."""
        return not self.work.is_empty

    def has_lost(self, request: Request) -> bool:
        """Tell whether a form comes from a page that had answers, and none are left."""
        return BEGUN in request.state.form and not self.begun

    def with_work(self, work: Work) -> "Visit":
        """Give the visit with other answers."""
        return replace(self, work=work)


def visit(request: Request, session: Session, *, returning: bool = False) -> Visit:
    """Find the questionnaire and what this browser has answered; refuse when it is not open.

    Who is `returning` may have begun in time, which only their code will show.
    """
    consultation = published(session, request.path_params["slug"])
    holding = device.held(request).get(consultation.id or 0)
    code = holding.code if holding else None
    if code and request.method not in SAFE_METHODS:
        drafts.hold(session, consultation, code)
    work = drafts.find(session, consultation, code)
    over = work is not None and work.over
    response = None if work and not over else sent_response(session, holding)
    if over and response is None and not returning:
        # Somebody sent them elsewhere with the same code, which opens nothing since.
        raise Elsewhere(link("consultation", slug=consultation.slug))
    work = None if over else work
    moment = now()
    unknown = consultation.opens if returning and consultation.opens else moment
    started = datetime.fromisoformat(work.started) if work else unknown
    if response is None and not is_welcome(consultation, started, moment):
        address = link("consultation", slug=consultation.slug)
        raise Elsewhere(forgotten(consultation.slug) if _is_gone(request, code) else address)
    # Somebody may know the code of a draft that is gone, and may have put the cookie back. Only
    # one that was drawn for this very form, which is asked for again with it, begins a draft.
    spent = work is None and response is None and not cookies.is_asked_again(request)
    return Visit(
        consultation=consultation,
        questionnaire=queries.edition(session, consultation),
        holding=None if spent else holding,
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


def tell(request: Request, address: str, what: str = _TOLD) -> Reply:
    """Lead to the page that says what is wrong, so that going back and forward works."""
    return redirect_to(request, f"{address}{'&' if '?' in address else '?'}{what}=yes")


def forgotten(slug: str) -> str:
    """Give the address of a consultation for whoever lost the cookie to what they answered."""
    return f"{link('consultation', slug=slug)}?{_FORGOTTEN}=yes"


def is_forgotten(request: Request) -> bool:
    """Tell whether this is the page that says that the cookie is gone."""
    return _FORGOTTEN in request.query_params


def asked_for_code(request: Request, here: Visit) -> Reply | None:
    """Have the browser hold the code of a draft before anything is kept; None if it does.

    The code is drawn with the first thing that is given, so it was never shown to anybody.
    """
    if here.holding or here.work.is_empty:
        return None
    return device.asked_for(request, {here.consultation.id or 0: Holding(crypto.new_code())})


def asked_for_receipt(request: Request, here: Visit) -> Reply | None:
    """Have the browser hold a receipt code before its answers are sent; None if it does.

    So a lost reply loses no receipt, and whoever sends again finds it.
    """
    if here.holding is None:
        return None
    # One of before may be in a copy of the cookie; one of just now belongs to a second tap.
    for latest in here.holding.receipts[-1:]:
        age = now().timestamp() - latest.drawn
        if age < _TAPS_SECONDS or cookies.is_asked_again(request):
            return None
    drawn = here.holding.with_receipt()
    return device.asked_for(request, {here.consultation.id or 0: drawn})


def keep_work(session: Session, here: Visit) -> None:
    """Seal what has been answered so far, until it expires; of nothing, nothing is kept."""
    if here.code is None:
        return
    if here.work.is_empty:
        drafts.forget(session, here.consultation.id, here.code)
        return
    expires = drafts.expiry(here.consultation, now(), here.draft_days)
    drafts.save(session, here.consultation, here.code, here.work, expires)


def holding_nothing(request: Request, here: Visit, reply: Reply) -> Reply:
    """Have the browser forget the code of a draft of which nothing was kept.

    Whoever noted it would otherwise read what the next person answers on this device.
    """
    if not here.work.is_empty or here.holding is None:
        return reply
    return device.drop(request, reply, here.consultation.id)


def typed_in(request: Request, here: Visit, work: Work) -> Work:
    """Give answers in which each text has its language: what was typed, that of the page."""
    tag = text_languages.of_form(request.state.form)
    return languages.filed(here.questionnaire, here.work, work, tag)


def published(session: Session, slug: str) -> Published:
    """Find a consultation that residents may see."""
    consultation = found(queries.to_read(session, slug))
    hidden = queries.status_of(consultation, now()) is Status.HIDDEN
    return found(None if hidden else consultation)


def sent_response(session: Session, holding: Holding | None) -> Response | None:
    """Find the response that was sent from this device, whichever of its receipts that was."""
    names = [drafts.receipt_name(one.code) for one in reversed(holding.receipts if holding else ())]
    found = (queries.by_receipt(session, name) for name in names)
    return next((response for response in found if response), None)


def receipt_of(holding: Holding | None, response: Response) -> str:
    """Give the receipt code of a response that was sent from this device, to be read."""
    codes = [one.code for one in (holding.receipts if holding else ())]
    return crypto.format_code(
        next(code for code in codes if drafts.receipt_name(code) == response.receipt)
    )


def is_welcome(consultation: Readable, started: datetime, moment: datetime) -> bool:
    """Tell whether answers that were begun at a moment may still be given at another."""
    if queries.status_of(consultation, moment) is Status.OPEN:
        return True
    soon = consultation.opens is None or moment < consultation.opens
    closes = consultation.closes
    return not soon and closes is not None and rules.may_send(closes, started, moment)


def _is_gone(request: Request, code: str | None) -> bool:
    """Tell whether a form comes from a page that had answers, and the cookie to them is gone."""
    unsafe = request.method not in SAFE_METHODS
    return code is None and unsafe and bool({BEGUN, "key"} & request.state.form.keys())
