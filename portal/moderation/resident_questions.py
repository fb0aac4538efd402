"""A resident's question as whoever presides decides about it: one that is not put has a reason."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, presiding
from portal.forms import form, words
from portal.forum.topics import asks, models, queries, rules
from portal.forum.topics import forms as of_topics
from portal.languages.i18n import language
from portal.moderation import beside, forms, reasons
from portal.store import saving
from portal.web.page import both, done, found, link, page, render

_Way = tuple[form.Fields, rules.Question]

_TO_PUT: _Way = (forms.TITLED, rules.Question.PUT)


@page(writes=True)
@presiding
def question(request: Request, session: Session, visit: Visit) -> Response:
    """Read a resident's question: put it to the forum, answer it, or say why it is not put."""
    asked = found(queries.question(session, visit.body, request.path_params["id"]))
    theirs = asked.language
    usual = {"said_in": theirs, "answer_in": theirs, "title_in": language()}
    if request.method == "GET":
        asks.move(session, asked, rules.Question.READ)
        return _page(request, session, visit, asked, usual)
    sent = usual | words.flat(request.state.form)
    if asked.state not in rules.ON_ITS_WAY:
        return _page(request, session, visit, asked, sent, saving.Refusal(409))
    fields, becomes = _offered(session, visit).get(sent.get("_do", ""), _TO_PUT)
    said = form.read(fields, sent)
    if said.problems:
        return _page(request, session, visit, asked, sent, saving.Refusal(422, said.problems))
    if becomes is rules.Question.PUT:
        asks.put(session, visit.body, asked, said.values["title"], said.values["title_in"])
    else:
        asks.say(session, asked, becomes, said.values)
    visit.log(session, f"forum.question_{asked.state.value}")
    here = link("forum_today", body=visit.body.slug)
    return done(request, here, f"question_{asked.state.value}")


def _offered(session: Session, visit: Visit) -> dict[str, _Way]:
    not_put = (reasons.field(session, visit.body, forms.WHY_NOT), *forms.NOT_PUT)
    return {
        "put": _TO_PUT,
        "answer": (of_topics.ANSWERED, rules.Question.ANSWERED),
        "not_put": (not_put, rules.Question.NOT_PUT),
    }


def _page(
    request: Request,
    session: Session,
    visit: Visit,
    asked: models.ResidentQuestion,
    sent: words.Shown,
    refusal: saving.Refusal = saving.UNREFUSED,
) -> Response:
    more: dict[str, Any] = {"labels": of_topics, "visit": visit, "sent": sent, **refusal.shown}
    return render(
        request,
        "forum/question.html",
        asked=asked,
        open=asked.state in rules.ON_ITS_WAY,
        reason=reasons.field(session, visit.body, forms.WHY_NOT),
        beside=forms.NOT_PUT,
        chapters=list(beside.why_not(request, session, asked, visit.body)),
        **more,
    )


routes = [both("/forum/{body}/questions/{id}", question, name="forum_resident_question")]
