"""Whether a report that is sent came before, or is another one from the same page."""

from dataclasses import replace
from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request

from portal.incidents import forms, intake, journey, memory
from portal.incidents.intake import Sent
from portal.incidents.journey import Journey
from portal.incidents.rules import Circle, State
from portal.languages import i18n


class Told(NamedTuple):
    """A report under the code that is its own, whether it came before, and what else did.

    `others` are the states of what else came from the same page under the codes before.
    """

    here: Journey
    letter: Sent
    came: bool
    others: list[State]


def told_apart(request: Request, session: Session, here: Journey) -> Told:
    """Tell whether a report came before; one that differs in anything gets a code of its own.

    A code that is not at hand any more may have been ended since, and never works again.
    """
    letter, others = _letter(session, here), list[State]()
    free = memory.is_unsent(request, session, here)
    while True:
        report = intake.found(session, letter.code)
        # Looked for last: what another sending keeps meanwhile is then seen whole.
        came = intake.was_sent(session, letter)
        if came or (free and not report):
            break
        others += [report.state] if report else []
        here = journey.apart(request, here)
        letter = replace(letter, code=here.code)
        free = not memory.is_over(request, session, here)
    return Told(here, letter, came, others)


def _letter(session: Session, here: Journey) -> Sent:
    outside = forms.about_council(here) and Circle.INDEPENDENT in intake.circles(session)
    return Sent(
        code=here.code,
        report=forms.report(here, i18n.language()),
        slip=forms.slip(here, i18n.language()),
        contact=forms.sealed_contact(here, i18n.language()),
        circle=forms.circle(here, outside=outside),
    )
