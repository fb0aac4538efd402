"""The columns of the export that tell in which language people wrote: a tag, and its name.

A rare language tells who somebody is, so that of hidden words is hidden, too.
"""

from collections.abc import Callable, Iterator, Sequence

from portal.analysis.fields import Field, Line
from portal.categories.rules import Characteristic
from portal.consultations import answers, hidden_texts
from portal.consultations.forms import ORGANISATION_TEXTS
from portal.consultations.questionnaire import Questionnaire, Translated
from portal.i18n import endonym

_COLUMNS = {"name": "organisation", "how": "organisation.how"}


def of(questionnaire: Questionnaire, asked: Sequence[Characteristic]) -> Iterator[Field]:
    """List the columns, after those of the texts, so that these keep their place."""
    yield Field("language.label", {}, lambda line: endonym(line.response.language))
    for name in ORGANISATION_TEXTS:
        hiding = hidden_texts.organisation(name)
        yield from _pair(_COLUMNS[name], {}, hiding, _of_organisation(name))
    written = answers.written_fields(questionnaire)
    for question in questionnaire.questions:
        for name in (question.code, f"{question.code}.other"):
            if name in written:
                yield from _pair(name, question.label, name, _of_text(name))
    for one in asked:
        if one.write_in_field:
            name = f"equality.{one.code}.write_in"
            hiding = hidden_texts.told(one.code)
            yield from _pair(name, one.question, hiding, _of_words(one.code))


def _pair(
    name: str, about: Translated, hiding: str, read: Callable[[Line], str]
) -> Iterator[Field]:
    yield Field(f"{name}.language", about, lambda line: line.words(hiding, read(line)))
    yield Field(
        f"{name}.language.label", about, lambda line: line.words(hiding, _named(read(line)))
    )


def _named(tag: str) -> str:
    return endonym(tag) if tag else ""


def _of_organisation(name: str) -> Callable[[Line], str]:
    return lambda line: str(line.response.organisation.get("languages", {}).get(name, ""))


def _of_text(name: str) -> Callable[[Line], str]:
    return lambda line: line.texts[name].language if name in line.texts else ""


def _of_words(code: str) -> Callable[[Line], str]:
    return lambda line: str(line.equality.get(code, {}).get("language", ""))
