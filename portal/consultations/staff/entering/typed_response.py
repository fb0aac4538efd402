"""What an officer typed from a paper form, a telephone call or an event, read as a response."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from starlette.datastructures import FormData

from portal import lengths
from portal.categories import own_words
from portal.categories import rules as equality
from portal.categories.rules import Characteristic
from portal.consultations.answering.forms import ORGANISATION
from portal.consultations.models import Consultation
from portal.consultations.queries import status_of
from portal.consultations.rules import Channel, Respondent, Status
from portal.council.rules import Council
from portal.forms import form, words
from portal.forms.boxes import Day
from portal.forms.field import Ground
from portal.forms.fields import LISTED, Choice, Line
from portal.forms.form import read as read_fields
from portal.languages.text_languages import is_known
from portal.problems import Problem, Problems, mark
from portal.questions import answers as reading
from portal.questions.questionnaire import Questionnaire
from portal.store.db import now

CHANNELS = (Channel.PAPER, Channel.TELEPHONE, Channel.EVENT)
PREFIX = "_equality."
"""Stands before the fields of equality questions; a question may have the same code."""

_ORGANISATION = {"name": "_name", "asked": "_people", "how": "_how"}
_CHOOSE_LANGUAGE = mark("Choose one of the languages listed.")
_NO_DAY = mark("Write a real date with day, month and year.")
_DAY = Day("_day", required=True, wrong=_NO_DAY, missing=_NO_DAY)
_ARRIVAL = (
    Choice("_channel", options=[(one,) for one in CHANNELS], required=True, missing=LISTED),
    Line(
        "_language",
        most=lengths.LANGUAGE,
        accepts=is_known,
        required=True,
        wrong=_CHOOSE_LANGUAGE,
        missing=_CHOOSE_LANGUAGE,
    ),
    _DAY,
)
_RESPONDENT = Choice(
    "_respondent", options=[(one,) for one in Respondent], required=True, missing=LISTED
)


@dataclass(frozen=True)
class Limits:
    """On which days it can have come in what is entered for a consultation."""

    first: date
    last: date


@dataclass
class Entered:
    """What was read from the form, and what is wrong with the rest."""

    channel: Channel = Channel.PAPER
    language: str = ""
    day: date = date.min
    organisation: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    equality: dict[str, Any] | None = None
    may_quote: bool = False
    problems: Problems = field(default_factory=dict)


def read(
    form: FormData,
    questionnaire: Questionnaire,
    asked: Sequence[Characteristic],
    allowed: Limits,
) -> Entered:
    """Read everything that was typed; problems are in the order of the page."""
    entered = Entered()
    _read_arrival(form, allowed, entered)
    _read_respondent(form, entered)
    _read_answers(form, questionnaire, entered)
    _read_equality(form, asked, entered)
    entered.may_quote = words.sent_text(form, "_may_quote") == "yes"
    return entered


def may_enter(consultation: Consultation) -> bool:
    """Tell whether answers may be entered: since it opened, and until it is archived."""
    return status_of(consultation, now()) in (Status.OPEN, Status.CLOSED)


def limits(consultation: Consultation, council: Council) -> Limits:
    """Say what may be entered for a consultation today."""
    opened = council.calendar.day(consultation.opens or now())
    return Limits(opened, council.calendar.day(now()))


def empty(council: Council) -> FormData:
    """Give a form in which only today's date is filled in."""
    return FormData(_DAY.show(council.calendar.day(now()), Ground()))


def typed(form: FormData) -> dict[str, list[str]]:
    """Give every field as it was typed, to be shown again and to be read."""
    return {name: [str(value) for value in form.getlist(name)] for name in form}


def drawn(asked: Iterable[Characteristic]) -> list[Characteristic]:
    """List the equality questions as the form shows them: all at once, their fields set apart."""
    return [replace(step, code=PREFIX + step.code) for one in asked for step in _steps(one)]


def _read_arrival(sent: FormData, allowed: Limits, entered: Entered) -> None:
    arrival = form.read(_ARRIVAL, sent)
    entered.problems |= arrival.problems
    channel, entered.language, day = arrival.values.values()
    entered.channel = Channel(channel or Channel.PAPER)
    entered.day = day or date.min
    if day and not allowed.first <= day <= allowed.last:
        message = mark("Write a day between the opening of the consultation and today.")
        entered.problems["_day"] = Problem(message)


def _read_respondent(form: FormData, entered: Entered) -> None:
    respondent = _RESPONDENT.read(form, Ground(), "", entered.problems)
    if respondent != Respondent.ORGANISATION:
        return
    sent = {name: words.sent_text(form, named) for name, named in _ORGANISATION.items()}
    said = read_fields(ORGANISATION, sent)
    if not said.problems:
        entered.organisation = said.values
    entered.problems |= {_ORGANISATION[name]: wrong for name, wrong in said.problems.items()}


def _read_answers(form: FormData, questionnaire: Questionnaire, entered: Entered) -> None:
    sent = {
        name: [reading.clean(value) for value in values if value.strip()]
        for name, values in typed(form).items()
        if not name.startswith("_")
    }
    filled = {name: values for name, values in sent.items() if values}
    kept, dropped = reading.drop_inapplicable(questionnaire, filled)
    entered.answers, problems = reading.read(questionnaire, kept)
    if dropped and "_leave_out" not in form:
        message = mark(
            "This question does not apply after the answer to an earlier one. Change one of the"
            " two, or tick the box at the end of the page to leave this answer out."
        )
        problems |= dict.fromkeys(dropped, Problem(message))
    order = [question.code for question in questionnaire.questions]
    names = sorted(problems, key=lambda name: order.index(name.partition(".")[0]))
    entered.problems |= {name: problems[name] for name in names}
    if not entered.answers and not problems:
        entered.problems["_empty"] = Problem(mark("Enter at least one answer."))


def _read_equality(form: FormData, asked: Sequence[Characteristic], entered: Entered) -> None:
    sent = _Unprefixed(form)
    told = any(name.startswith(PREFIX) and words.sent_text(form, name) for name in form)
    if entered.organisation or not (told or "_asked" in form):
        return
    given, problems = equality.read_answers(asked, sent)
    languages = {one.write_in_field: entered.language for one in asked if entered.language}
    entered.equality = dict(own_words.with_languages(asked, given, languages))
    entered.problems |= {PREFIX + name: wrong for name, wrong in problems.items()}


class _Unprefixed:
    """The equality fields of a form under their own names."""

    def __init__(self, form: FormData) -> None:
        self._form = form

    def getlist(self, key: str, /) -> Sequence[object]:
        """Return every value sent under a name."""
        return self._form.getlist(PREFIX + key)


def _steps(one: Characteristic) -> list[Characteristic]:
    if not one.two_step:
        return [replace(one, show_if=None)]
    (first,) = equality.first_page([replace(one, show_if=None)])
    details = tuple(option for option in one.options if option.parent)
    second = replace(one, code=f"{one.code}.detail", two_step=False, options=details)
    return [
        replace(first, options=tuple(replace(o, write_in=False) for o in first.options)),
        second,
    ]
