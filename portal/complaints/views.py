"""How to complain and who else decides, and what came of something for whoever has its code."""

from datetime import datetime
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.complaints import about, arrangements, forms, keeping, queries, rules, sending
from portal.complaints.models import Comment
from portal.forms import form, words
from portal.groups import choosing, vocabulary
from portal.groups import queries as groups
from portal.languages import i18n
from portal.sealing import crypto
from portal.web import brought
from portal.web.page import found, get, link, page, post, public, redirect, render


@page
@public
def complaints(request: Request, session: Session) -> Response:
    """Say how to complain about race equality, how long it takes, who else decides, who helps."""
    tags = {groups.HELP: vocabulary.COMPLAINTS}
    return render(
        request,
        "complaints/complaints.html",
        terms=arrangements.current(session),
        helpers=groups.listed(session, groups.Choice(tags=tags), None).rows,
        helping=f"{link('groups')}?{groups.HELP}={vocabulary.COMPLAINTS}",
    )


def opened(request: Request, session: Session, code: str, **context: Any) -> Response | None:
    """Show what came of the comment that a code names; nothing if it names none."""
    if (comment := keeping.known(session, code)) is None:
        return None
    told: dict[str, Any] = {"problems": {}, "shown": {}, "unkept": ""}
    services = {one.code: one.label for one in choosing.services(session)}
    return render(
        request,
        "complaints/opened.html",
        comment=comment,
        about=brought.thing(request, session, comment.about),
        code=code,
        steps=queries.steps(session, comment),
        countdown=keeping.countdown(comment),
        # Of what is no longer on the list only its place is known.
        service=services.get(comment.service, services[vocabulary.OTHER]),
        contestable=rules.may_move(comment.kind, comment.state, rules.State.CONTESTED),
        labels=forms,
        fields=forms.CONTEST,
        **(told | context),
    )


@page
@public
def contest(request: Request, session: Session) -> Response:
    """Note that whoever complained wants other people to look at it, and show what follows."""
    code = crypto.parse_code(words.sent_text(request.state.form, "receipt_code"))
    comment = keeping.known(session, code, hold=True) if code else None
    if code is None or comment is None:
        return redirect(request, "receipt")
    sent, reading = request.state.form, form.read(forms.CONTEST, request.state.form)
    if reading.problems:
        shown = form.typed(forms.CONTEST, sent)
        return found(opened(request, session, code, shown=shown, problems=reading.problems))
    unkept = _contest(session, comment, reading.values["unmet"])
    refusal = {"unkept": unkept, "status": 409} if unkept else {}
    return found(opened(request, session, code, **refusal))


def _contest(session: Session, comment: Comment, words: str) -> str:
    """Note that somebody is not content; give what they wrote if that was noted before."""
    said = keeping.Said(language=comment.language if words else "", words=words)
    if keeping.move(session, comment, rules.State.CONTESTED, i18n.today(), said=said):
        return ""
    last = queries.steps(session, comment)[-1]
    return "" if words in ("", *last.words.values()) else words


def mapped(_session: Session, _now: datetime) -> list[brought.Mapped]:
    """List the pages that search engines may find."""
    return [brought.Mapped("complaints"), brought.Mapped("comment_card")]


routes = [
    get("/complaints", complaints, name="complaints"),
    post("/complaints/contest", contest, name="contest_answer"),
    *sending.routes,
    *about.routes,
]
