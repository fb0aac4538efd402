"""What of a case can be passed on to an agency, field by field, and where each comes from.

How to reach a reporter is not among them: that takes an approver. Answers to the equality
questions are not either: they are for counting only.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from portal.incidents import vocabulary
from portal.incidents.reporting.adding_questions import SECTIONS
from portal.languages.i18n import pick
from portal.languages.messages import Message
from portal.problems import mark
from portal.questions.questionnaire import Option

Records = Sequence[tuple[str, Mapping[str, Any]]]
"""The opened pieces of a case in their order, each with its kind."""

STATISTICS = "statistics"
SHARING = ("police", "support")
"""The consents that allow a report to be passed on."""

_RISKS = (
    Option("unknown", Message("Not looked at yet")),
    Option("standard", Message("Standard risk")),
    Option("medium", Message("Medium risk")),
    Option("high", Message("High risk")),
)
_CHILD = (Option("yes", Message("Yes, from the beginning")),)
_ASKED = {
    "role": mark("Who reports"),
    "who_knows": mark("Whether the person helped knows of the report"),
    "strands": mark("What the hostility was about"),
    "perception": mark("Whether that is true or was only thought"),
    "when": mark("When it happened"),
    "when_words": mark("When it happened, in their words"),
    "place": mark("Kind of place"),
    "area": mark("Area"),
    "exact_place": mark("Exact place"),
    "kinds": mark("Kinds of incident"),
    "injuries": mark("Injuries"),
    "damage": mark("Loss or damage"),
    "before": mark("Whether it happened before"),
    "risk_now": mark("Whether they still feel at risk"),
    "child_now": mark("Whether a child may come to harm"),
    "offender": mark("Who did it"),
    "police": mark("Whether the police were told"),
    "police_reference": mark("Police reference"),
    "recording": mark("A film or sound that they kept"),
    "recording_words": mark("What can be seen or heard in it"),
    "interpreter": mark("Interpreter"),
    "access": mark("Access needs"),
    "wishes": mark("What they would like to happen"),
    "safe_contact": mark("What makes contact safe"),
}
"""What is said of the answer to a question of “add more”, for those that can be passed on."""


class Field(NamedTuple):
    """One thing that can be passed on: the kind of piece, its section and the key in it.

    Of what was said several times the last word counts, except where people add to it.
    """

    code: str
    label: str
    kind: str = "report"
    section: str = ""
    options: tuple[Option, ...] = ()
    adds_up: bool = False

    @property
    def key(self) -> str:
        """Name it as its piece does."""
        return "what" if self.adds_up else self.code


def _answers(section: str) -> tuple[Field, ...]:
    asked = (one for one in SECTIONS[section].questions if one.code in _ASKED)
    return tuple(
        Field(one.code, _ASKED[one.code], "addition", section, one.options) for one in asked
    )


FIELDS = (
    Field("what", mark("What happened")),
    Field("added", mark("What was added later"), "addition", "add", adds_up=True),
    Field("danger", mark("In danger when the report was sent"), options=vocabulary.DANGER),
    Field("child", mark("A child may come to harm"), options=_CHILD),
    Field("language", mark("Language of the report")),
    *_answers("about"),
    *_answers("when_where"),
    *_answers("harm"),
    *_answers("recording"),
    Field("risk", mark("Risk, as the case team sees it"), "slip", options=_RISKS),
    *_answers("needs"),
)

LABELS = {field.code: field.label for field in FIELDS}


def available(records: Records, local: Mapping[str, str]) -> dict[str, str]:
    """Write out every field of a case that holds something, as it would be passed on.

    `local` has the words of the council's own options.
    """
    written = {field.code: _written(field, records, local) for field in FIELDS}
    return {code: text for code, text in written.items() if text}


def languages(records: Records) -> dict[str, str]:
    """Tell in which language the words of each field are, where they are all in one."""
    own = [field for field in FIELDS if not field.options]
    told = {field.code: {*_languages(field, records)} for field in own}
    return {code: tags.pop() for code, tags in told.items() if len(tags) == 1}


def ticked(records: Records) -> frozenset[str]:
    """Name the consents that were ticked when they were asked for last."""
    last = _asked_last(records)
    return frozenset(
        name for name in (*SHARING, STATISTICS) if last.get(name) in (True, "yes", name)
    )


def forbids_counting(records: Records) -> bool:
    """Tell whether the reporter forbade counting; a helper can, too: nobody comes to harm by it."""
    return bool(_asked_last(records).get(vocabulary.UNCOUNTED))


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


def _asked_last(records: Records) -> Mapping[str, Any]:
    asked = [one for kind, one in records if kind == "addition" and one.get("section") == "consent"]
    return asked[-1] if asked else {}


def _written(field: Field, records: Records, local: Mapping[str, str]) -> str:
    labels = {option.code: str(pick(option.label)) for option in field.options}
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
