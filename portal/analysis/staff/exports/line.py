"""One response as the export reads it, and what became of each thing that it was asked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from portal.categories.rules import State, state_of
from portal.consultations.models import Response, WrittenAnswer
from portal.questions.questionnaire import Question

HIDDEN = "[hidden]"
"""What stands in the export for words that were hidden."""

DELETED = "deleted"
"""The state of what may have been answered: all answers were deleted, and only numbers stay."""


@dataclass(frozen=True)
class Line:
    """One response as the export reads it; `deleted` names the columns whose answers were.

    `group` is the name of the group that brought it.
    """

    response: Response
    equality: Mapping[str, Any]
    texts: Mapping[str, WrittenAnswer]
    hidden: Collection[str]
    asked: frozenset[str]
    deleted: frozenset[str]
    group: str

    def state(self, question: Question) -> str:
        """Tell whether a question was answered, skipped or not asked, as far as it is known."""
        if question.code in self.response.answers or question.code in self.texts:
            return State.ANSWERED.value
        if question.code not in self.asked:
            return State.NOT_ASKED.value
        return DELETED if question.code in self.deleted else State.SKIPPED.value

    def told(self, code: str) -> str:
        """Tell what became of an equality question, as far as it is known."""
        deleted = code not in self.equality and f"equality.{code}" in self.deleted
        return DELETED if deleted else state_of(self.equality, code).value

    def text(self, name: str) -> str | None:
        """Give a written answer."""
        return self.texts[name].text if name in self.texts else None

    def words(self, name: str, text: object) -> object:
        """Give words of the response, unless they were hidden."""
        return HIDDEN if text and name in self.hidden else text
