"""Languages as staff type them: their names, in any language of the portal, between commas."""

from collections.abc import Iterable
from typing import Any

from portal import lengths
from portal.forms.fields import Line
from portal.languages import i18n, locales, text_languages
from portal.problems import mark

_NAMES = mark("Write names of languages, with a comma between them.")


def asked(name: str, label: str) -> Line:
    """Ask for languages."""
    return Line(name, label, hint=_NAMES, wrong=_NAMES, most=lengths.LANGUAGES, accepts=_are_names)


def shown(tags: Iterable[str]) -> str:
    """Write the names of languages as they are typed."""
    return ", ".join(text_languages.named_in(tag, i18n.language()) for tag in tags)


def read(typed: Any) -> list[str]:
    """Read the tags of the languages that were named."""
    return text_languages.read_names(typed or "", locales.LANGUAGES)[0]


def _are_names(typed: str) -> bool:
    return not text_languages.read_names(typed, locales.LANGUAGES)[1]
