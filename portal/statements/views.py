"""Statements as everybody reads them, and as the chair writes, corrects and withdraws them."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import visiting
from portal.forms import field, form, once, words
from portal.forum.topics import forms as of_topics
from portal.languages import i18n
from portal.statements import acts, forms, models, queries
from portal.store import db, saving
from portal.web import brought
from portal.web.page import both, done, found, get, link, page, render

SHOWN = 3
"""So many statements stand on the page of a body; the others are a link away."""


@page
@visiting.anybody
def statements(request: Request, session: Session, visit: visiting.Visit) -> Response:
    """List what the chair said."""
    rows = queries.listed(session, visit.body.id or 0)
    return render(
        request, "statements/all.html", visit=visit, rows=rows, labels=of_topics, stands=acts.stands
    )


@page
@visiting.anybody
def statement(request: Request, session: Session, visit: visiting.Visit) -> Response:
    """Show a statement, with how it read before."""
    one = _found(request, session, visit)
    return render(
        request,
        "statements/one.html",
        visit=visit,
        statement=one,
        stands=acts.stands(one),
        versions=queries.versions(session, one),
        labels=of_topics,
    )


@page
@visiting.presiding
def publish(request: Request, session: Session, visit: visiting.Visit) -> Response:
    """Publish a statement once its chair saw how everybody reads it."""
    ground, key = field.Ground(request.state.council.languages), db.random_id()
    if request.method == "GET":
        shown = {"language": i18n.language()}
        return _form(request, visit, {"sent": shown, "key": key, "statement": None})
    said, problems = acts.read(request.state.form, ground)
    key = once.key(request.state.form)
    shown = words.flat(request.state.form)
    if not problems and shown.get("_do") == "confirm":
        name = once.name(request.state.form, visit.own, visit.body.id)
        made = acts.publish(session, visit, name, said)
        return _to(request, visit, made, "published")
    if not problems and shown.get("_do") != "change":
        checked: dict[str, Any] = {"said": said, "sent": shown, "key": key}
        return render(request, "statements/check.html", visit=visit, **checked)
    given = {"sent": shown, "key": key, "statement": None, "problems": problems}
    return _form(request, visit, given)


@page
@visiting.presiding
def correct(request: Request, session: Session, visit: visiting.Visit) -> Response:
    """Correct a statement; how it read before stays to be read."""
    one = _standing(request, session, visit)
    ground = field.Ground(request.state.council.languages)
    stored = acts.show(one, ground)
    given: dict[str, Any] = {"sent": stored, "key": "", "statement": one}
    if request.method == "GET":
        return _form(request, visit, given)
    sent = form.typed(forms.WRITTEN, request.state.form)
    sent |= form.typed(forms.FURTHER, request.state.form, ground)
    said, problems = acts.read(request.state.form, ground)
    given |= {"sent": sent, "problems": problems}
    if sent != stored and saving.is_stale(request.state.form, one.revision):
        return _form(request, visit, given | {"status": 409, "theirs": one})
    if problems:
        return _form(request, visit, given)
    if sent != stored:
        acts.correct(session, visit, one, said)
    return _to(request, visit, one, "corrected")


@page
@visiting.presiding
def withdraw(request: Request, session: Session, visit: visiting.Visit) -> Response:
    """Withdraw a statement once that is confirmed; its title stays."""
    one = _found(request, session, visit)
    sure = words.flat(getattr(request.state, "form", {})).get("sure") == "yes"
    if request.method == "POST" and sure:
        acts.withdraw(session, visit, one)
    if sure or not acts.stands(one):
        return _to(request, visit, one, "withdrawn" if sure else "")
    unsure = {"sure": of_topics.UNSURE} if request.method == "POST" else None
    return render(request, "statements/withdraw.html", visit=visit, statement=one, problems=unsure)


def latest(_request: Request, session: Session, visit: visiting.Visit) -> Iterator[brought.Chapter]:
    """Show on the page of a body what its chair said last."""
    if rows := queries.listed(session, visit.body.id or 0):
        shown = {"statements": rows[:SHOWN], "more": len(rows) > SHOWN, "stands": acts.stands}
        yield brought.Chapter("statements/latest.html", shown)


def _found(request: Request, session: Session, visit: visiting.Visit) -> models.Statement:
    hold = request.method == "POST"
    return found(queries.one(session, visit.body, request.path_params["id"], hold=hold))


def _standing(request: Request, session: Session, visit: visiting.Visit) -> models.Statement:
    one = _found(request, session, visit)
    if not acts.stands(one):
        raise HTTPException(409)
    return one


def _form(request: Request, visit: visiting.Visit, shown: dict[str, Any]) -> Response:
    languages = request.state.council.languages
    given: dict[str, Any] = {
        "theirs": None,
        "fields": forms.WRITTEN,
        "further": forms.FURTHER,
        "languages": languages,
    }
    return render(request, "statements/write.html", visit=visit, **(given | shown))


def _to(request: Request, visit: visiting.Visit, one: models.Statement, said: str) -> Response:
    return done(request, link("forum_statement", body=visit.body.slug, id=one.id), said)


_ALL = "/forum/{body}/statements"

routes = [
    get(_ALL, statements, name="forum_statements"),
    both(f"{_ALL}/new", publish, name="forum_publish"),
    get(f"{_ALL}/{{id}}", statement, name="forum_statement"),
    both(f"{_ALL}/{{id}}/correct", correct, name="forum_correct"),
    both(f"{_ALL}/{{id}}/withdraw", withdraw, name="forum_withdraw"),
]
