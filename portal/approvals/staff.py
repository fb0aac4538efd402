"""One of staff asks for something, and it happens once a second person agrees.

Whoever asked can take that back, and the second person can refuse it, as long as nobody decided.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple, Protocol

from sqlmodel import Session

from portal import lengths
from portal.accounts import queries as accounts
from portal.accounts.models import Account, Role
from portal.approvals import queries
from portal.approvals.rules import Agreement, Outcome, may_agree, outcome
from portal.forms.fields import Prose
from portal.forms.form import Fields
from portal.forms.words import Shown
from portal.languages.i18n import calendar, today
from portal.problems import Problem, Problems, mark
from portal.store.db import now

ROLES = (Role.OFFICER, Role.ADMINISTRATOR)
"""Who asks, and who else agrees."""

ANSWER: Fields = (
    Prose(
        "answer",
        mark("What has to change first"),
        hint=mark("For whoever wrote it. Only if you do not sign."),
        most=lengths.REASON,
    ),
)
"""What the second person says of what they do not sign."""

UNSURE = Problem(mark("Tick the box if you read all of it and sign it off."))
_AGREED_BY = Agreement(frozenset(ROLES), alone_after=0)

NOT_YOU = mark("Somebody else has to agree: not who asked, and nobody who could act for both.")
NOT_YOURS = mark("Only who asked for it takes that back.")
_CHOOSE = mark("Press one of the buttons.")

Do = Callable[[], Problem | None]
Act = Callable[[Session, Account, "Wish"], Problem | None]


_Ends = Mapping[str, datetime]


class Second(NamedTuple):
    """An account that can agree: now, or from the first whole day on which nothing ties it."""

    account: Account
    since: date | None


class Asked(Protocol):
    """A row of what somebody asked for, and of who agreed to it."""

    asked_by: int | None
    agreed_by: int | None


class Wish(Asked, Protocol):
    """One that can also be refused, or taken back."""

    refused: date | None
    withdrawn: date | None


def agree(
    session: Session, account: Account, asked: Asked, do: Do, *, or_alone: bool = False
) -> Problem | None:
    """Do what somebody asked for, or say why it is not done or somebody is no second person.

    Whoever asked agrees themselves where that counts `or_alone`, and there is nobody else.
    """
    alone = or_alone and asked.asked_by == account.id and is_alone(session, account)
    problem = None if alone else not_second(session, asked.asked_by, account)
    if problem := problem or do():
        return problem
    asked.agreed_by = account.id
    session.add(asked)
    return None


def decide(
    session: Session,
    account: Account,
    wish: Wish,
    sent: Shown,
    do: Do,
    unsure: Problem,
) -> tuple[str, Problems]:
    """Do with a wish what the button says that somebody pressed; tell what became of it."""
    pressed = sent.get("_do", "")
    if pressed == "agree" and sent.get("sure") != "yes":
        return "", {"sure": unsure}
    acts: Mapping[str, tuple[str, Act]] = {
        "agree": ("agreed", partial(agree, do=do)),
        "refuse": ("refused", _refuse),
        "withdraw": ("withdrawn", _withdraw),
    }
    said, act = acts.get(pressed, ("", _nothing))
    problem = act(session, account, wish)
    return said, {"decide": problem} if problem else {}


def not_second(session: Session, first: int | None, account: Account) -> Problem | None:
    """Say why somebody is no second person beside the account that asked."""
    return None if is_second(session, first, account) else Problem(NOT_YOU)


def is_second(session: Session, first: int | None, account: Account) -> bool:
    """Tell whether somebody is a second person beside the account that asked."""
    asked = session.get(Account, first) if first else None
    if asked is None:
        return False
    return _may(session, asked, account) and _may(session, account, asked)


def seconds(session: Session, firsts: Sequence[int | None]) -> list[Second]:
    """List who of staff is a second person beside all of some accounts, now or from a day on.

    Beside one that nobody knows, nobody is.
    """
    every = {one.id: one for one in accounts.everybody(session)}
    if not set(firsts) <= set(every):
        return []
    asked = [every[number] for number in dict.fromkeys(firsts)]
    able = [one for one in every.values() if one.usable and one.holds(_AGREED_BY.roles)]
    others = [one for one in able if one.id not in firsts]
    ends = {
        one.email: queries.tied_until(session, one.id or 0, ROLES, now())
        for one in (*asked, *others)
    }
    return [Second(one, _free(one.email, [first.email for first in asked], ends)) for one in others]


def is_alone(session: Session, account: Account) -> bool:
    """Tell whether nobody else of staff could ever agree, as in a council of one.

    Whoever could until lately counts, or somebody could keep all others out and then be alone.
    """
    lately = queries.lately_acted(session, ROLES, now())
    others = (one for one in accounts.everybody(session) if one.id != account.id)
    able = sum(_could(one, lately) for one in others)
    return outcome(_AGREED_BY, able, now(), now()) is Outcome.COUNTS_ALONE


def _free(one: str, others: Sequence[str], ends: Mapping[str, _Ends]) -> date | None:
    """Give the first whole day on which nothing ties an account to others, if something does."""
    both = ((ends[one].get(other), ends[other].get(one)) for other in others)
    until = max((end for pair in both for end in pair if end), default=None)
    return calendar().day(until) + timedelta(days=1) if until else None


def _could(one: Account, lately: Mapping[str, bool]) -> bool:
    has = one.holds(_AGREED_BY.roles) and (one.usable or one.email in lately)
    return has or lately.get(one.email, False)


def _refuse(session: Session, account: Account, wish: Wish) -> Problem | None:
    if problem := not_second(session, wish.asked_by, account):
        return problem
    wish.refused = today()
    session.add(wish)
    return None


def _withdraw(session: Session, account: Account, wish: Wish) -> Problem | None:
    if wish.asked_by != account.id:
        return Problem(NOT_YOURS)
    wish.withdrawn = today()
    session.add(wish)
    return None


def _nothing(_: Session, __: Account, ___: Wish) -> Problem | None:
    return Problem(_CHOOSE)


def _may(session: Session, one: Account, other: Account) -> bool:
    """Tell whether one could not have made the other: neither let them in, nor reset them."""
    tie = queries.tied_to(session, one.id or 0, ROLES, now()).get(other.email)
    return may_agree(one.id or 0, other.id or 0, tie)
