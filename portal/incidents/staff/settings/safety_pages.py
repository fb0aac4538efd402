"""Where administrators keep which native readers have signed off the texts that could harm."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import administrator_only
from portal.accounts.models import Account
from portal.incidents import report_settings
from portal.incidents.report_settings import Arrangements, SignOff
from portal.incidents.safety import signing_off
from portal.languages import i18n
from portal.problems import Problem, Problems, mark, too_long
from portal.store import audit, saving
from portal.web.page import both, found, get, link, page, redirect_to, render, sent_text

LONGEST_NAME = 120

_NO_TEXT = Problem(mark("Tick at least one text."))
_NO_READER = Problem(mark("Write the name of the person who read the texts."))
_CHANGED_MEANWHILE = Problem(
    mark(
        "A text or a signature changed after you opened this page. "
        "Nothing of yours is saved yet. Compare, then save again."
    )
)


class Row(NamedTuple):
    """A text beside its translation, who vouched for it, and what has changed since."""

    id: str
    english: Markup
    words: Markup | None
    sign_off: SignOff | None
    day: date | None
    english_changed: bool
    words_changed: bool


@page
@administrator_only
def safety_texts(request: Request, session: Session, account: Account) -> Response:
    """List the languages, and how many texts nobody has signed off in each."""
    lacking = signing_off.missing_by_language(report_settings.current(session), _languages(request))
    languages = [(tag, lacking.get(tag, 0)) for tag in _languages(request)]
    return render(request, "incidents/staff/settings/safety.html", languages=languages)


@page
@administrator_only
def safety_texts_in(request: Request, session: Session, account: Account) -> Response:
    """Show the texts of a language beside the English, and keep who signed them off."""
    tag = request.path_params["tag"]
    found(tag if tag in _languages(request) else None)
    if request.method == "POST":
        return _change(request, session, account, tag)
    return _shown(request, report_settings.current(session), tag, {})


def _change(request: Request, session: Session, account: Account, tag: str) -> Response:
    decided = report_settings.for_change(session)
    form = request.state.form
    chosen = _chosen(form, tag)
    problems = _problems(form, decided, tag, chosen)
    if problems:
        return _shown(request, decided, tag, problems)
    if "withdraw" in form:
        _withdraw(session, account, decided, tag, chosen)
    else:
        _sign_off(session, account, decided, tag, chosen, sent_text(form, "reader"))
    return redirect_to(request, link("safety_texts_in", tag=tag) + "?saved=yes")


def _chosen(form: Any, tag: str) -> list[str]:
    ticked = set(form.getlist("text"))
    return [
        name
        for name, caution in signing_off.TEXTS.items()
        if signing_off.is_translated(caution, tag) and ("all" in form or name in ticked)
    ]


def _problems(form: Any, decided: Arrangements, tag: str, chosen: list[str]) -> Problems:
    if saving.is_stale(form, signing_off.version(decided, tag)):
        return {"version": _CHANGED_MEANWHILE}
    problems: Problems = {}
    if not chosen:
        problems["text"] = _NO_TEXT
    reader = sent_text(form, "reader")
    if "withdraw" not in form and not reader:
        problems["reader"] = _NO_READER
    if len(reader) > LONGEST_NAME:
        problems["reader"] = too_long(LONGEST_NAME)
    return problems


def _sign_off(
    session: Session,
    account: Account,
    decided: Arrangements,
    tag: str,
    chosen: list[str],
    reader: str,
) -> None:
    day = i18n.today().isoformat()
    signed = {
        name: SignOff(reader, day, signing_off.digest(signing_off.TEXTS[name], tag))
        for name in chosen
    }
    _keep(session, decided, tag, {**decided.sign_offs.get(tag, {}), **signed})
    audit.record(
        session, account.id or 0, "safety_texts.signed_off", tag, reader=reader, texts=chosen
    )


def _withdraw(
    session: Session, account: Account, decided: Arrangements, tag: str, chosen: list[str]
) -> None:
    before = decided.sign_offs.get(tag, {})
    kept = {name: one for name, one in before.items() if name not in chosen}
    _keep(session, decided, tag, kept)
    gone = [name for name in chosen if name in before]
    audit.record(session, account.id or 0, "safety_texts.withdrawn", tag, texts=gone)


def _keep(
    session: Session, decided: Arrangements, tag: str, sign_offs: Mapping[str, SignOff]
) -> None:
    changed = {**decided.sign_offs, tag: sign_offs}
    report_settings.save(session, replace(decided, sign_offs=changed))


def _shown(request: Request, decided: Arrangements, tag: str, problems: Problems) -> Response:
    form: Any = request.state.form if problems else FormData()
    return render(
        request,
        "incidents/staff/settings/safety_language.html",
        tag=tag,
        rows=[_row(decided, tag, name) for name in signing_off.TEXTS],
        missing=len(signing_off.missing(decided, tag)),
        version=signing_off.version(decided, tag),
        ticked=form.getlist("text"),
        reader=sent_text(form, "reader"),
        problems=problems,
    )


def _row(decided: Arrangements, tag: str, name: str) -> Row:
    caution = signing_off.TEXTS[name]
    translated = signing_off.is_translated(caution, tag)
    sign_off = decided.sign_offs.get(tag, {}).get(name)
    english, words = signing_off.changed(sign_off, tag, caution) if sign_off else (False, False)
    return Row(
        id=name,
        english=signing_off.to_compare(signing_off.SOURCE, caution),
        words=signing_off.to_compare(tag, caution) if translated else None,
        sign_off=sign_off,
        day=date.fromisoformat(sign_off.day) if sign_off else None,
        english_changed=english,
        words_changed=words,
    )


def _languages(request: Request) -> tuple[str, ...]:
    return tuple(tag for tag in request.state.council.languages if tag != signing_off.SOURCE)


routes = [
    get("/staff/reports/safety-texts", safety_texts, name="safety_texts"),
    both("/staff/reports/safety-texts/{tag}", safety_texts_in, name="safety_texts_in"),
]
