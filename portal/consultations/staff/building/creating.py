"""Beginning a consultation: from nothing, from a template, or from an earlier one."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.consultations.models import Consultation
from portal.consultations.staff import queries
from portal.consultations.staff.building import (
    composition,
    details,
    importing,
    templates_library,
)
from portal.consultations.staff.building.composition import Content
from portal.consultations.staff.publishing import corrections
from portal.problems import Problem, Problems, mark
from portal.store import saving
from portal.web.page import both, done, link, page, render, sent_text

_LONGEST_TITLE = 200
_COPIES = ("copy", "draft")
"""Starts from an earlier consultation: as it was published, or with what is not published yet."""


@page
@officer_only
def new_consultation(request: Request, session: Session, account: Account) -> Response:
    """Begin a consultation."""
    if request.method == "GET":
        return _form(request, session, {"start": request.query_params.get("start", "")})
    sent = {name: sent_text(request.state.form, name) for name in ("title", "start")}
    content = _start(session, sent["start"], request.state.council.languages)
    problems: Problems = {}
    if not sent["title"] or len(sent["title"]) > _LONGEST_TITLE:
        problems["title"] = Problem(mark("Write a title of up to 200 letters."))
    if content is None:
        problems["start"] = Problem(mark("Choose what to start from."))
    if content is None or problems:
        return _form(request, session, sent, problems)
    consultation = _begin(session, sent["title"], content)
    change = saving.Change(account.id, "consultation.created", consultation.slug)
    saving.record(session, change, start=sent["start"])
    path = link("staff_consultation", slug=consultation.slug)
    copied = sent["start"].partition(":")[0] in _COPIES
    return done(request, path, "copied" if copied else "")


def _form(
    request: Request, session: Session, sent: dict[str, str], problems: Problems | None = None
) -> Response:
    return render(
        request,
        "consultations/staff/building/new.html",
        problems=problems,
        sent=sent,
        templates=templates_library.TEMPLATES,
        consultations=queries.everything(session),
        waiting=corrections.counts(session),
    )


def _start(session: Session, start: str, languages: tuple[str, ...]) -> Content | None:
    kind, _, name = start.partition(":")
    if kind == "nothing":
        return _empty(languages)
    if kind == "template" and name in templates_library.TEMPLATES:
        content: Content = templates_library.in_languages(
            templates_library.template(name), languages
        )
        return content | {"languages": [tag for tag in languages if tag in content["languages"]]}
    if kind in _COPIES and (original := queries.by_slug(session, name)):
        edition = queries.latest_edition(session, original) if kind == "copy" else None
        content = edition.content if edition else importing.drafted(session, original)
        return content | {"ask_equality": original.ask_equality}
    return None


def _begin(session: Session, title: str, content: Content) -> Consultation:
    first = content["languages"][0] if content["languages"] else "en"
    slug = composition.slug_from({first: title}, queries.slugs(session) | details.RESERVED)
    consultation = Consultation(slug=slug, ask_equality=content.get("ask_equality", True))
    # The title was typed for this consultation; what was copied would be a translation of another.
    importing.import_content(session, consultation, content | {"title": {first: title}})
    return consultation


def _empty(languages: tuple[str, ...]) -> dict[str, Any]:
    privacy = templates_library.in_languages(templates_library.phrases()["privacy"], languages)
    return {
        "title": {},
        "privacy": privacy,
        "languages": list(languages),
        "sections": [],
    }


routes = [
    both("/staff/consultations/new", new_consultation, name="new_consultation"),
]
