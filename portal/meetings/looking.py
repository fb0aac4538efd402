"""Who looks at a meeting, and what they see of it."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import queries as bodies
from portal.bodies.models import Body
from portal.bodies.rules import Joining
from portal.bodies.visiting import BodyView, Visit, anybody, belonging, presiding
from portal.forms.field import Ground
from portal.forum.topics import authorship
from portal.forum.topics.rules import Reader, Room
from portal.forum.topics.translated import titles
from portal.groups.models import Group
from portal.languages import text_languages
from portal.languages.i18n import calendar, language, today
from portal.meetings import action_queries, agenda, forms, queries, rules, translated
from portal.meetings.models import Action, Coming, Meeting, Record
from portal.meetings.rules import State, What
from portal.membership import queries as membership
from portal.membership.rules import NAMED, works
from portal.store.db import now
from portal.web.chapters import chapters
from portal.web.page import View, found, render


class Looked(NamedTuple):
    """A meeting or event that somebody looks at, whether they come to it, and if they preside."""

    meeting: Meeting
    mine: Coming | None
    body: Body | None = None
    presides: bool = False

    @property
    def is_coming(self) -> bool:
        """Tell whether people can still say that they come."""
        return rules.is_coming(self.meeting.state, self.meeting.ends, now())


MeetingView = Callable[[Request, Session, Visit, Meeting], Response]


def shown(view: MeetingView) -> View:
    """Hand the view a meeting that everybody sees, and how who looks at it stands with its body."""
    return anybody(_of_meeting(view))


def presided(view: MeetingView) -> View:
    """Let in whoever presides over an open body, to whom a meeting of it is handed."""
    handed = _of_meeting(view)

    @wraps(view)
    def let_in(request: Request, session: Session, visit: Visit) -> Response:
        if not visit.is_open:
            raise HTTPException(403)
        return handed(request, session, visit)

    return presiding(let_in)


def inside(view: MeetingView) -> View:
    """Let in whoever belongs to a body, to whom a meeting of it is handed."""
    return belonging(_of_meeting(view))


def require_begun(meeting: Meeting, *, papers: bool) -> None:
    """Let nobody write down what came of a meeting that has not begun, or has nothing written."""
    if not rules.has_actions(meeting.kind) or (papers and not rules.has_papers(meeting.kind)):
        raise HTTPException(404)
    if meeting.state is State.CANCELLED or meeting.starts > now():
        raise HTTPException(409)


def ground(request: Request) -> Ground:
    """Say in which languages officers write, and by which clocks everybody plans."""
    return Ground(request.state.council.languages, calendar().zone)


def meeting_page(
    request: Request, session: Session, visit: Visit, meeting: Meeting, **more: Any
) -> Response:
    """Show a meeting: before it when and where it is, after it what came of it."""
    reader = Reader(visit.since, visit.office is not None)
    papers = rules.has_papers(meeting.kind)
    entries = agenda.entries(session, visit.body, meeting, reader) if papers else ()
    mine = queries.coming(session, meeting, visit.own) if visit.own else None
    looked = Looked(
        meeting, mine if visit.belongs else None, visit.body, visit.presides and visit.is_open
    )
    page: dict[str, Any] = {
        "visit": visit,
        "chapters": chapters(request, session, "meeting", looked),
        "meeting": meeting,
        "labels": forms,
        "over": rules.is_over(meeting.state, meeting.ends, now()),
        "begun": meeting.state is not State.CANCELLED and meeting.starts <= now(),
        "mine": mine,
        "later": queries.begun_after(session, visit.body, meeting, now()),
        "number": _count_coming(session, visit, meeting) if visit.presides else 0,
        "has_papers": papers,
        "entries": entries,
        "titles": titles(session, [one.topic for one in entries if one.topic]),
        "papers": read_papers(session, visit, meeting),
        "groups": queries.groups_there(session, meeting),
        **_written(request, session, visit, meeting),
        **actions(session, visit, meeting),
    }
    return render(request, "meetings/meeting.html", **(page | more))


def asked_for(request: Request) -> str:
    """Read in which language something is asked for; that of the page, if it names no language."""
    tag = request.query_params.get("in", "")
    return tag if text_languages.is_known(tag) else language()


def what_of(request: Request) -> What:
    """Read whether an address is about the summary or the minutes."""
    return found(next((one for one in What if one == request.path_params["what"]), None))


def record_of(request: Request, session: Session, meeting: Meeting) -> Record:
    """Find the summary or the minutes that an address names with its language."""
    hold = request.method == "POST"
    record = found(queries.record(session, meeting, what_of(request), hold=hold))
    return found(record if record.language == request.path_params["language"] else None)


def beside(
    request: Request, session: Session, visit: Visit, meeting: Meeting, record: Record
) -> dict[str, Any]:
    """Give what somebody reads beside a summary or minutes, and into what they translate it."""
    tag = asked_for(request)
    there = translated.beside(session, meeting, record, tag, belongs=visit.belongs)
    others = [one for one in request.state.council.languages if one != record.language]
    may = may_translate(session, visit) and bool(record.text)
    into = tag if tag in others else next(iter(others), None)
    return {"there": there, "into": into if may else None}


def may_translate(session: Session, visit: Visit) -> bool:
    """Tell whether somebody translates: who writes here, and whose words nobody looks at first."""
    return visit.writes and authorship.is_trusted(session, visit, Room.PUBLIC)


def read_papers(session: Session, visit: Visit, meeting: Meeting) -> Sequence[Any]:
    """List the papers that somebody reads."""
    every = queries.papers(session, meeting)
    return [one for one in every if visit.belongs or not one.closed]


def reads_minutes(visit: Visit, meeting: Meeting) -> bool:
    """Tell whether somebody reads minutes: members do from the draft on, others once agreed."""
    return visit.belongs or meeting.agreed is not None


def groups_of(session: Session, visit: Visit) -> Mapping[int, Group]:
    """Find the groups that sit in a body or for which somebody joined it, by their numbers."""
    joined = bodies.memberships(session, visit.body, Joining.ACCEPTED)
    seated = bodies.seats(session, visit.body)
    numbers = [*(one.speaks_for for one in joined), *(one.group_id for one in seated)]
    return bodies.groups(session, numbers)


def speaks_for(session: Session, member: str) -> Mapping[int, Group]:
    """Find the groups for which somebody takes places: those that they represent or help."""
    rows = membership.of_member(session, member)
    return {one.id or 0: one for mine, one in rows if mine.role in NAMED and works(one.state)}


def named(groups: Mapping[int, Group]) -> forms.Named:
    """Offer groups to choose from, each by its name in its language."""
    ordered = sorted(groups.values(), key=lambda one: one.sorting)
    return [(str(one.id), {one.language: one.name}) for one in ordered]


def _count_coming(session: Session, visit: Visit, meeting: Meeting) -> int:
    # Who left the body since does not come, whatever they said.
    there = {one.id for one in bodies.everybody(session, visit.body)}
    return sum(one in there for one in queries.comers(session, meeting))


def _of_meeting(view: MeetingView) -> BodyView:
    @wraps(view)
    def handed(request: Request, session: Session, visit: Visit) -> Response:
        number, hold = request.path_params["meeting"], request.method == "POST"
        meeting = found(queries.one(session, visit.body, number, hold=hold))
        return view(request, session, visit, meeting)

    return handed


def _written(request: Request, session: Session, visit: Visit, meeting: Meeting) -> dict[str, Any]:
    summary = queries.record(session, meeting, What.SUMMARY)
    return {
        "summary": summary,
        "owed": rules.summary_owed(calendar().day(meeting.ends), today()),
        "minutes": queries.record(session, meeting, What.MINUTES),
        "reads_minutes": reads_minutes(visit, meeting),
        **(beside(request, session, visit, meeting, summary) if summary else {}),
    }


def actions(session: Session, visit: Visit, meeting: Meeting) -> dict[str, Any]:
    """Give what is to be done since a meeting and since those before it, and by whom."""
    day = calendar().day(meeting.starts)
    every = action_queries.of_body(session, visit.body, meeting.starts)
    # What a case review agreed is no business of the other meetings, nor theirs of it.
    rows = [(action, of) for action, of in every if of.kind is meeting.kind]
    return {
        "named": bodies.groups(session, [action.group_id for action, _ in rows]),
        "actions": [action for action, of in rows if of.id == meeting.id],
        "open_actions": [
            action for action, of in rows if of.id != meeting.id and _was_open(action, day)
        ],
        "today": today(),
    }


def _was_open(action: Action, day: Any) -> bool:
    return action.is_open or (action.done is not None and action.done >= day)
