"""For whom keys are, in words, and what it costs to lose one."""

from collections.abc import Mapping

from sqlmodel import Session

from portal.accounts.models import Account
from portal.approvals.rules import LATELY
from portal.incidents import rules
from portal.incidents.models import KeyHolder
from portal.incidents.records import keys
from portal.incidents.rules import Circle, TeamKeyPurpose
from portal.incidents.staff.guards import ROLES
from portal.incidents.staff.keys import hands, sharing
from portal.languages.i18n import gettext, today
from portal.problems import Problem, mark

LABELS: Mapping[Circle, str] = {
    Circle.TEAM: mark("Case team"),
    Circle.INDEPENDENT: mark("Independent recipients"),
    Circle.APPROVER: mark("Approvers"),
    Circle.PARTNER: mark("Partners"),
    Circle.ANALYST: mark("Analysts"),
    Circle.RECOVERY: mark("Recovery key"),
}
SHARED: Mapping[TeamKeyPurpose, str] = {
    TeamKeyPurpose.CONTACT: mark("Contact details"),
    TeamKeyPurpose.STATISTICS: mark("Statistics"),
    TeamKeyPurpose.LINKING: mark("Repeat victims"),
}
_LOST = mark(
    "If this key is ended, its holder opens no case. "
    "They make a new key, and a colleague gives them access again."
)
_LAST: Mapping[Circle, str] = {
    Circle.TEAM: mark(
        "This is the last key of the case team that counts, so it is not ended: without it reports "
        "could be lost for good. Let a colleague in first."
    ),
    Circle.INDEPENDENT: mark(
        "This is the last key of the independent recipients that counts, so it is not ended: "
        "without it reports about the council could be lost for good. Let another recipient in "
        "first."
    ),
    Circle.APPROVER: mark(
        "No other approver whose key counts can release all contact details that reporters left. "
        "So this key is not ended: without it they could be lost for good. Let another approver in "
        "first."
    ),
}
_RESTS = mark(
    "Their key rests until they open it again with its passphrase. "
    "Colleagues give them what comes meanwhile."
)
_ALONE_MEANWHILE = mark(
    "Some reports can be opened with this key alone. While it rests, nobody opens them."
)
_CLOSES = mark("Too few keys are then left: residents can no longer report.")
FOR_GOOD = mark(
    "Without the role this key ends for good, even if the role is given back. "
    "To keep somebody out for a time, disable the account: the key then rests."
)
_NOBODY_MEANWHILE: Mapping[Circle, str] = {
    Circle.TEAM: mark(
        "Their key rests until they open it again with its passphrase. It is the last one of the "
        "case team: until then nobody opens a report, and none is taken in."
    ),
    Circle.INDEPENDENT: mark(
        "Their key rests until they open it again with its passphrase. It is the last one of the "
        "independent recipients: until then nobody opens a report about the council, and a new "
        "one reaches nobody outside it."
    ),
    Circle.APPROVER: mark(
        "Their key rests until they open it again with its passphrase. It is the last one of the "
        "approvers: until then nobody can allow that contact details are shown."
    ),
}
_RECOVERABLE = mark(
    "This is the last key of the case team that counts, so it is not ended: without it reports "
    "could open with two of the three recovery cards only. Let a colleague in first."
)
_ALL_YOURS = mark(
    "Without this key nobody but you could open some reports, so it is not ended. "
    "Give them to another colleague first. Whom you let in or reset within %(n)s days, or who did "
    "that to you, does not count as another."
)
_NOBODY_AFTER = mark(
    "No other key of this group counts, so only its holder ends this one: whoever came after it "
    "would need nobody's agreement. Whom you let in or reset within %(n)s days, or who did that to "
    "you, does not count as another. To keep somebody out, disable the account: the key then rests."
)
_RESTS_NOW = mark(
    "This key rests. From its own account it is not ended before it has rested for %(n)s days. "
    "Until then, open it with its passphrase, or ask a colleague to end it."
)
_SECOND_LAST: Mapping[Circle, str] = {
    Circle.TEAM: mark(
        "If this key is ended, only one member of the case team can open the reports."
    ),
    Circle.INDEPENDENT: mark(
        "If this key is ended, only one person can open reports about the council."
    ),
    Circle.APPROVER: mark(
        "If this key is ended, only one person can allow that contact details are shown."
    ),
}
_ALONE = mark(
    "Some reports can be opened with this key alone, so it is not ended: without it they could be "
    "lost for good. Give them to a colleague first."
)
ANEW = Problem(
    mark(
        "Where no other key counts, the key of another account begins to count when it is opened "
        "after the others have rested for %(n)s days."
    ),
    {"n": rules.RESTING_DAYS},
)
_NO_RECOVERY = mark(
    "This is the recovery key. If it is ended and the case team then loses its keys, "
    "all reports are lost for good."
)


def open_to(account: Account) -> list[Circle]:
    """List for which circles an account may make a key."""
    return [circle for circle, role in ROLES.items() if account.holds(frozenset({role}))]


def sees_team(account: Account) -> bool:
    """Tell whether an account may see who holds keys: all who hold one but partners."""
    return any(circle is not Circle.PARTNER for circle in open_to(account))


def choices(account: Account) -> list[tuple[str, str]]:
    """List for which circles an account may make a key, to choose from."""
    return [(circle.value, gettext(LABELS[circle])) for circle in open_to(account)]


def refusal(session: Session, holder: KeyHolder, by: int) -> Problem | None:
    """Say why a key may not be ended: something would be lost for good, or left to one person.

    `by` is the account of whoever wants it; what could be theirs is nobody else's. Keys that rest
    do not count as others, as nobody knows whether their owners come back; and a key that rests is
    not ended soon by its own account, which somebody else may have been given.
    """
    own = holder.account_id == by
    if own and sharing.rests_lately(holder, today()):
        return Problem(_RESTS_NOW, {"n": rules.RESTING_DAYS})
    besides = frozenset() if own else hands.of(session, by)
    if sharing.guards_contact(session, holder, besides):
        return Problem(_LAST[Circle.APPROVER])
    return _left_alone(session, holder, besides) or _left_open(session, holder, besides)


def _left_alone(session: Session, holder: KeyHolder, besides: frozenset[int]) -> Problem | None:
    alone = sharing.opens_alone(session, holder)
    if alone and not _others(session, holder):
        recoverable = holder.circle is Circle.TEAM and keys.holders(session, Circle.RECOVERY)
        return Problem(_RECOVERABLE if recoverable else _LAST.get(holder.circle, _ALONE))
    if alone:
        return Problem(_ALONE)
    if sharing.opens_alone(session, holder, besides):
        return Problem(_ALL_YOURS, {"n": LATELY.days})
    return None


def _left_open(session: Session, holder: KeyHolder, besides: frozenset[int]) -> Problem | None:
    """Refuse that somebody else ends the last key: the next one would need nobody's agreement."""
    gone = not sharing.counts(holder) and not sharing.rests_lately(holder, today())
    if not besides or gone or not sharing.is_last(session, holder, besides):
        return None
    return Problem(_NOBODY_AFTER, {"n": LATELY.days})


def loss(session: Session, holder: KeyHolder) -> list[Problem]:
    """Say what ending a key costs, if it may be ended."""
    return [Problem(_lost(session, holder)), *_closing(session, holder)]


def rest(session: Session, holder: KeyHolder) -> list[Problem]:
    """Say what it means that a key rests."""
    if not holder.waiting and not _others(session, holder):
        return [Problem(_NOBODY_MEANWHILE.get(holder.circle, _RESTS))]
    alone = [Problem(_ALONE_MEANWHILE)] if sharing.opens_alone(session, holder) else []
    return [Problem(_RESTS), *alone, *_closing(session, holder)]


def _lost(session: Session, holder: KeyHolder) -> str:
    if holder.circle is Circle.RECOVERY:
        return _NO_RECOVERY
    if holder.waiting or holder.circle not in _LAST:
        return _LOST
    return _SECOND_LAST[holder.circle] if _others(session, holder) == 1 else _LOST


def _closing(session: Session, holder: KeyHolder) -> list[Problem]:
    """Warn that too few keys are left for reports to be taken in."""
    needed = holder.circle in (Circle.TEAM, Circle.RECOVERY) and sharing.counts(holder)
    counting = len(keys.holders(session, Circle.TEAM, Circle.RECOVERY))
    return [Problem(_CLOSES)] if needed and counting == rules.FEWEST_KEYS else []


def _others(session: Session, holder: KeyHolder) -> int:
    return sum(other.id != holder.id for other in keys.holders(session, holder.circle))
