"""Answers in residents' own words: reading them by day, flagging and hiding single ones."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response as Answer

from portal.accounts.models import Account
from portal.analysis.staff import frame, guards, words
from portal.analysis.staff.reading import acts, forms, hiding, texts
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, Response, WrittenAnswer
from portal.languages import text_languages
from portal.questions.questionnaire import WRITTEN, Questionnaire, Translated
from portal.web import acting, lists
from portal.web.page import found, get, link, page


@dataclass(frozen=True)
class Listed:
    """A written answer as a list shows it."""

    day: date
    label: Translated
    text: WrittenAnswer
    sender: Response
    hidden: str | None


@page
@guards.exact
def written_answers(
    request: Request, session: Session, _account: Account, consultation: Consultation
) -> Answer:
    """List written answers by day, filtered; hidden ones have a list of their own."""
    asked = consultations.edition(session, consultation)
    wanted = forms.wanted(request.query_params, dict(_questions(asked)))
    part, total = texts.written(session, consultation, wanted, lists.place(request))
    return frame.show(
        request,
        "reading/written",
        consultation,
        "written_answers",
        wanted=wanted,
        questions=_questions(asked),
        languages=[
            (tag, text_languages.named(tag))
            for tag in texts.languages(session, consultation, wanted)
        ],
        flags=_flags(),
        listed=[_listed(asked, one) for one in part.rows],
        names=frame.hidden(session, [one.sender for one in part.rows]),
        total=total,
        pages=lists.pages(part, link("written_answers", slug=consultation.slug), wanted.fields),
    )


@page
@guards.exact
def written_answer(
    request: Request, session: Session, _account: Account, consultation: Consultation
) -> Answer:
    """Show one written answer, to be flagged, hidden or shown again."""
    return _one(request, session, consultation, _found(request, session, consultation))


def _flag(asked: acting.Asked[acts.One[texts.Written]]) -> acting.Did:
    """Say what somebody still has to do about a written answer."""
    text = asked.item.thing.text
    text.flags = sorted(asked.values["flags"])
    asked.session.add(text)
    return acting.Did("written_answer.flagged", {"written_answer": text.id, "flags": text.flags})


def _correct(asked: acting.Asked[acts.One[texts.Written]]) -> acting.Did:
    """Say in which language a written answer is, whatever the page was on which it was typed."""
    text = asked.item.thing.text
    before, text.language = text.language, asked.values["language"]
    asked.session.add(text)
    details = {"written_answer": text.id, "before": before, "after": text.language}
    return acting.Did("written_answer.filed", details)


def _found(request: Request, session: Session, consultation: Consultation) -> texts.Written:
    return found(texts.one_written(session, consultation, request.path_params["id"]))


def _words(one: texts.Written) -> hiding.Words:
    details = {"written_answer": one.text.id}
    return hiding.Words([one.sender.id], one.text.question, "written_answer", details)


def _text(one: acts.One[texts.Written]) -> WrittenAnswer:
    return one.thing.text


def _listed(asked: Questionnaire, one: texts.Written) -> Listed:
    return Listed(one.sender.day, _label(asked, one.text.question), *one)


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
    one: texts.Written,
    **context: Any,
) -> Answer:
    sent = getattr(request.state, "form", FormData())
    is_flagging = any(other.part == "flags" for other in context.get("theirs", ()))
    shown = {
        "text": one.text,
        "chosen": sent.getlist("flags") if is_flagging else one.text.flags,
        "versions": forms.versions(one.text),
        "sender": one.sender,
        "hidden": one.hidden,
        "label": _label(consultations.edition(session, consultation), one.text.question),
        "flags": _flags(),
        "sent": sent,
        "languages_in_use": consultations.languages_in_use(session, consultation),
    }
    return frame.show(
        request, "reading/written_answer", consultation, "written_answers", **shown, **context
    )


def _address(consultation: Consultation, one: texts.Written) -> str:
    return link("written_answer", slug=consultation.slug, id=one.text.id)


_PATH = "/staff/consultations/{slug}/written"
_ONE = _PATH + "/{id}"
_WRITTEN = acts.matter(_found, _one, _address)

routes = [
    get(_PATH, written_answers, name="written_answers"),
    get(_ONE, written_answer, name="written_answer"),
    _WRITTEN.act(
        _ONE + "/flags",
        [forms.FLAGGED],
        _flag,
        name="flag_written",
        said="flagged",
        meanwhile=acting.saved(_text),
    ),
    _WRITTEN.act(
        _ONE + "/language",
        [forms.LANGUAGE],
        _correct,
        name="correct_written",
        said="filed",
        meanwhile=acting.saved(_text),
    ),
    *hiding.routes(_ONE, "written", _WRITTEN, _words),
]
