"""Hiding words of a person, whatever they were written into, and showing them again.

The reason stays beside the words and goes with them. The log, which is never shortened, says
that something was hidden and quotes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlmodel import Session
from starlette.routing import Route

from portal.analysis.staff.reading import forms
from portal.analysis.staff.reading.acts import One
from portal.consultations import hidden_texts
from portal.web.acting import Asked, Did, Matter, once

Item = TypeVar("Item")


@dataclass(frozen=True)
class Words:
    """Words of one or several responses under one name, and what the log says of them."""

    senders: Sequence[str]
    name: str
    kind: str
    details: Mapping[str, Any]


def routes(
    path: str, name: str, matter: Matter[One[Item]], words: Callable[[Item], Words]
) -> list[Route]:
    """Make the two addresses that a page of words needs: for hiding, and for showing again."""

    def hide(asked: Asked[One[Item]]) -> Did:
        hidden, reason = words(asked.item.thing), asked.values["reason"]
        hidden_texts.hide(asked.session, hidden.senders, hidden.name, reason)
        return Did(f"{hidden.kind}.hidden", hidden.details)

    def hidden(session: Session, item: One[Item]) -> dict[str, str] | None:
        said = words(item.thing)
        hidden_texts.hold(session, said.senders)
        why = hidden_texts.of(session, said.senders)
        reasons = [why[number].get(said.name) for number in said.senders]
        return None if None in reasons else {"reason": reasons[0] or ""}

    def show(asked: Asked[One[Item]]) -> Did:
        shown = words(asked.item.thing)
        hidden_texts.show(asked.session, shown.senders, shown.name)
        return Did(f"{shown.kind}.shown", shown.details)

    return [
        matter.act(
            f"{path}/hide",
            [forms.REASON],
            hide,
            name=f"hide_{name}",
            said="hidden",
            meanwhile=once(hidden),
        ),
        matter.act(f"{path}/show", (), show, name=f"unhide_{name}", said="shown"),
    ]
