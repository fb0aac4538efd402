"""The columns of the export that tell in which language people wrote: a tag, and its name.

A rare language tells who somebody is, so that of hidden words is hidden, too.
"""

from collections.abc import Callable, Iterator, Sequence

from portal.analysis.staff.exports.fields import Field
from portal.analysis.staff.exports.line import Line
from portal.categories.rules import Characteristic
from portal.consultations import hidden_texts
from portal.consultations.answering.forms import ORGANISATION_TEXTS
from portal.languages.text_languages import named_in
from portal.questions import answers
from portal.questions.questionnaire import Questionnaire, Translated

_Read = Callable[[Line], str]
_COLUMNS = {"name": "organisation", "how": "organisation.how"}


def of(questionnaire: Questionnaire, asked: Sequence[Characteristic], tag: str) -> Iterator[Field]:
    """List the columns, after those of the texts, so that these keep their place.

    Languages are named in the one of the labels; that of hidden words is hidden with them.
    """
    yield Field("language.label", {}, lambda line: named_in(line.response.language, tag))
    for name, about, hiding, read in _texts(questionnaire, asked):
        yield Field(f"{name}.language", about, _unless_hidden(hiding, read))
        named = _named(read, tag)
        yield Field(f"{name}.language.label", about, _unless_hidden(hiding, named))


def _texts(
    questionnaire: Questionnaire, asked: Sequence[Characteristic]
) -> Iterator[tuple[str, Translated, str, _Read]]:
    """List each text: its column, its question, the name under which it is hidden, its language."""
    for part in ORGANISATION_TEXTS:
        yield _COLUMNS[part], {}, hidden_texts.organisation(part), _of_organisation(part)
    written = answers.written_fields(questionnaire)
    for question in questionnaire.questions:
        for name in (question.code, f"{question.code}.other"):
            if name in written:
                yield name, question.label, name, _of_text(name)
    for one in asked:
        if one.write_in_field:
            hiding = hidden_texts.told(one.code)
            yield f"equality.{one.code}.write_in", one.label, hiding, _of_words(one.code)


def _unless_hidden(hiding: str, read: _Read) -> Callable[[Line], object]:
    return lambda line: line.words(hiding, read(line))


def _named(read: _Read, tag: str) -> _Read:
    return lambda line: named_in(language, tag) if (language := read(line)) else ""


def _of_organisation(name: str) -> _Read:
    return lambda line: str(line.response.organisation.get("languages", {}).get(name, ""))


def _of_text(name: str) -> _Read:
    return lambda line: line.texts[name].language if name in line.texts else ""


def _of_words(code: str) -> _Read:
    return lambda line: str(line.equality.get(code, {}).get("language", ""))
