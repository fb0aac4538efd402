"""What somebody chose in the address of the list of entries, and what there is to choose."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from portal.feedback.entries import queries, rules
from portal.feedback.entries.history import Lists
from portal.feedback.entries.rules import Choice
from portal.feedback.rules import Concern, Outcome
from portal.feedback.vocabulary import OUTCOMES
from portal.languages import i18n, searching, text_languages
from portal.problems import mark
from portal.web import lists

OUTCOME = "outcome"
_LATE = mark("Promises that are late")

Offered = Mapping[str, Mapping[str, Any]]
"""Labels by their codes, by the name of each field."""


def offered(session: Session, known: Lists) -> Offered:
    """List what there is to choose: nothing by which no entry is found."""
    used = queries.in_use(session)
    found: dict[str, Mapping[str, Any]] = {
        kind: {
            code: one.label
            for code, one in options.items()
            if code in used[kind]
            or any(code in options[each].above for each in used[kind] & options.keys())
        }
        for kind, options in known.items()
    }
    spoken = {tag: text_languages.named(tag) for tag in used[Concern.LANGUAGE]}
    by_name = sorted(spoken, key=lambda tag: searching.fold(spoken[tag]))
    found[Concern.LANGUAGE] = {tag: spoken[tag] for tag in by_name}
    outcomes = {code: i18n.gettext(label) for code, label in OUTCOMES.items()}
    del outcomes[Outcome.UNDECIDED]
    found[OUTCOME] = outcomes | {rules.LATE: i18n.gettext(_LATE)}
    return found


def chosen(sent: Mapping[str, Any], offers: Offered) -> dict[str, str]:
    """Read what was chosen, as it stands in the address; what is not offered is not chosen."""
    said = {name: lists.chosen(sent, name, codes) for name, codes in offers.items()}
    return {name: code for name, code in said.items() if code}


def choice(said: Mapping[str, str], known: Lists) -> Choice:
    """Say what somebody looks for; with a community, also with those that belong to it."""
    concerns = {kind: _with_below(kind, said[kind], known) for kind in Concern if kind in said}
    outcome = said.get(OUTCOME, "")
    if outcome == rules.LATE:
        return Choice(concerns, late=i18n.today())
    return Choice(concerns, Outcome(outcome) if outcome else None)


def _with_below(kind: Concern, code: str, known: Lists) -> list[str]:
    options = known.get(kind, {})
    return [code, *(below for below, one in options.items() if code in one.above)]
