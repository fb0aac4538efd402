"""The questions of “add more, if you can”, section by section: every one may be left out."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from portal.incidents import vocabulary
from portal.incidents.report_settings import LocalStrand
from portal.languages.messages import Message
from portal.questions.questionnaire import Kind, Option, Question, Section

LINE = 200
"""How many characters fit into one line."""

TEXT = 4000
"""How many characters fit into a larger box."""

_one = partial(Question, kind=Kind.SINGLE)
_several = partial(Question, kind=Kind.MULTIPLE)
_line = partial(Question, kind=Kind.SHORT, maximum=LINE)
_text = partial(Question, kind=Kind.LONG, maximum=TEXT, lines=3)

_ABOUT = (
    _one("role", label=Message("Who are you in this?"), options=vocabulary.ROLES),
    _one(
        "who_knows",
        label=Message("If you help somebody: do they know of this, and do they agree?"),
        options=vocabulary.KNOWS,
    ),
    _several("strands", label=Message("What was it about?"), options=vocabulary.STRANDS),
    _one(
        "perception",
        label=Message("Is that true of you, or did somebody only think so?"),
        options=vocabulary.PERCEPTIONS,
        hint=Message("It counts either way."),
    ),
)
_WHEN_WHERE = (
    _one("when", label=Message("When did it happen?"), options=vocabulary.WHEN),
    _line(
        "when_words",
        label=Message("The day or the time, in your words"),
        hint=Message("For example: on Tuesday after school."),
    ),
    _one("place", label=Message("What kind of place was it?"), options=vocabulary.PLACES),
    _line("area", label=Message("Which area or town was it?")),
    _text(
        "exact_place",
        label=Message("Where was it exactly?"),
        hint=Message(
            "For example the street, the shop or the number of the bus. "
            "Leave it out if it says too much about you."
        ),
    ),
)
_HARM = (
    _several("kinds", label=Message("What kind of thing was it?"), options=vocabulary.KINDS),
    _text("injuries", label=Message("Was somebody hurt, in body or mind?")),
    _text("damage", label=Message("Was something damaged or taken?")),
    _one("before", label=Message("Has it happened before?"), options=vocabulary.BEFORE),
    _one(
        "risk_now",
        label=Message("Are you, or is somebody, still at risk?"),
        options=vocabulary.YES_NO_UNSURE,
    ),
    _one(
        "child_now",
        label=Message("May a child come to harm?"),
        options=vocabulary.CHILD,
    ),
    _text("offender", label=Message("What do you know about whoever did it?"), lines=4),
    _one("police", label=Message("Do the police know of it?"), options=vocabulary.YES_NO_UNSURE),
    _line("police_reference", label=Message("The number that the police gave to it"), ltr=True),
)
_RECORDING = (
    _several("recording", label=Message("What do you have?"), options=vocabulary.RECORDINGS),
    _text(
        "recording_words",
        label=Message("What can be seen or heard in it?"),
        hint=Message("You do not have to say where you keep it."),
    ),
)
_NEEDS = (
    _line("interpreter", label=Message("Do you need an interpreter? For which language?")),
    _text(
        "access",
        label=Message("What else do you need so that we can talk?"),
        hint=Message("For example large print, sign language, or somebody with you."),
    ),
    _text("wishes", label=Message("What would you like to happen?"), lines=4),
    _text("safe_contact", label=Message("When and how is it safe to reach you?")),
    _one(
        "link",
        label=Message("Yes, put my reports together"),
        options=(Option("yes", Message("Yes")),),
    ),
    _line(
        "link_words",
        label=Message("Words that only you would use"),
        hint=Message("Not your name. For example four words that do not belong together."),
    ),
)
_CONSENT = (
    _several(
        "given",
        label=Message("What do you allow us to do with it?"),
        options=vocabulary.CONSENTS,
        hint=Message(
            "Tick only what you want. If you help somebody, a tick counts only if they know "
            "and agree. Say so on the page “About the people”."
        ),
    ),
)
SECTIONS: Mapping[str, Section] = {
    section.code: section
    for section in (
        Section("about", Message("About the people"), _ABOUT),
        Section("when_where", Message("When and where"), _WHEN_WHERE),
        Section("harm", Message("What it did"), _HARM),
        Section("recording", Message("A film or sound"), _RECORDING),
        Section("needs", Message("What you need"), _NEEDS),
        Section("consent", Message("Who may see it"), _CONSENT),
    )
}


def section(code: str, local: Iterable[LocalStrand]) -> Section:
    """Give a section, with the council's own strands among the others."""
    own = tuple(Option(one.code, one.label or {"en": one.code}) for one in local)
    found = SECTIONS[code]
    asked = (
        replace(one, options=(*one.options, *own)) if one.code == "strands" else one
        for one in found.questions
    )
    return replace(found, questions=tuple(asked))
