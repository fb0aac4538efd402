"""What holds for blocks, appeals against them, and the rota: pure."""

from collections.abc import Collection, Iterable
from datetime import date

from portal.bodies.rules import Office
from portal.problems import Problem, mark


def blocks_at_once(office: Office | None) -> bool:
    """Tell whether somebody blocks alone: a moderator needs the yes of whoever presides."""
    return office in (Office.CHAIR, Office.DEPUTY)


def block_problem(until: date | None, today: date) -> Problem | None:
    """Say what is wrong with the last day of a block, which none has that is for good."""
    if until is not None and until < today:
        return Problem(mark("Choose a later day than today."))
    return None


def may_decide(
    office_holder: str, decided: Collection[str | None], others: Collection[str]
) -> bool:
    """Tell whether somebody decides an appeal: not who decided before.

    `others` hold an office, too. Where nobody is left who had no part in it, the appeal waits.
    """
    return office_holder in others and office_holder not in decided


def on_duty(days: Iterable[tuple[str, int | None, date | None]], today: date) -> list[str]:
    """List who is on duty: those who took this very day, or else those who took this weekday."""
    rows = list(days)
    named = [who for who, _, day in rows if day == today]
    return named or [who for who, weekday, _ in rows if weekday == today.weekday()]
