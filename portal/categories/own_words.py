"""What people write beside their answers to equality questions, and in which language it is.

Nothing is kept between the pages of these questions, so each form carries with every text what
it showed of it, and in which language that had been typed.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.categories.rules import Answer, Characteristic
from portal.languages import text_languages

_SHOWN = ".shown"
"""Ends the field that says of a text in which language it was typed, and how it was shown."""


def languages(asked: Iterable[Characteristic], form: Mapping[str, Any]) -> dict[str, str]:
    """Tell in which language each text of a form is, by its field."""
    names = [one.write_in_field for one in asked if one.write_in_field]
    shown = {name: _text(form, name + _SHOWN).partition(" ") for name in names}
    known = {name: tag for name, (tag, _, _) in shown.items() if text_languages.is_known(tag)}
    before = {name: text for name, (_, _, text) in shown.items()}
    now = {name: _text(form, name) for name in names}
    return text_languages.kept(before, now, known, text_languages.of_form(form))


def carried(form: Mapping[str, Any], typed_in: Mapping[str, str]) -> list[tuple[str, str]]:
    """List what the next form carries of these texts, as names and values."""
    return [(name + _SHOWN, f"{tag} {_text(form, name)}") for name, tag in typed_in.items()]


def with_languages(
    asked: Iterable[Characteristic], answers: Mapping[str, Answer], typed_in: Mapping[str, str]
) -> dict[str, Answer]:
    """Say of each answer in the person's own words in which language they are."""
    fields = {one.code: one.write_in_field for one in asked}
    return {code: _told(answer, typed_in.get(fields[code])) for code, answer in answers.items()}


def _told(answer: Answer, tag: str | None) -> Answer:
    return Answer(**{**answer, "language": tag}) if tag and "write_in" in answer else answer


def _text(form: Mapping[str, Any], name: str) -> str:
    value = form.get(name, "")
    return " ".join(value.split()) if isinstance(value, str) else ""
