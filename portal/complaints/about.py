"""Equality questions after a card: explained, each optional, kept once and apart from the words."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.categories import queries, steps
from portal.complaints import keeping, rules
from portal.complaints.models import Comment
from portal.forms import words
from portal.sealing import crypto
from portal.web.page import page, post, public, redirect, render, switched


@page
@public
def about(request: Request, session: Session) -> Response:
    """Ask whoever sent a card about themselves, and keep what they choose to tell."""
    code = crypto.parse_code(words.sent_text(request.state.form, "code"))
    comment = keeping.known(session, code) if code else None
    if code is None or comment is None or comment.kind is not rules.Kind.CARD:
        return redirect(request, "receipt")
    if elsewhere := switched(request):
        return elsewhere
    nation = request.state.council.nation
    told = steps.after(queries.questions(session, nation), request.state.form)
    if isinstance(told, steps.Step):
        return _asked(request, code, told)
    keeping.tell_equality(session, comment, nation, told)
    return taken(request, comment, code)


def after_sending(request: Request, session: Session, comment: Comment, code: str) -> Response:
    """Give the page that follows: questions after a card, and else at once the code to keep."""
    if comment.kind is not rules.Kind.CARD:
        return taken(request, comment, code)
    asked = queries.questions(session, request.state.council.nation)
    return _asked(request, code, steps.first(asked))


def taken(request: Request, comment: Comment, code: str) -> Response:
    """Say that something has arrived, and with which code one sees what comes of it."""
    grouped = crypto.format_code(code)
    return render(request, "complaints/taken.html", comment=comment, code=code, grouped=grouped)


def _asked(request: Request, code: str, step: steps.Step) -> Response:
    return render(
        request,
        "complaints/about.html",
        code=code,
        grouped=crypto.format_code(code),
        step=step,
        problems=step.problems,
    )


routes = [post("/comment/about", about, name="comment_about")]
