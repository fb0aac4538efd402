"""What of a case can be passed on to an agency, field by field, and where each comes from.

How to reach a reporter is not among them: that takes an approver. Answers to the equality
questions are not either: they are for counting only.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from portal.incidents import vocabulary
from portal.incidents.vocabulary import Choice
from portal.problems import mark

Records = Sequence[tuple[str, Mapping[str, Any]]]
"""The opened pieces of a case in their order, each with its kind."""

STATISTICS = "statistics"
SHARING = ("police", "support")
"""The consents that allow a report to be passed on."""

_RISKS = (
    Choice("unknown", mark("Not looked at yet")),
    Choice("standard", mark("Standard risk")),
    Choice("medium", mark("Medium risk")),
    Choice("high", mark("High risk")),
)


class Field(NamedTuple):
    """One thing that can be passed on: the kind of piece, its section and the key in it.

    Of what was said several times the last word counts, except where people add to it.
    """

    code: str
    label: str
    kind: str
    section: str
    key: str
    choices: tuple[Choice, ...] = ()
    adds_up: bool = False


def _about(code: str, label: str, choices: tuple[Choice, ...] = ()) -> Field:
    return Field(code, label, "addition", "about", code, choices)


def _when_where(code: str, label: str, choices: tuple[Choice, ...] = ()) -> Field:
    return Field(code, label, "addition", "when_where", code, choices)


def _harm(code: str, label: str, choices: tuple[Choice, ...] = ()) -> Field:
    return Field(code, label, "addition", "harm", code, choices)


def _needs(code: str, label: str) -> Field:
    return Field(code, label, "addition", "needs", code)


FIELDS = (
    Field("what", mark("What happened"), "report", "", "what"),
    Field("added", mark("What was added later"), "addition", "add", "what", adds_up=True),
    Field("danger", mark("In danger when the report was sent"), "report", "", "danger",
          vocabulary.DANGER),
    Field("language", mark("Language of the report"), "report", "", "language"),
    _about("role", mark("Who reports"), vocabulary.ROLES),
    _about("who_knows", mark("Whether the person helped knows of the report"), vocabulary.KNOWS),
    _about("strands", mark("What the hostility was about"), vocabulary.STRANDS),
    _about("perception", mark("Whether that is true or was only thought"), vocabulary.PERCEPTIONS),
    _when_where("when", mark("When it happened"), vocabulary.WHEN),
    _when_where("when_words", mark("When it happened, in their words")),
    _when_where("place", mark("Kind of place"), vocabulary.PLACES),
    _when_where("area", mark("Area")),
    _when_where("exact_place", mark("Exact place")),
    _harm("kinds", mark("Kinds of incident"), vocabulary.KINDS),
    _harm("injuries", mark("Injuries")),
    _harm("damage", mark("Loss or damage")),
    _harm("before", mark("Whether it happened before"), vocabulary.BEFORE),
    _harm("risk_now", mark("Whether they still feel at risk"), vocabulary.YES_NO_UNSURE),
    _harm("offender", mark("Who did it")),
    _harm("police", mark("Whether the police were told"), vocabulary.YES_NO_UNSURE),
    _harm("police_reference", mark("Police reference")),
    Field("risk", mark("Risk, as the case team sees it"), "slip", "", "risk", _RISKS),
    _needs("interpreter", mark("Interpreter")),
    _needs("access", mark("Access needs")),
    _needs("wishes", mark("What they would like to happen")),
    _needs("safe_contact", mark("What makes contact safe")),
)  # fmt: skip

LABELS = {field.code: field.label for field in FIELDS}


def available(
    records: Records, say: Callable[[str], str], local: Mapping[str, str]
) -> dict[str, str]:
    """Write out every field of a case that holds something, as it would be passed on.

    `say` translates the words of a choice; `local` has those of the council's own choices.
    """
    written = {field.code: _written(field, records, say, local) for field in FIELDS}
    return {code: text for code, text in written.items() if text}


def languages(records: Records) -> dict[str, str]:
    """Tell in which language the words of each field are, where they are all in one."""
    own = [field for field in FIELDS if not field.choices]
    told = {field.code: {*_languages(field, records)} for field in own}
    return {code: tags.pop() for code, tags in told.items() if len(tags) == 1}


def ticked(records: Records) -> frozenset[str]:
    """Name the consents that were ticked when they were asked for last."""
    last: Mapping[str, Any] = {}
    for kind, record in records:
        if kind == "addition" and record.get("section") == "consent":
            last = record
    return frozenset(
        name for name in (*SHARING, STATISTICS) if last.get(name) in (True, "yes", name)
    )


def consents(records: Records) -> frozenset[str]:
    """Tell for which sharing the person to whom it happened allows: none if statistics only."""
    given = ticked(records)
    allows = may_agree(records) and STATISTICS not in given
    return given if allows else frozenset()


def may_agree(records: Records) -> bool:
    """Tell whether what somebody agreed to counts: a helper's only if the person knows and agrees.

    Roles and what the person knows count as they were said last.
    """
    said: dict[str, Any] = {}
    for kind, record in records:
        if kind == "addition" and record.get("section") == "about":
            said |= record
    role, knows = said.get("role"), said.get("who_knows")
    if role in vocabulary.FIRST_HAND or (role not in vocabulary.HELPERS and knows is None):
        return True
    return knows == vocabulary.AGREES


def digest(text: str) -> str:
    """Give the SHA-256 of a value in UTF-8, in hex, by which both sides can tell it is the same."""
    return hashlib.sha256(text.encode()).hexdigest()


def _written(
    field: Field, records: Records, say: Callable[[str], str], local: Mapping[str, str]
) -> str:
    labels = {choice.code: say(choice.label) for choice in field.choices}
    if field.code == "strands":
        labels = {**local, **labels}
    return "\n".join(labels.get(value, value) for value in _values(field, records))


def _values(field: Field, records: Records) -> list[str]:
    said = [record[field.key] for record in _counted(field, records)]
    return [text for value in said for text in _texts(value)]


def _languages(field: Field, records: Records) -> list[str]:
    filed = (record.get("languages", {}) for record in _counted(field, records))
    return [tags.get(field.key, "") for tags in filed]


def _counted(field: Field, records: Records) -> list[Mapping[str, Any]]:
    said = [
        record
        for kind, record in records
        if kind == field.kind and record.get("section", "") == field.section and field.key in record
    ]
    return said if field.adds_up else said[-1:]


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, bool):
        return ("yes",) if value else ()
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str) and one]
