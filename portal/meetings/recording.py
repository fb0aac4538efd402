"""What whoever presides does after a meeting: who was there, the summary, and the minutes."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit
from portal.forms import form
from portal.languages.i18n import language
from portal.meetings import forms, looking, models, queries, records
from portal.problems import Problems
from portal.store import saving
from portal.web.page import both, done, link, page, post, render


@page(writes=True)
@looking.presided
def there(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Say how many were at a meeting, and of which groups."""
    looking.require_begun(meeting, papers=True)
    groups = looking.groups_of(session, visit)
    fields = forms.there(looking.named(groups))
    there = [str(one.id) for one in queries.groups_there(session, meeting)]
    shown = form.show(fields, {"people": meeting.people, "groups": there})
    problems: Problems = {}
    if request.method == "POST":
        reading = form.read(fields, request.state.form)
        problems, shown = reading.problems, form.typed(fields, request.state.form)
        if not problems:
            chosen = [int(one) for one in reading.values["groups"]]
            records.attend(session, meeting, reading.values["people"], chosen)
            visit.log(session, "meeting.attended", meeting.id)
            return _to(request, visit, meeting, "there")
    more: dict[str, Any] = {"fields": fields, "shown": shown, "problems": problems}
    return render(request, "meetings/there.html", visit=visit, meeting=meeting, **more)


@page(writes=True)
@looking.presided
def write(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Write the summary or the minutes, in the language in which they are then translated."""
    what = looking.what_of(request)
    looking.require_begun(meeting, papers=True)
    opened, fields = queries.record(session, meeting, what), forms.record(what)
    # Whoever changes words says anew that everybody who is named agreed to them.
    held = {"text": opened.text if opened else ""}
    held["language"] = opened.language if opened else language()
    shown, refusal = form.show(fields, held), saving.UNREFUSED
    if request.method == "POST":
        reading = form.read(fields, request.state.form)
        refused = saving.Refusal(422, reading.problems) if reading.problems else None
        refused = refused or records.save(
            session, meeting, what, reading.values, request.state.form
        )
        if refused is None:
            tag = reading.values["language"]
            visit.log(session, f"meeting.{what.value}_written", meeting.id, language=tag)
            return _to(request, visit, meeting, what.value)
        refusal, shown = refused, form.typed(fields, request.state.form)
    more: dict[str, Any] = {"what": what, "opened": opened, "fields": fields, "shown": shown}
    more["labels"] = forms
    return render(
        request, "meetings/write.html", visit=visit, meeting=meeting, **more, **refusal.shown
    )


@page
@looking.presided
def agree(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Note that the minutes were agreed at a later meeting."""
    if problem := records.agree(session, visit.body, meeting):
        wrong = {"agree": problem}
        return looking.meeting_page(request, session, visit, meeting, problems=wrong)
    visit.log(session, "meeting.minutes_agreed", meeting.id)
    return _to(request, visit, meeting, "agreed")


@page
@looking.presided
def forget(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Keep no more how a summary or minutes read before, because they named somebody."""
    record = looking.record_of(request, session, meeting)
    records.forget(session, meeting, record)
    visit.log(session, "meeting.versions_forgotten", meeting.id, of=record.what.value)
    at: dict[str, Any] = {"body": visit.body.slug, "meeting": meeting.id}
    at |= {"what": record.what.value, "language": record.language}
    return done(request, link("forum_record_history", **at))


def _to(request: Request, visit: Visit, meeting: models.Meeting, said: str) -> Response:
    return done(request, link("forum_meeting", body=visit.body.slug, meeting=meeting.id), said)


_ONE = "/forum/{body}/meetings/{meeting}"

routes = [
    both(f"{_ONE}/there", there, name="forum_there"),
    both(f"{_ONE}/write/{{what}}", write, name="forum_write"),
    post(f"{_ONE}/agree", agree, name="forum_agree_minutes"),
    post(f"{_ONE}/history/{{what}}/{{language}}/forget", forget, name="forum_forget_versions"),
]
