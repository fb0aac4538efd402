"""What somebody may send who needs something to take part, and whoever sees to it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from portal.coming.needs.models import MeetingNeed
from portal.coming.needs.rules import IN_A_LANGUAGE, WORDS, Needed
from portal.forms.boxes import Several
from portal.forms.fields import Text
from portal.forms.form import Fields, Reading, read, show
from portal.forms.words import Shown
from portal.language_support import needing
from portal.language_support import rules as support
from portal.languages import text_languages
from portal.languages.i18n import language
from portal.problems import Problem, mark

_LANGUAGE_SUPPORT = {str(code): label for code, label in support.KINDS}
LABELS: Mapping[str, str] = {
    Needed.INTERPRETER: mark("An interpreter"),
    **{
        one: _LANGUAGE_SUPPORT[one]
        for one in ("bsl", "large_print", "braille", "audio", "easy_read")
    },
    Needed.STEP_FREE: mark("A way in without steps"),
    Needed.HEARING_LOOP: mark("A hearing loop"),
    Needed.CHILDREN: mark("Somebody to look after children"),
    Needed.OTHER: mark("Something else"),
}
STATES, TONES, WHYS = needing.STATES, needing.TONES, needing.WHYS
LANGUAGE = needing.LANGUAGE
NEEDED = Several("needed", mark("What do you need?"), options=tuple(LABELS.items()))
SAID = Text(
    "words",
    mark("What else should we know?"),
    hint=mark("Whoever books it reads this, without your name. Write no name in it."),
    most=WORDS,
)
ASKED: Fields = (NEEDED, LANGUAGE, SAID)


def asked(sent: Mapping[str, Any], usual: str) -> Reading:
    """Read what somebody needs, in one language or several; what we do not know stays as named."""
    said = read((NEEDED, replace(LANGUAGE, required=False), SAID), sent)
    named, words = said.values["language"], said.values["words"]
    languages, missing = needing.languages(said.values["needed"], named, usual)
    if missing:
        said.problems.setdefault("language", missing)
    # Whoever writes what they need means it, also where they did not tick the box.
    needed = [*dict.fromkeys([*said.values["needed"], *([Needed.OTHER] if words else [])])]
    if Needed.OTHER in needed and not words:
        said.problems.setdefault("words", Problem(mark("Write what you need.")))
    values = {"needed": needed, "languages": languages}
    return Reading(said.values | values, said.problems)


def shown(needs: Sequence[MeetingNeed], words: Mapping[str, str]) -> Shown:
    """Give the form as it was filled in; `words` are those of each need, opened.

    Before, the language is that of the page: whoever needs an interpreter reads in it.
    """
    usual = text_languages.named_in(language(), language())
    other = [one for one in needs if one.needed is Needed.OTHER]
    rest = [one for one in needs if one.needed in IN_A_LANGUAGE]
    held = {
        "needed": [*dict.fromkeys(one.needed.value for one in needs)],
        "language": ", ".join(dict.fromkeys(_language(one, words) for one in rest)) or usual,
        "words": next((words[one.id] for one in other), ""),
    }
    return show(ASKED, held)


def _language(one: MeetingNeed, words: Mapping[str, str]) -> str:
    unknown = one.language == text_languages.UNKNOWN
    return words[one.id] if unknown else text_languages.named_in(one.language, language())
