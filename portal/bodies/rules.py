"""What holds for bodies: what one needs to open, who presides, how a term ends, how one joins."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.problems import Problem, Problems, mark

ABSENCE = timedelta(days=14)
"""After so long without the chair the deputy acts."""

NOTICE = timedelta(days=3)
"""So long everybody can see it before somebody gets a new way in to the chair's office."""

OBJECTED_WITHIN = timedelta(days=14)
"""For so long members can object to closing their body; nobody agrees to it meanwhile."""

CONFIRMED_BY = 2
"""How many members confirm a minute besides the one who wrote it, none of them of one group."""

CONFIRMED_WITHIN = timedelta(days=28)
"""For how long a minute waits for those who confirm it; then it is forgotten."""

WORDS = 4_000
"""How much somebody writes about themselves, or the chair in return."""

LONGEST_TERM = 5
"""For how many years somebody can be chosen at most."""


class Kind(StrEnum):
    """What a body is."""

    FORUM = "forum"
    ADVISORY = "advisory"
    BOARD = "board"
    PANEL = "panel"


class Stage(StrEnum):
    """Whether the public sees a body, and whether anybody writes in it."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Change(StrEnum):
    """What the council did to a body that was open, or had been; everybody reads why."""

    CLOSED = "closed"
    OPENED = "opened"
    TERMS = "terms"


class Office(StrEnum):
    """What somebody does for a body; nobody holds two offices of one body."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    MODERATOR = "moderator"


class BlockedFor(StrEnum):
    """Why somebody may not write in a body; whoever is blocked reads it."""

    HATE = "hate"
    THREAT = "threat"
    PERSONAL = "personal"
    SPAM = "spam"
    RULES = "rules"


class Joining(StrEnum):
    """How an application stands; one that was begun nobody reads but who writes it."""

    BEGUN = "begun"
    WAITING = "waiting"
    ASKED_BACK = "asked_back"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class GroupSays(StrEnum):
    """Whether a group says that somebody speaks for it who joins in its name."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True)
class Minute:
    """What a meeting decided about a term: when, how many were there and how they voted."""

    day: date
    present: int
    in_favour: int
    against: int


def may_be_agreed(what: Change, asked: date, today: date) -> bool:
    """Tell whether a second person can agree to a change yet; closing waits for objections."""
    return what is not Change.CLOSED or today > asked + OBJECTED_WITHIN


def runs(since: datetime, until: datetime, ended: datetime | None, now: datetime) -> bool:
    """Tell whether a term has begun and neither come to its end nor been ended."""
    return since <= now < min(until, ended or until)


def presides(chair_seen: date | None, *, deputy: bool, today: date) -> Office | None:
    """Say in which office somebody decides what the chair decides; nobody where both are gone.

    `chair_seen` is when the chair whose term runs was last at work. The deputy acts while there is
    no chair, or once the chair was away for a fortnight; a chair who is back decides again.
    """
    away = chair_seen is None or today - chair_seen >= ABSENCE
    if away and deputy:
        return Office.DEPUTY
    # Nobody else could act for a chair who is away: better late than never.
    return Office.CHAIR if chair_seen else None


def missing_to_open(
    *,
    terms: bool,
    answers: bool,
    represented: bool,
    house_rules: bool,
    offices: Collection[Office],
) -> Problems:
    """List what a body lacks to open: it needs somebody who listens, and somebody who answers.

    `offices` are those that somebody has accepted; who chose and who pays is asked with each.
    """
    needed = {
        "terms": (terms, mark("Write the terms of reference.")),
        "represented": (
            represented,
            mark(
                "Say how communities and BME organisations are represented, or that they are not."
            ),
        ),
        "answers": (answers, mark("Name the officer who owes answers.")),
        "house_rules": (house_rules, mark("The chair has not looked at the house rules yet.")),
        "chair": (Office.CHAIR in offices, mark("Nobody has accepted the chair yet.")),
        "deputy": (Office.DEPUTY in offices, mark("Nobody has accepted to be deputy yet.")),
    }
    return {name: Problem(said) for name, (there, said) in needed.items() if not there}


def is_blocked(since: date | None, until: date | None, lifted: date | None, today: date) -> bool:
    """Tell whether a block counts: it does from the day it began to its last one, if it has one."""
    if since is None or lifted is not None:
        return False
    return until is None or today <= until


def term_problem(until: date, today: date) -> Problem | None:
    """Say what is wrong with the last day of a term."""
    if until <= today:
        return Problem(mark("Choose a later day than today."))
    if until > today + timedelta(days=366 * LONGEST_TERM):
        return Problem(mark("A term lasts %(years)s years at most."), {"years": LONGEST_TERM})
    return None


def minute_problems(minute: Minute, members: int, today: date) -> Problems:
    """Say why a minute ends no term: it was not a meeting of the body, or it decided otherwise.

    A third of the members have to have been there, two at least, and more for it than against it.
    """
    problems: Problems = {}
    if minute.day > today:
        problems["day"] = Problem(mark("Choose the day of a meeting that has been."))
    fewest = max(2, -(-members // 3))
    if minute.present < fewest:
        few = mark("A meeting can end a term if at least %(number)s members are there.")
        problems["present"] = Problem(few, {"number": fewest})
    if minute.in_favour + minute.against > minute.present:
        problems["in_favour"] = Problem(mark("More people voted than were there."))
    elif minute.in_favour <= minute.against:
        problems["in_favour"] = Problem(mark("More have to be for it than against it."))
    return problems


def shares_group(groups: Collection[str], others: Iterable[Collection[str]]) -> bool:
    """Tell whether somebody of these groups is in one group with any of the others."""
    return any(set(groups) & set(theirs) for theirs in others)


def any_apart(groups: Sequence[Collection[str]]) -> bool:
    """Tell whether two of these people are in no common group; who is in none shares none."""
    sets = [set(theirs) for theirs in groups]
    return any(not one & other for place, one in enumerate(sets) for other in sets[place + 1 :])


def is_confirmed(confirmed: int, others: int) -> bool:
    """Tell whether a minute counts: enough confirmed it, or all who could, where these are few."""
    return confirmed >= min(CONFIRMED_BY, max(others, 1))


def reset_counts(asked: datetime | None, now: datetime) -> bool:
    """Tell whether a new way in to an office, of which everybody was told, may be given now."""
    return asked is not None and now - asked >= NOTICE


def office_begins(accepted: datetime, *, is_open: bool) -> datetime:
    """Say from when on somebody new holds an office: of an open body, all are told first."""
    return accepted + NOTICE if is_open else accepted


def balance(groups: Iterable[Collection[str]]) -> Sequence[tuple[str, int]]:
    """Count for each community the groups that declared it, most first: never what members are."""
    counted = Counter(community for declared in groups for community in set(declared))
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
