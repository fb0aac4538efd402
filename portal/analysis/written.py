"""Answers in residents' own words: reading them by day, flagging and hiding single ones."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Answer
from starlette.routing import Route

from portal import audit
from portal.accounts.models import Account
from portal.analysis import forms, given, guards, lists, pages, words
from portal.consultations.models import Consultation, Response, WrittenAnswer
from portal.consultations.questionnaire import WRITTEN, Questionnaire, Translated
from portal.forms import check
from portal.i18n import endonym
from portal.web import found, page, redirect


@dataclass(frozen=True)
class Listed:
    """A written answer as a list shows it."""

    day: date
    label: Translated
    organisation: str
    text: WrittenAnswer


@page
@guards.exact
def written_answers(
    request: Request, session: Session, _account: Account, consultation: Consultation
) -> Answer:
    """List written answers by day, filtered; hidden ones have a list of their own."""
    sent, number = request.query_params, pages.page_number(request)
    kept = {name: sent.get(name, "") for name in ("question", "language", "flag")}
    wanted = lists.Wanted(**kept, hidden=sent.get("show") == "hidden")
    listed, total = lists.written(session, consultation, wanted, number)
    asked = pages.questionnaire(session, consultation)
    query = kept | ({"show": "hidden"} if wanted.hidden else {})
    return pages.show(
        request,
        "written",
        consultation,
        "written_answers",
        wanted=wanted,
        questions=_questions(asked),
        languages=[(tag, endonym(tag)) for tag in lists.languages(session, consultation)],
        flags=_flags(),
        listed=[_listed(asked, text, sender) for text, sender in listed],
        total=total,
        number=number,
        last=pages.pages_of(total),
        address=f"?{urlencode({name: value for name, value in query.items() if value})}&page=",
    )


@page
@guards.exact
def written_answer(
    request: Request, session: Session, _account: Account, consultation: Consultation
) -> Answer:
    """Show one written answer, to be flagged, hidden or shown again."""
    return _one(request, session, consultation, *_found(request, session, consultation))


@page
@guards.exact
def flag(
    request: Request, session: Session, account: Account, consultation: Consultation
) -> Answer:
    """Say what somebody still has to do about a written answer."""
    text, sender = _found(request, session, consultation)
    checked = check(forms.Flags, {"flags": request.state.form.getlist("flags")})
    if not isinstance(checked, forms.Flags):
        return _one(request, session, consultation, text, sender, problems=checked, status=422)
    text.flags = sorted(set(checked.flags))
    return _kept(request, session, account, consultation, text, "flagged")


@page
@guards.exact
def correct(
    request: Request, session: Session, account: Account, consultation: Consultation
) -> Answer:
    """Say in which language a written answer is, whatever the page was on which it was typed."""
    text, sender = _found(request, session, consultation)
    checked = check(forms.InLanguage, request.state.form)
    if not isinstance(checked, forms.InLanguage):
        return _one(request, session, consultation, text, sender, problems=checked, status=422)
    before, text.language = text.language, checked.language
    session.add(text)
    languages = {"before": before, "after": text.language}
    _log(session, account, consultation, text, "filed", **languages)
    return redirect(request, "written_answer", slug=consultation.slug, id=text.id)


@page
@guards.exact
def hide(
    request: Request, session: Session, account: Account, consultation: Consultation
) -> Answer:
    """Take a written answer out of the lists and the export, for a reason; it is not deleted."""
    text, sender = _found(request, session, consultation)
    checked = check(forms.Reason, request.state.form)
    if not isinstance(checked, forms.Reason):
        return _one(request, session, consultation, text, sender, problems=checked, status=422)
    text.hidden = checked.reason
    return _kept(request, session, account, consultation, text, "hidden")


@page
@guards.exact
def unhide(
    request: Request, session: Session, account: Account, consultation: Consultation
) -> Answer:
    """Put a hidden written answer back among the others."""
    text, _ = _found(request, session, consultation)
    text.hidden = ""
    return _kept(request, session, account, consultation, text, "shown")


def _found(
    request: Request, session: Session, consultation: Consultation
) -> tuple[WrittenAnswer, Response]:
    return found(lists.written_answer(session, consultation, request.path_params["id"]))


def _listed(asked: Questionnaire, text: WrittenAnswer, sender: Response) -> Listed:
    organisation = given.organisation(sender).get("name", "")
    return Listed(sender.day, _label(asked, text.question), organisation, text)


def _label(asked: Questionnaire, name: str) -> Translated:
    question = asked.question(name.partition(".")[0])
    return question.label if question else {"en": name}


def _questions(asked: Questionnaire) -> list[tuple[str, Translated]]:
    written = [(one.code, one.label) for one in asked.questions if one.kind in WRITTEN]
    other = [
        (f"{one.code}.other", one.label)
        for one in asked.questions
        if any(option.other for option in one.options)
    ]
    return written + other


def _flags() -> list[tuple[str, str]]:
    return [(flag, words.of(flag)) for flag in forms.FLAGS]


def _one(
    request: Request,
    session: Session,
    consultation: Consultation,
    text: WrittenAnswer,
    sender: Response,
    **context: Any,
) -> Answer:
    shown = {
        "text": text,
        "sender": sender,
        "label": _label(pages.questionnaire(session, consultation), text.question),
        "flags": _flags(),
        "sent": getattr(request.state, "form", {}),
    }
    return pages.show(
        request, "written_answer", consultation, "written_answers", **shown, **context
    )


def _kept(
    request: Request,
    session: Session,
    account: Account,
    consultation: Consultation,
    text: WrittenAnswer,
    done: str,
) -> Answer:
    session.add(text)
    _log(session, account, consultation, text, done, flags=text.flags, reason=text.hidden)
    return redirect(request, "written_answer", slug=consultation.slug, id=text.id)


def _log(
    session: Session,
    account: Account,
    consultation: Consultation,
    text: WrittenAnswer,
    done: str,
    **details: Any,
) -> None:
    action, subject = f"written_answer.{done}", consultation.slug
    audit.record(session, account.id or 0, action, subject, written_answer=text.id, **details)


_PATH = "/staff/consultations/{slug}/written"

routes = [
    Route(_PATH, written_answers, name="written_answers"),
    Route(_PATH + "/{id}", written_answer, name="written_answer"),
    Route(_PATH + "/{id}/flags", flag, name="flag_written", methods=["POST"]),
    Route(_PATH + "/{id}/language", correct, name="correct_written", methods=["POST"]),
    Route(_PATH + "/{id}/hide", hide, name="hide_written", methods=["POST"]),
    Route(_PATH + "/{id}/show", unhide, name="unhide_written", methods=["POST"]),
]
