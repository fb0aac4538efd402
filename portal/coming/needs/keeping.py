"""What people need on its way: asked for by who comes, booked or not, counted, and deleted."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from portal.bodies import telling
from portal.coming.needs import queries, rules
from portal.coming.needs.models import MeetingNeed
from portal.coming.needs.rules import Line, Needed, State
from portal.language_support import keeping as support
from portal.language_support.rules import Answer, Need, Service, Why
from portal.languages import text_languages
from portal.meetings.models import Meeting
from portal.meetings.rules import State as Standing
from portal.members import letters
from portal.members.models import Member
from portal.sealing import crypto
from portal.store.db import now
from portal.store.jobs import Job
from portal.web.links import absolute, link

_PLACE = "meeting need"


def say(
    session: Session, meeting: Meeting, member: str, said: Mapping[str, Any], day: date
) -> None:
    """Keep what a member needs; what they no longer need goes, and what changed waits anew."""
    rows = queries.of_member(session, meeting, member)
    before = {_what(one.needed, one.language): one for one in rows}
    wanted = {_what(needed, tag): (tag, words) for needed, tag, words in rules.wanted(said)}
    for what, row in before.items():
        if what not in wanted:
            session.delete(row)
    for what, (tag, words) in wanted.items():
        row = before.get(what) or MeetingNeed(
            meeting_id=meeting.id, member_id=member, needed=what[0], language=tag, asked=day
        )
        if told(session, row) != words:
            row.state, row.why = State.WAITING, Why.NONE
            row.words = _sealed(session, row, words)
        session.add(row)
    session.flush()


def told(session: Session, need: MeetingNeed) -> str:
    """Open what somebody wrote about a need."""
    return (crypto.unseal(_key(session), need.words, need.id) or b"").decode()


def lines(session: Session, needs: Sequence[MeetingNeed]) -> list[Line]:
    """Put together what is alike, so that it can be booked at once; whose it is, nobody is told."""
    alike: dict[object, list[MeetingNeed]] = {}
    for one in needs:
        alike.setdefault(_kind(one), []).append(one)
    return sorted((_line(session, some) for some in alike.values()), key=_place)


def settle(session: Session, meeting: Meeting, key: str, state: State, why: Why) -> bool:
    """Say of a need and of all like it how it stands, and tell those who asked, if any are left."""
    needs = queries.of_meeting(session, meeting)
    named = next((one for one in needs if one.id == key), None)
    if named is None:
        return False
    for one in [one for one in needs if _kind(one) == _kind(named)]:
        if (one.state, one.why) != (state, why):
            one.state, one.why = state, why
            session.add(one)
            _tell(session, one)
    session.flush()
    return True


def finish(session: Session, moment: datetime) -> None:
    """Count what was needed at meetings that are over or will not be, and delete it."""
    ended = queries.finished(session, moment)
    for need, meeting, comes in ended:
        held = comes and meeting.state is not Standing.CANCELLED
        _count(session, need, rules.answer(need.state, need.why) if held else rules.UNNEEDED)
    queries.forget(session, [need.id for need, _, _ in ended])


def interpreted(session: Session, meeting: Meeting) -> list[str]:
    """List for which languages interpreters are booked, BSL by its need; never for whom."""
    booked = queries.booked(session, meeting, rules.INTERPRETED)
    tags = {needed.value if needed is Needed.BSL else tag for needed, tag in booked}
    return sorted(tags - {text_languages.UNKNOWN})


def _count(session: Session, need: MeetingNeed, answer: Answer) -> None:
    if kind := rules.counts(need.needed):
        support.count(session, Need(need.language, kind, Service.MEETING), answer, need.asked)


def _what(needed: Needed, language: str) -> tuple[Needed, str]:
    return (needed, language if needed in rules.IN_A_LANGUAGE else "")


def _kind(need: MeetingNeed) -> tuple[object, ...]:
    # What is said in words is like nothing else.
    return (*_what(need.needed, need.language), need.state, need.id if need.words else "")


def _line(session: Session, some: Sequence[MeetingNeed]) -> Line:
    one = some[0]
    words = told(session, one)
    return Line(one.id, one.needed, one.language, len(some), one.state, one.why, words)


def _place(line: Line) -> tuple[object, ...]:
    waits = line.state is not State.WAITING
    return (waits, list(Needed).index(line.needed), line.language, line.key)


def _tell(session: Session, need: MeetingNeed) -> None:
    member = session.get_one(Member, need.member_id)
    if member.email and need.state is not State.WAITING:
        path = link("meeting_needs", member.language, meeting=need.meeting_id)
        lines: letters.Lines = [
            letters.Line(telling.ANSWERED),
            absolute(session.info["settings"], path),
        ]
        letters.send(session, member.email, member.language, telling.SUBJECT, lines, now())


def _sealed(session: Session, need: MeetingNeed, words: str) -> bytes:
    return crypto.seal(_key(session), words.encode(), need.id) if words else b""


def _key(session: Session) -> bytes:
    return crypto.installation_key(session.info["settings"].secret, _PLACE)


def held(session: Session, member: str) -> Mapping[str, Any]:
    """Give what a member said that they need."""
    asked: Iterator[dict[str, str]] = (
        {
            "day of the meeting": need_of.starts.date().isoformat(),
            "need": need.needed.value,
            "language": need.language,
            "words": told(session, need),
            "state": need.state.value,
        }
        for need, need_of in queries.all_of(session, member)
    )
    return {"what you need at meetings": list(asked)}


def parted(session: Session, member: str, body: int) -> None:
    """Have nothing booked any more for somebody who takes part in a body no more."""
    ended = queries.needed_in(session, member, body, now())
    for need in ended:
        _count(session, need, rules.UNNEEDED)
    queries.forget(session, [need.id for need in ended])


JOB = Job("meetings.needs", timedelta(hours=1), finish, deletes=True)
