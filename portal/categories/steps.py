"""The two pages of equality questions: which of them comes next, and what was told in the end.

Nothing is kept between them: each form carries what was typed into the one before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from portal.categories import own_words, rules
from portal.categories.rules import Answer, Characteristic, State
from portal.forms.words import sent_text
from portal.problems import Problems


@dataclass(frozen=True)
class Step:
    """A page: what it asks, what it carries of the one before, and what was typed into it."""

    number: int
    drawn: tuple[Characteristic, ...]
    carried: Sequence[tuple[str, str]] = ()
    typed_in: dict[str, str] = field(default_factory=dict)
    sent: FormData = field(default_factory=FormData)
    problems: Problems = field(default_factory=dict)


def first(asked: tuple[Characteristic, ...]) -> Step:
    """Give the first page, before anything is typed."""
    return Step(1, rules.first_page(asked))


def after(asked: tuple[Characteristic, ...], form: FormData) -> Step | dict[str, Answer]:
    """Give the page that follows a form, or what somebody told once there is none.

    Who only changes the language, or has something to mend, stays where they are.
    """
    number = 2 if sent_text(form, "_step") == "2" else 1
    if "_skip" in form:
        return {one.code: Answer(state=State.SKIPPED.value, codes=[]) for one in asked}
    given, wrong = rules.read_answers(asked, form)
    typed_in = own_words.languages(asked, form)
    problems = {} if "_switch" in form else wrong
    stays = bool(problems) or "_switch" in form
    if not stays and (number == 2 or not rules.second_page(asked, form)):
        return own_words.with_languages(asked, given, typed_in)
    first_ = rules.first_page(asked)
    wrong_on_first = any(one.code in problems or one.write_in_field in problems for one in first_)
    on_first = wrong_on_first or (number == 1 and stays)
    drawn = first_ if on_first else rules.second_page(asked, form)
    before = () if on_first else rules.carried(first_, form)
    carried = [*before, *own_words.carried(form, typed_in)]
    return Step(1 if on_first else 2, drawn, carried, typed_in, form, problems)
