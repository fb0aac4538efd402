"""Whether a report that is sent came before, or is another one from the same page."""

from dataclasses import replace
from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request

from portal.incidents.records import independent, take_in
from portal.incidents.records.take_in import Sent
from portal.incidents.reporting import journey, leaving_out, memory, short_report
from portal.incidents.reporting.journey import Journey
from portal.incidents.rules import State
from portal.languages import i18n
from portal.store.db import now


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
        report = take_in.found(session, letter.code)
        # Looked for last: what another sending keeps meanwhile is then seen whole.
        # What was taken back is still there for some days, and is not what somebody sends now.
        back = report is not None and report.state is State.WITHDRAWN
        came = not back and take_in.was_sent(session, letter)
        if came or (free and not report):
            break
        others += [report.state] if report else []
        here = journey.apart(request, here)
        letter = replace(letter, code=here.code)
        free = not memory.is_over(request, session, here)
    return Told(here, letter, came, others)


def _letter(session: Session, here: Journey) -> Sent:
    outside = short_report.about_council(here) and independent.reads(
        session, i18n.today(), i18n.calendar()
    )
    left_out = leaving_out.chosen(session, here)
    wish = {leaving_out.FIELD: [one.code for one in left_out]} if left_out else {}
    return Sent(
        code=here.code,
        report=short_report.report(here, i18n.language()) | wish,
        slip=short_report.slip(here, i18n.language(), now()),
        contact=short_report.sealed_contact(here, i18n.language()),
        circle=short_report.circle(here, outside=outside),
        left_out=frozenset(one.account for one in left_out),
    )
