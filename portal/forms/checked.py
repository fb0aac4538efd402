"""A form: what a visitor sent, as a checked model or as problems a template can show."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from portal import lengths
from portal.problems import Problem, Problems, mark

_MESSAGES = {
    "missing": mark("Fill in this field."),
    "string_too_short": mark("Write at least %(min_length)s characters."),
    "string_too_long": mark("Write at most %(max_length)s characters."),
    "string_pattern_mismatch": mark("Write this in the form that is asked for."),
    "int_parsing": mark("Write a whole number."),
    "greater_than_equal": mark("Write %(ge)s or more."),
    "less_than_equal": mark("Write %(le)s or less."),
    "date_from_datetime_parsing": mark("Write a real date."),
    "enum": mark("Choose one of the answers listed."),
    "literal_error": mark("Choose one of the answers listed."),
}
_OTHERWISE = mark("Check this answer.")


class Form(BaseModel):
    """What a visitor may send; text is trimmed and an empty field counts as missing."""

    model_config = ConfigDict(str_strip_whitespace=True, frozen=True)


Name = Annotated[str, Field(max_length=lengths.NAME)]
"""The name of a person or an agency, as long as tables keep it."""

Checked = TypeVar("Checked", bound=BaseModel)


def check(form: type[Checked], sent: Mapping[str, Any]) -> Checked | Problems:
    """Validate what was sent; return the form, or the first problem of each field."""
    filled = {name: value for name, value in sent.items() if value not in ("", None)}
    try:
        return form.model_validate(filled)
    except ValidationError as error:
        problems: Problems = {}
        for detail in error.errors():
            field = str(detail["loc"][0]) if detail["loc"] else ""
            message = _message(detail["type"], detail["msg"])
            problems.setdefault(field, Problem(message, detail.get("ctx", {})))
        return problems


def lists(sent: Any, *names: str) -> dict[str, Any]:
    """Give the sent fields as a dictionary in which the named ones keep all their values."""
    return {**sent, **{name: sent.getlist(name) for name in names}}


def _message(kind: str, message: str) -> str:
    if kind == "value_error":  # raised by our own validators, with a marked message
        return message.removeprefix("Value error, ")
    return _MESSAGES.get(kind, _OTHERWISE)
