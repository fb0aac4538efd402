"""The parts of an assessment, each of which is a page with a form of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from portal.council.rules import Council
from portal.equality_impact import looking, vocabulary
from portal.equality_impact.models import Assessment
from portal.equality_impact.staff import forms
from portal.forms.form import Fields
from portal.problems import mark

EVIDENCE, MEASURES = "evidence", "measures"
"""The parts that are lists, each on a page of its own."""


@dataclass(frozen=True)
class Part:
    """A part: its name in the address, what it is called, and what is filled in, if it is a form.

    Fields for which an assessment has no column are kept among what it `said`.
    """

    code: str
    label: str
    fields: Fields = ()
    group: str = ""

    def values(self, assessment: Assessment) -> dict[str, Any]:
        """Give what is kept in each field."""
        said = assessment.said.get(self.code, {})
        return {
            one.name: getattr(assessment, one.name)
            if self._is_column(one.name)
            else said.get(one.name, one.empty)
            for one in self.fields
        }

    def keep(self, assessment: Assessment, values: Mapping[str, Any]) -> None:
        """Keep what was read."""
        said: dict[str, Any] = {}
        for name, value in values.items():
            if self._is_column(name):
                empties = name in _CODES and value == ""
                setattr(assessment, name, None if empties else value)
            else:
                said[name] = value
        if said:
            assessment.said = {**assessment.said, self.code: said}

    def _is_column(self, name: str) -> bool:
        return not self.group and name in Assessment.model_fields


def of_council(session: Session, council: Council) -> Sequence[Part]:
    """List the parts in the order in which they are written."""
    services = looking.services(session).items()
    return (
        Part("about", mark("What it is about"), forms.about(services)),
        Part("screening", mark("Screening"), forms.screening()),
        Part(EVIDENCE, mark("What it rests on")),
        Part("gaps", mark("What is not known"), (forms.GAPS,)),
        *(
            Part(one, vocabulary.CHARACTERISTICS[one], forms.IMPACT, group="impact")
            for one in looking.looked_at(council)
        ),
        Part(MEASURES, mark("What is done against bad effects")),
        Part("decision", mark("Decision and review"), forms.DECISION),
    )


_CODES = ("outcome", "decision")
