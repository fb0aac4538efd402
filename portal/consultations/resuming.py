"""Saving answers for later: the code that opens them again, here or on another device."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal import crypto
from portal.consultations import drafts
from portal.consultations.visits import visit
from portal.problems import Problem, mark
from portal.web import page, public, redirect, render, sent_text, switched


@page
@public
def saved(request: Request, session: Session) -> Response:
    """Show the resume code, to write down or print."""
    here = visit(request, session)
    until = drafts.kept_until(session, here.consultation, here.code) if here.code else None
    if here.code is None or until is None:
        return redirect(request, "respond", slug=here.slug)
    code = crypto.format_code(here.code)
    return render(request, "consultations/saved.html", here=here, resume_code=code, until=until)


@page
@public
def resume(request: Request, session: Session) -> Response:
    """Open a saved draft with its code."""
    here = visit(request, session, returning=True)
    typed, problems = "", {}
    if request.method == "POST":
        if elsewhere := switched(request):
            return elsewhere
        typed = sent_text(request.state.form, "resume_code")
        code = crypto.parse_code(typed)
        if drafts.find(session, here.consultation, code) is not None and code:
            return drafts.carry(request, redirect(request, "respond", slug=here.slug), code)
        if "_switch" not in request.state.form:
            problems = {"resume_code": _unknown_code(code)}
    status = 422 if problems else 200
    return render(
        request,
        "consultations/resume.html",
        status=status,
        here=here,
        typed=typed,
        problems=problems,
    )


def _unknown_code(code: str | None) -> Problem:
    if code is None:
        return Problem(
            mark("This code is not complete or has a mistake in it. Check it and try again.")
        )
    return Problem(
        mark("No saved answers belong to this code. They may have been sent or deleted.")
    )


_PATH = "/consultations/{slug}/respond"

routes = [
    Route(_PATH + "/saved", saved, name="respond_saved"),
    Route(_PATH + "/resume", resume, name="respond_resume", methods=["GET", "POST"]),
]
