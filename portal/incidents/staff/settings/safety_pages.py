"""Where administrators keep which native readers have signed off the texts that could harm."""

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import administrator_only
from portal.accounts.models import Account
from portal.forms import boxes, fields, form, words
from portal.incidents import report_settings
from portal.incidents.safety import signing_off
from portal.languages import i18n
from portal.problems import Problem, Problems, mark
from portal.store import audit, saving
from portal.web.page import both, found, get, link, page, redirect_to, render

_NO_READER = mark("Write the name of the person who read the texts.")
_READER = fields.Line("reader", required=True, missing=_NO_READER, most=120)
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
    sign_off: report_settings.SignOff | None
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
    decided, sent = report_settings.for_change(session), request.state.form
    if saving.is_stale(sent, signing_off.version(decided, tag)):
        return _shown(request, decided, tag, {"version": _CHANGED_MEANWHILE})
    texts, withdraws = _texts(tag), "withdraw" in sent
    ticked = {**sent, "text": texts.codes} if "all" in sent else sent
    reading = form.read([texts] if withdraws else [texts, _READER], ticked)
    if reading.problems:
        return _shown(request, decided, tag, reading.problems)
    before, chosen = decided.sign_offs.get(tag, {}), reading.values["text"]
    if withdraws:
        after = {name: one for name, one in before.items() if name not in chosen}
        said: dict[str, Any] = {"texts": [name for name in chosen if name in before]}
    else:
        after = {**before, **_signed(tag, chosen, reading.values["reader"])}
        said = {"texts": chosen, "reader": reading.values["reader"]}
    report_settings.save(session, replace(decided, sign_offs={**decided.sign_offs, tag: after}))
    action = "safety_texts.withdrawn" if withdraws else "safety_texts.signed_off"
    audit.record(session, account.id or 0, action, tag, **said)
    return redirect_to(request, link("safety_texts_in", tag=tag) + "?saved=yes")


def _texts(tag: str) -> boxes.Several:
    translated = [
        (name,) for name, one in signing_off.TEXTS.items() if signing_off.is_translated(one, tag)
    ]
    missing = mark("Tick at least one text.")
    return boxes.Several("text", required=True, missing=missing, options=translated)


def _signed(tag: str, texts: list[str], reader: str) -> dict[str, report_settings.SignOff]:
    day = i18n.today().isoformat()
    digests = {name: signing_off.digest(signing_off.TEXTS[name], tag) for name in texts}
    return {name: report_settings.SignOff(reader, day, digest) for name, digest in digests.items()}


def _shown(
    request: Request, decided: report_settings.Arrangements, tag: str, problems: Problems
) -> Response:
    sent = request.state.form if problems else {}
    return render(
        request,
        "incidents/staff/settings/safety_language.html",
        tag=tag,
        rows=[_row(decided, tag, name) for name in signing_off.TEXTS],
        missing=len(signing_off.missing(decided, tag)),
        version=signing_off.version(decided, tag),
        ticked=words.every(sent, "text"),
        reader=words.sent_text(sent, "reader"),
        problems=problems,
    )


def _row(decided: report_settings.Arrangements, tag: str, name: str) -> Row:
    caution = signing_off.TEXTS[name]
    translated = signing_off.is_translated(caution, tag)
    sign_off = decided.sign_offs.get(tag, {}).get(name)
    english, other = signing_off.changed(sign_off, tag, caution) if sign_off else (False, False)
    return Row(
        id=name,
        english=signing_off.to_compare(signing_off.SOURCE, caution),
        words=signing_off.to_compare(tag, caution) if translated else None,
        sign_off=sign_off,
        day=date.fromisoformat(sign_off.day) if sign_off else None,
        english_changed=english,
        words_changed=other,
    )


def _languages(request: Request) -> tuple[str, ...]:
    return tuple(tag for tag in request.state.council.languages if tag != signing_off.SOURCE)


routes = [
    get("/staff/reports/safety-texts", safety_texts, name="safety_texts"),
    both("/staff/reports/safety-texts/{tag}", safety_texts_in, name="safety_texts_in"),
]
