"""The reasons of a body: whoever presides looks at them before it opens, and adds its own."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, preparing
from portal.forms import form, words
from portal.forms.field import Ground
from portal.moderation import forms, queries, reasons
from portal.problems import Problems
from portal.web.page import both, done, found, link, page, post, render


@page
@preparing
def own_reasons(request: Request, session: Session, visit: Visit) -> Response:
    """List the reasons that can be chosen in a body, and add one of its own."""
    if request.method == "GET":
        return _page(request, session, visit)
    said = form.read(forms.LABEL, request.state.form, ground=_ground(request))
    problems = said.problems
    if not problems and (full := reasons.add(session, visit.body, said.values["label"])):
        problems = {"label": full}
    if problems:
        return _page(request, session, visit, problems)
    visit.log(session, "forum.reason_added")
    return _to(request, visit, "added")


@page
@preparing
def end_reason(request: Request, session: Session, visit: Visit) -> Response:
    """Have a reason not chosen any more; where it was, it is still read."""
    own = found(queries.own_reason(session, visit.body, request.path_params["id"]))
    own.over = True
    session.add(own)
    visit.log(session, "forum.reason_ended")
    return _to(request, visit, "done")


@page
@preparing
def looked_at(request: Request, session: Session, visit: Visit) -> Response:
    """Note that whoever presides has looked at the reasons, without which no body opens."""
    reasons.prepare(session, visit.body)
    visit.log(session, "forum.reasons_looked_at")
    return _to(request, visit, "done")


def _page(
    request: Request, session: Session, visit: Visit, problems: Problems | None = None
) -> Response:
    return render(
        request,
        "moderation/reasons.html",
        visit=visit,
        common=forms.REASONS,
        own=[one for one in queries.own_reasons(session, visit.body) if not one.over],
        prepared=queries.is_prepared(session, visit.body.id or 0),
        fields=forms.LABEL,
        languages=request.state.council.languages,
        sent=words.flat(getattr(request.state, "form", {})),
        problems=problems,
    )


def _ground(request: Request) -> Ground:
    return Ground(request.state.council.languages)


def _to(request: Request, visit: Visit, said: str) -> Response:
    return done(request, link("forum_reasons", body=visit.body.slug), said)


_REASONS = "/forum/{body}/reasons"

routes = [
    both(_REASONS, own_reasons, name="forum_reasons"),
    post(f"{_REASONS}/looked-at", looked_at, name="forum_reasons_looked_at"),
    post(f"{_REASONS}/{{id}}/end", end_reason, name="forum_end_reason"),
]
