"""Whom a reporter does not want to read their report, of those whom the council names."""

from collections.abc import Sequence

from sqlmodel import Session

from portal.incidents import report_settings
from portal.incidents.records import keys
from portal.incidents.report_settings import NamedReader
from portal.incidents.reporting.journey import Journey
from portal.incidents.reporting.steps import several
from portal.incidents.rules import Circle
from portal.problems import Problem, Problems, mark

FIELD = "leave_out"

_NOBODY = mark("Somebody has to be left who can read it. Leave fewer people out.")
_GONE = mark("The council does not name everybody any more whom you left out. Look at it again.")


def offered(session: Session) -> list[NamedReader]:
    """List whom somebody can leave out: those who are named and whose key counts."""
    named = report_settings.current(session).named_readers
    counting = {one.account_id for one in keys.holders(session, Circle.TEAM)} if named else set()
    return [one for one in named if one.account in counting]


def chosen(session: Session, here: Journey) -> Sequence[NamedReader]:
    """List whom somebody left out, whether their keys count now or not."""
    codes = _codes(here)
    named = report_settings.current(session).named_readers if codes else ()
    return [one for one in named if one.code in codes and one.account]


def problems(session: Session, here: Journey, *, outside: bool) -> Problems:
    """Say that nobody would be left to read it, or that somebody is not named any more."""
    codes = _codes(here)
    if not codes:
        return {}
    left_out = chosen(session, here)
    if len(left_out) < len(codes):
        return {FIELD: Problem(_GONE)}
    accounts = {one.account for one in left_out}
    others = (one.account_id not in accounts for one in keys.holders(session, Circle.TEAM))
    return {} if outside or any(others) else {FIELD: Problem(_NOBODY)}


def _codes(here: Journey) -> frozenset[str]:
    return frozenset(one for one in several(here.step("what"), FIELD) if one)
