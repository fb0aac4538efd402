"""Members end a term: one of them writes the minute of a meeting down, and others confirm it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from portal.bodies import forms, queries, rules, visiting
from portal.bodies.models import Ending, OfficeHolder
from portal.bodies.rules import Joining, Minute
from portal.bodies.visiting import Visit
from portal.forms.field import Field
from portal.forms.fields import Choice
from portal.languages.i18n import gettext, today
from portal.problems import Problem, Problems, mark
from portal.store import again
from portal.store.db import insert_once, now

_WAITS = mark("A minute that you wrote about this term waits. Take it back to write another.")


def fields(session: Session, visit: Visit) -> Sequence[Field]:
    """Ask whose term ends, and what the minute says."""
    running = visiting.running(session, visit.body)
    options = [(str(one.id), gettext(forms.OFFICES[one.office])) for one in running]
    whose = Choice("office", mark("Whose term ends?"), required=True, options=options)
    return (whose, *forms.MINUTE)


def minuted(session: Session, visit: Visit, said: Mapping[str, Any]) -> Problems:
    """Keep a minute, or say why it ends no term; of each term one of each member waits.

    Whoever is blocked writes one, too, which all members read.
    """
    # Whoever sends two at once waits here, and the second finds the first.
    queries.by_slug(session, visit.body.slug, hold=True)
    minute = Minute(*(said[name] for name in ("day", "present", "in_favour", "against")))
    problems = rules.minute_problems(minute, queries.count_members(session, visit.body), today())
    holder = queries.holder(session, visit.body, said["office"])
    if holder is None or holder.member_id == visit.own or visit.since is None:
        problems["office"] = Problem(mark("Another member has to write this minute."))
    if holder is not None and not problems:
        kept = {one.name: said[one.name] for one in forms.MINUTE}
        if waits := queries.ending_of(session, holder, visit.own):
            same = all(getattr(waits, name) == value for name, value in kept.items())
            return {} if same else {"office": Problem(_WAITS)}
        made = Ending(office_id=holder.id or 0, member_id=visit.own, **kept)
        if again.twins(session, made, ("office_id", "member_id", *kept), within=None):
            return problems
        session.add(made)
        visit.log(session, "body.term_minuted", whose=holder.office)
    return problems


def take_back(session: Session, visit: Visit, ending: Ending) -> None:
    """Keep nothing of a minute that somebody wrote, as long as it has ended no term."""
    if ending.member_id == visit.own and not ending.counted:
        session.delete(ending)
        session.flush()


def confirmed(
    session: Session, visit: Visit, ending: Ending, holder: OfficeHolder
) -> Problem | None:
    """Have somebody confirm a minute, or say why they cannot."""
    if ending.counted or holder.ended:
        return None
    behind = queries.behind(session, ending)
    if problem := _hindrance(session, visit, behind, holder.member_id):
        return problem
    values = {"ending_id": ending.id, "member_id": visit.own}
    insert_once(session, "body_confirmation", "ending_id member_id", values)
    members = {one.member_id for one in queries.memberships(session, visit.body, Joining.ACCEPTED)}
    others = len(members - {ending.member_id, holder.member_id})
    # Whoever wrote it is the first of those behind it, and one confirmed it just now.
    if rules.is_confirmed(len(behind), others):
        ending.counted = holder.ended = now()
        session.add_all([ending, holder])
        visit.log(session, "body.term_ended", whose=holder.office)
    return None


def _hindrance(
    session: Session, visit: Visit, behind: list[str], whose: str | None
) -> Problem | None:
    if visit.since is None or visit.own == whose:
        return Problem(mark("Only members confirm this, and not about themselves."))
    if visit.own in behind:
        return Problem(mark("You stand behind this minute already. Others have to confirm it."))
    mine, *others = queries.belongs_to(session, visit.body, [visit.own, *behind])
    if rules.shares_group(mine, others):
        # Who is of one group is nobody's to learn, so it is not said why.
        return Problem(mark("You cannot confirm this minute. Others have to."))
    return None
