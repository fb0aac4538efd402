"""What closed reports of earlier quarters count as: records that nobody could trace to a case."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

from sqlmodel import Session

from portal.demo import content
from portal.incidents import counting
from portal.incidents.rules import TeamKeyPurpose
from portal.incidents.staff.cases import statistics
from portal.incidents.staff.cases.statistics import Counted
from portal.incidents.staff.keys.vault import Vault
from portal.incidents.staff.sums import sealed, tables


def seed(session: Session, team: Vault, today: date) -> None:
    """Count closed reports in the two quarters before this one, and add up the earlier of them."""
    made = content.reports()["counted"]
    last = _before(counting.quarter(today))
    for quarter, number in ((_before(last), made["earlier"]), (last, made["later"])):
        _count(session, made["said"], quarter, number)
    privates = team.team_privates(session, TeamKeyPurpose.STATISTICS)
    asked = tables.tables(session, content.council()["nation"])
    sealed.seal(session, privates, asked, _before(last), today)


def _count(session: Session, said: Mapping[str, Sequence[Any]], quarter: str, number: int) -> None:
    month = f"{counting.first_day(quarter):%Y-%m}"
    # The lists are of different lengths, so that each answer meets all others.
    rows = zip(*(cycle(answers) for answers in said.values()), strict=True)
    for row in islice(rows, number):
        one = dict(zip(said, row, strict=True))
        statistics.keep(session, Counted(month=month, quarter=quarter, **one))


def _before(quarter: str) -> str:
    return counting.quarter(counting.first_day(quarter) - timedelta(days=1))
