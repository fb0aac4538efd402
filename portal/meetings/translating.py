"""Where who takes part translates a summary or minutes, and where another says that it is right."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit
from portal.languages.i18n import language
from portal.meetings import forms, looking, models, queries, rules
from portal.meetings.translated_record import TranslatedRecord, into, press
from portal.store.saving import UNREFUSED, Refusal
from portal.web.page import both, link, page, redirect_to, render


@page
@looking.inside
def translation(
    request: Request, session: Session, visit: Visit, meeting: models.Meeting
) -> Response:
    """Write a translation, say that another's is right, or take one away."""
    here = _here(request, session, visit, meeting)
    if request.method == "GET":
        return _page(request, session, here, UNREFUSED, shown=here.words)
    shown, refusal = press(session, here, request.state.form)
    if refusal:
        return _page(request, session, here, refusal, **shown)
    visit.log(session, f"meeting.{here.record.what.value}_translated", meeting.id)
    return _to(request, here)


def _here(
    request: Request, session: Session, visit: Visit, meeting: models.Meeting
) -> TranslatedRecord:
    tag = request.path_params["language"]
    what, hold = looking.what_of(request), request.method == "POST"
    record = queries.record(session, meeting, what, hold=hold)
    offered = rules.has_papers(meeting.kind) and tag in request.state.council.languages
    if not offered or record is None or not record.text or record.language == tag:
        raise HTTPException(404)
    return into(session, visit, meeting, record, tag)


def _page(
    request: Request, session: Session, here: TranslatedRecord, refusal: Refusal, **shown: Any
) -> Response:
    if refusal.status == 403:
        raise HTTPException(403)
    record, languages = here.record, request.state.council.languages
    others = [tag for tag in languages if tag != record.language]
    way = "forum_translate_record"
    return render(
        request,
        "meetings/translate.html",
        visit=here.visit,
        meeting=here.meeting,
        record=record,
        here=here,
        made=here.kept,
        may_check=here.may_check(session),
        reads_original=True,
        ways={one: link(way, what=record.what.value, language=one, **here.at) for one in others},
        conflict=refusal.status == 409,
        labels=forms,
        **({"ticked": False} | shown),
        **refusal.shown,
    )


def _to(request: Request, here: TranslatedRecord) -> Response:
    minutes = here.record.what is rules.What.MINUTES
    page = link("forum_minutes" if minutes else "forum_meeting", **here.at)
    asked = "" if here.language == language() else f"in={here.language}&"
    return redirect_to(request, f"{page}?{asked}done=translated{'' if minutes else '#summary'}")


_ONE = "/forum/{body}/meetings/{meeting}/translations/{what}/{language}"

routes = [both(_ONE, translation, name="forum_translate_record")]
