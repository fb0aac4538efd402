"""A block as whoever is blocked reads it and appeals, and as those who hold an office decide it."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, moderating, signed_in
from portal.forms import form
from portal.forms.words import flat
from portal.languages.i18n import language
from portal.order import blocks, forms, queries
from portal.web.page import both, done, found, link, page, render


@page
@signed_in
def own_block(request: Request, session: Session, visit: Visit) -> Response:
    """Show somebody why they may not write, and take their appeal, once."""
    block = visit.block
    if block is None:
        return done(request, link("forum_applied", body=visit.body.slug))
    shown: dict[str, Any] = {"sent": {"language": language()}}
    if request.method == "POST":
        reading = form.read(forms.APPEAL, request.state.form)
        if not reading.problems:
            blocks.appeal(session, visit, block, reading.values)
            return done(request, link("forum_block", body=visit.body.slug), "done")
        shown = {"sent": flat(request.state.form), "problems": reading.problems}
    return render(
        request,
        "order/own_block.html",
        visit=visit,
        barred=block,
        fields=forms.APPEAL,
        labels=forms,
        **shown,
    )


@page(writes=True)
@moderating
def decide_block(request: Request, session: Session, visit: Visit) -> Response:
    """Show a block to those who hold an office, and keep what one of them decides about it."""
    block = found(queries.block(session, visit.body, request.path_params["id"]))
    # Nobody decides about their own block, nor agrees to what they wanted themselves.
    presides = visit.presides and block.lifted is None and block.member_id != visit.own
    may = {
        "agree": presides and block.since is None and block.by_id != visit.own,
        "lift": presides,
        "appeal": blocks.may_decide(session, visit, block),
    }
    shown: dict[str, Any] = {"visit": visit, "barred": block, "may": may, "labels": forms}
    shown |= {"fields": forms.ON_APPEAL, "sent": {"language": language()}}
    if request.method == "GET":
        return render(request, "order/block.html", **shown)
    sent = flat(request.state.form)
    act = {"keep": "appeal", "undo": "appeal"}.get(sent.get("_do", ""), sent.get("_do", ""))
    if not may.get(act):
        if act in may and not visit.presides and act != "appeal":
            raise HTTPException(403)
        return render(request, "order/block.html", status=409, late=True, **shown | {"sent": sent})
    if act != "appeal":
        (blocks.agree if act == "agree" else blocks.lift)(session, visit, block)
        blocks.part(request, session, visit, block.member_id)
        return _today(request, visit, f"block_{act}")
    reading = form.read(forms.ON_APPEAL, request.state.form)
    if reading.problems:
        shown |= {"sent": sent, "problems": reading.problems}
        return render(request, "order/block.html", **shown)
    blocks.decide(session, visit, block, reading.values, lifts=sent["_do"] == "undo")
    return _today(request, visit, f"block_{sent['_do']}")


def _today(request: Request, visit: Visit, said: str) -> Response:
    return done(request, link("forum_today", body=visit.body.slug), said)


routes = [
    both("/forum/{body}/block", own_block, name="forum_block"),
    both("/forum/{body}/blocks/{id}", decide_block, name="forum_decide_block"),
]
