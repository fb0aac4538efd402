"""What an officer does with an entry: each act with its form, its reason, its mail and its log."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from sqlmodel import Session
from starlette.datastructures import FormData

from portal.accounts.models import Account
from portal.forms.form import Difference, Fields, typed
from portal.groups import answering, changes, keeping, letters, links, queries, rules
from portal.groups.links import Purpose
from portal.groups.models import Group
from portal.groups.rules import Act, State
from portal.groups.staff import checklist, forms
from portal.groups.staff.checklist import Basis, Checked, Voucher
from portal.languages.i18n import today
from portal.problems import Problem, Problems, mark
from portal.store import saving
from portal.store.db import now
from portal.web.acting import ALREADY, Asked, Did, Meanwhile


class Mine(NamedTuple):
    """An entry, and the officer who does something with it."""

    account: Account
    group: Group

    @property
    def by(self) -> int:
        """Give the number of the officer."""
        return self.account.id or 0


Do = Callable[[Asked[Mine]], Did | Problems]
Possible = Callable[[Session, Group], bool]


class Doing(NamedTuple):
    """An act that an officer can do: its form, its button, whether it is possible, what it does."""

    code: str
    label: str
    fields: Fields
    possible: Possible
    do: Do
    tone: str = "secondary"


def meanwhile(doing: Doing) -> Meanwhile[Mine]:
    """Let nobody decide about an entry that somebody else changed since they saw it."""

    def met(session: Session, mine: Mine, fields: Fields, sent: FormData) -> saving.Refusal | None:
        possible = doing.possible(session, mine.group)
        if possible and not saving.is_stale(sent, mine.group.revision):
            return None
        last, words = queries.last(session, mine.group), typed(fields, sent)
        said = words.get(f"{doing.code}_reason", "")
        if last and (last.what, last.by, last.reason) == (doing.code, mine.by, said):
            return ALREADY
        seen = [Difference("entry", "", "")] if possible else []
        return saving.Refusal(409, theirs=seen)

    return met


def _move(asked: Asked[Mine], *, act: Act) -> Did | Problems:
    mine, group = asked.item, asked.item.group
    agreed, confirmed = group.agreed is not None, group.confirmed is not None
    if wrong := rules.hindrance(act, confirmed=confirmed, agreed=agreed):
        return {act: wrong}
    reason = asked.values.get(f"{act}_reason", "")
    keeping.move(asked.session, group, act, today(), by=mine.by, reason=reason)
    letters.send(asked.session, group, letters.OF_ACTS[act], now(), reason=reason)
    return Did(act, {"state": group.state})


def _verify(asked: Asked[Mine]) -> Did | Problems:
    mine, group, said = asked.item, asked.item.group, asked.values
    if group.confirmed is None:
        return {"verify": Problem(mark("The group has not confirmed its contact yet."))}
    basis = Basis(said["basis"])
    vouchers = [_voucher(asked.session, said[f"voucher_{place}"]) for place in (1, 2)]
    checked = Checked(group.id or 0, said["open_democratic"], said["safeguarding"], basis, vouchers)
    if lacking := checklist.lacking(checked):
        return lacking
    numbers = [one.number for one in vouchers] if basis is Basis.GROUPS else []
    group.checks = {"basis": basis, "vouchers": numbers, "seen": said["seen"]}
    keeping.move(asked.session, group, Act.VERIFY, today(), by=mine.by, basis=basis)
    letters.send(asked.session, group, letters.OF_ACTS[Act.VERIFY], now())
    return Did(Act.VERIFY, {"basis": basis, "vouchers": numbers})


def _voucher(session: Session, name: str) -> Voucher:
    named = sorted(queries.named(session, name), key=lambda one: one.state is not State.VERIFIED)
    found = next(iter(named), None) if name else None
    if found is None:
        return Voucher(name)
    basis = Basis(found.checks["basis"]) if found.checks else None
    return Voucher(name, found.id, found.state, basis)


def _by_telephone(asked: Asked[Mine], *, code: str, do: Callable[..., None]) -> Did | Problems:
    day: date = asked.values[f"{code}_day"]
    if day > today():
        return {f"{code}_day": Problem(mark("This day has not come yet."))}
    who = {"who": asked.values[f"{code}_who"], "day": day.isoformat()}
    do(asked.session, asked.item.group, today(), by=asked.item.by, **who)
    return Did(code, {"by_telephone": day})


def _send(asked: Asked[Mine]) -> Did | Problems:
    session, group = asked.session, asked.item.group
    if links.is_crowded(session, group, now()):
        return {"send": Problem(mark("Several links were sent within this hour. Wait a little."))}
    letter = letters.SHOW if changes.asked(group) else _NEXT.get(group.state, letters.RENEW)
    letters.send(session, group, letter, now())
    keeping.mark_changed(session, group)
    keeping.note(session, group, "sent", by=asked.item.by)
    return Did("link_sent", {"purpose": letter.purpose or Purpose.RENEW})


_NEXT: Mapping[State, letters.Letter] = {
    State.APPLIED: letters.CONFIRM,
    State.WAITING: letters.AGREE,
}


def _accept(asked: Asked[Mine]) -> Did:
    fields = changes.accept(asked.session, asked.item.group, by=asked.item.by)
    return Did("changes_accepted", {"fields": fields})


def _refuse_changes(asked: Asked[Mine]) -> Did:
    reason = asked.values["refused_reason"]
    fields = changes.refuse(asked.session, asked.item.group, reason, by=asked.item.by)
    return Did("changes_refused", {"fields": fields})


def _centre(asked: Asked[Mine], *, shown: bool) -> Did:
    group = asked.item.group
    group.centre = shown
    group.centre_words = asked.values.get("centre_words", "") if shown else ""
    keeping.keep(asked.session, group)
    code = "centre_shown" if shown else "centre_hidden"
    keeping.note(asked.session, group, code, by=asked.item.by)
    return Did(code)


def _state(
    act: Act,
    label: str,
    fields: Fields | None = None,
    do: Do | None = None,
    tone: str = "secondary",
) -> Doing:
    """Have an officer change a state as far as it may be, for a reason if nothing else is asked."""
    asked = (forms.reason(act),) if fields is None else fields
    do = do or partial(_move, act=act)
    return Doing(act, label, asked, lambda _, group: rules.may(act, group.state), do, tone)


def _told(code: str, label: str, possible: Possible, do: Callable[..., None]) -> Doing:
    return Doing(
        code, label, forms.who_said(code), possible, partial(_by_telephone, code=code, do=do)
    )


def _is_asked(_: Session, group: Group) -> bool:
    return group.state is State.WAITING or bool(changes.asked(group))


def _is_unconfirmed(_: Session, group: Group) -> bool:
    return group.state is State.APPLIED and group.confirmed is None


def _can_be_sent(session: Session, group: Group) -> bool:
    waits = _is_asked(session, group) or _is_unconfirmed(session, group)
    return bool(group.email) and (waits or answering.may_renew(session, group))


def _has_changes(_: Session, group: Group) -> bool:
    return group.waits


DOINGS = (
    Doing("accepted", mark("Accept the changes"), (), _has_changes, _accept, ""),
    Doing(
        "refused",
        mark("Do not accept the changes"),
        (forms.reason("refused"),),
        _has_changes,
        _refuse_changes,
    ),
    _state(Act.LIST, mark("List the group"), (), tone=""),
    _told("agree", mark("The group said yes by telephone"), _is_asked, changes.say_yes),
    _told("refuse", mark("The group said no by telephone"), _is_asked, changes.say_no),
    _told(
        "confirmed",
        mark("The contact was confirmed by telephone"),
        _is_unconfirmed,
        answering.confirm,
    ),
    _told(
        "renewed",
        mark("The group said by telephone that the entry is still right"),
        answering.may_renew,
        answering.renew,
    ),
    Doing("sent", mark("Send the group a link by mail"), (), _can_be_sent, _send),
    _state(Act.VERIFY, mark("Verify the group"), checklist.FIELDS, _verify),
    Doing(
        "centre_shown",
        mark("Show it as a place to report hate"),
        forms.CENTRE,
        lambda _, group: group.public and not group.centre,
        partial(_centre, shown=True),
    ),
    Doing(
        "centre_hidden",
        mark("Do not show it as a place to report hate any more"),
        (),
        lambda _, group: group.centre,
        partial(_centre, shown=False),
    ),
    _state(Act.DECLINE, mark("Do not list the group")),
    _state(Act.UNVERIFY, mark("Withdraw the verification")),
    _state(Act.PAUSE, mark("Do not show the group for the moment")),
    _state(Act.RESUME, mark("Show the group again")),
    _state(Act.RECONSIDER, mark("Look at it again")),
    _state(Act.CLOSE, mark("Close the entry"), tone="warning"),
)
"""All that an officer can do, in the order of the page; each shown only while it is possible."""


def possible(session: Session, group: Group) -> list[Doing]:
    """List what can be done with an entry as it is now."""
    return [one for one in DOINGS if one.possible(session, group)]
