"""What an officer decides about who speaks for a group, after a call to its contact."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from sqlmodel import Session

from portal import lengths
from portal.accounts.models import Account
from portal.forms.fields import Text
from portal.forms.form import Fields
from portal.groups.models import Group
from portal.groups.staff.forms import who_said
from portal.languages.i18n import today
from portal.membership import keeping, parting, queries, rules
from portal.problems import Problem, Problems, mark
from portal.store.db import now
from portal.web.acting import Asked, Did
from portal.web.page import sent_text

_DONE = mark("A colleague did this already, or there is nothing to decide any more.")


class Speaking(NamedTuple):
    """A group, and the officer who sees to it that somebody speaks for it."""

    account: Account
    group: Group

    @property
    def by(self) -> int:
        """Give the number of the officer."""
        return self.account.id or 0


class Doing(NamedTuple):
    """An act: its form, its button, whether it is possible, and what it does."""

    code: str
    label: str
    fields: Fields
    possible: Callable[[Session, Group], bool]
    do: Callable[[Asked[Speaking]], Did | Problems]
    tone: str = "secondary"


def _why(code: str) -> Text:
    return Text(f"{code}_why", mark("Why, for the log"), required=True, most=lengths.REASON)


def _answer(asked: Asked[Speaking], *, yes: bool) -> Did | Problems:
    code = "proposal_yes" if yes else "proposal_no"
    day = asked.values[f"{code}_day"]
    if day > today():
        return {f"{code}_day": Problem(mark("This day has not come yet."))}
    proposed = queries.proposed(asked.session, asked.item.group)
    if proposed is None:
        return {code: Problem(_DONE)}
    keeping.decide(asked.session, proposed, yes=yes)
    return Did(code, {"by_telephone": day})


def _silence(asked: Asked[Speaking]) -> Did:
    parting.silence(asked.request.state.features, asked.session, asked.item.group, now())
    return Did("silenced", {"reason": asked.values["silence_why"]})


def dealt_with(asked: Asked[Speaking]) -> Did:
    """Delete what somebody said is wrong, once an officer has seen to it."""
    for concern in queries.concerns(asked.session, asked.item.group):
        if concern.id == sent_text(asked.sent, "concern"):
            asked.session.delete(concern)
            asked.session.flush()
    return Did("concern_done", {"reason": asked.values["concern_why"]})


def _is_proposed(session: Session, group: Group) -> bool:
    return rules.works(group.state) and queries.proposed(session, group) is not None


def _is_willing(session: Session, group: Group) -> bool:
    proposed = queries.proposed(session, group)
    return rules.works(group.state) and proposed is not None and proposed.willing


def _is_represented(session: Session, group: Group) -> bool:
    return queries.count(session, group, rules.Role.REPRESENTATIVE) > 0


CONCERN = (_why("concern"),)

DOINGS = (
    Doing(
        "proposal_yes",
        mark("The contact says yes to the new representative"),
        who_said("proposal_yes"),
        _is_willing,
        partial(_answer, yes=True),
    ),
    Doing(
        "proposal_no",
        mark("The contact says no to the new representative"),
        who_said("proposal_no"),
        _is_proposed,
        partial(_answer, yes=False),
    ),
    Doing(
        "silence",
        mark("Let nobody speak for the group any more"),
        (_why("silence"),),
        _is_represented,
        _silence,
        "warning",
    ),
)
"""All that can be decided; each shown only while it is possible."""


def is_over(doing: Doing, asked: Asked[Speaking]) -> Problems:
    """Say that there is nothing to decide any more, if so."""
    possible = doing.possible(asked.session, asked.item.group)
    return {} if possible else {doing.code: Problem(_DONE)}
