"""One side at work on a compact: its own duties to mark, the other's to read, and agreeing."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms import form
from portal.languages import i18n
from portal.plans import vocabulary
from portal.plans.compact import forms, keeping, queries, shown
from portal.plans.compact.models import Compact
from portal.plans.compact.rules import Side
from portal.problems import Problems
from portal.store import audit, saving
from portal.web.page import done, render, sent_text


@dataclass(frozen=True)
class Acting:
    """Who acts on a compact: the side, what the log calls them, and where their pages are."""

    compact: Compact
    side: Side
    actor: int | str
    template: str
    here: str
    agreeing: str
    back: tuple[str, Any]

    def log(self, session: Session, action: str) -> None:
        """Write into the log what a side did."""
        audit.record(session, self.actor, f"compact.{action}", self.compact.id)


def work(request: Request, session: Session, by: Acting) -> Response:
    """Show a compact to a side, and keep what it says of its duties."""
    duties = queries.duties(session, keeping.section_of(by.compact, by.side))
    fields = forms.of_side(duties)
    stored = form.show(fields, forms.stored(duties, queries.marks(session, by.compact)))
    if request.method == "GET":
        return _page(request, session, by, stored)
    sent = request.state.form
    typed = form.typed(fields, sent)
    if by.compact.published:
        return _page(request, session, by, typed, {"agree": forms.AGREED}, status=409)
    reading = form.read(fields, sent)
    if reading.problems:
        return _page(request, session, by, typed, reading.problems)
    if refused := saving.overtaken(sent, stored, typed):
        return _page(request, session, by, typed, {"agree": forms.CHANGED}, status=refused.status)
    if keeping.mark(session, by.compact, by.side, reading.values):
        by.log(session, "marked")
    return done(request, by.here, "saved")


def agree(request: Request, session: Session, by: Acting) -> Response:
    """Keep that a side agrees with what it read, or no more does."""
    if by.compact.published:
        return done(request, by.here, "published")
    if sent_text(request.state.form, "_do") == "take_back":
        keeping.take_back(session, by.compact, by.side)
        by.log(session, "agreement_taken_back")
        return done(request, by.here, "taken_back")
    version = sent_text(request.state.form, saving.VERSION)
    if problem := keeping.cannot_agree(session, by.compact, version):
        status = 409 if problem is forms.CHANGED else 422
        return _page(request, session, by, None, {"agree": problem}, status=status)
    keeping.agree(session, by.compact, by.side)
    by.log(session, "agreed")
    return done(request, by.here, "published" if by.compact.published else "agreed")


def _page(
    request: Request,
    session: Session,
    by: Acting,
    typed: dict[str, str] | None,
    problems: Problems | None = None,
    *,
    status: int = 200,
) -> Response:
    duties = queries.duties(session, keeping.section_of(by.compact, by.side))
    marks = queries.marks(session, by.compact)
    stored = form.show(forms.of_side(duties), forms.stored(duties, marks))
    told = keeping.told(session, by.compact)
    return render(
        request,
        by.template,
        status=status,
        by=by,
        compact=by.compact,
        plan=queries.plan(session, by.compact),
        called=shown.called(session, by.compact),
        told=told,
        duties=[(duty, *forms.of_duty(duty)) for duty in duties],
        shown=stored if typed is None else typed,
        version=saving.version_of(stored),
        whole=saving.version_of(told),
        other=Side.THEIRS if by.side is Side.COUNCIL else Side.COUNCIL,
        mine_agreed=by.compact.council_agreed
        if by.side is Side.COUNCIL
        else by.compact.theirs_agreed,
        other_agreed=by.compact.theirs_agreed
        if by.side is Side.COUNCIL
        else by.compact.council_agreed,
        recorded=shown.recorded(request, session, by.compact),
        language=i18n.language(),
        labels=vocabulary,
        problems=problems or {},
    )
