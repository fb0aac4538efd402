"""In which language each text of a draft is, those included that another tab wrote."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from portal.consultations.answering.drafts import Work
from portal.consultations.answering.forms import ORGANISATION_TEXTS
from portal.consultations.answering.versions import ORGANISATION
from portal.questions import answers
from portal.questions.questionnaire import Questionnaire

Text = tuple[str, Any]
"""The field of a text, and what stands in it."""


def filed(questionnaire: Questionnaire, before: Work, now: Work, tag: str) -> Work:
    """File what was typed under the language of its page, and leave all else under its own.

    Whoever settles on what another tab wrote brings words that have a language already.
    """
    fields = answers.written_fields(questionnaire)
    known = {**_beside(before, fields), **_standing(before, fields)}
    languages = {name: known.get(_key((name, text)), tag) for name, text in _texts(now, fields)}
    return now.with_changes(
        languages={name: one for name, one in languages.items() if one},
        version_languages={
            name: [
                next((known.get(_key(text), tag) for text in _of(name, one, fields)), "")
                for one in others
            ]
            for name, others in now.versions.items()
        },
    )


def versions(work: Work, name: str) -> list[tuple[Any, str]]:
    """Give what another tab wrote in a field, each with its language."""
    told = work.version_languages.get(name, ())
    return list(zip_longest(work.versions.get(name, ()), told, fillvalue=""))


def _standing(work: Work, fields: frozenset[str]) -> dict[Text, str]:
    return {_key(text): work.languages.get(text[0], "") for text in _texts(work, fields)}


def _beside(work: Work, fields: frozenset[str]) -> dict[Text, str]:
    return {
        _key(text): tag
        for name in work.versions
        for one, tag in versions(work, name)
        for text in _of(name, one, fields)
    }


def _texts(work: Work, fields: frozenset[str]) -> Iterator[Text]:
    for name in sorted(fields & work.sent.keys()):
        yield name, work.sent[name]
    for name in ORGANISATION_TEXTS:
        if text := work.organisation.get(name):
            yield f"_{name}", text


def _of(name: str, version: Any, fields: frozenset[str]) -> Iterator[Text]:
    """List the texts of one version of a question, or of a field about the organisation."""
    part = name.removeprefix(ORGANISATION)
    if part == name:
        yield from ((field, text) for field, text in (version or {}).items() if field in fields)
    elif part in ORGANISATION_TEXTS and version:
        yield f"_{part}", version


def _key(text: Text) -> Text:
    name, words = text
    return name, words if isinstance(words, str) else "\n".join(words)
