"""The first-run guide: what a council does before it asks residents anything, in order."""

from collections.abc import Iterator

from sqlmodel import Session

from portal.council.queries import stored
from portal.council.rules import Council
from portal.problems import mark
from portal.site import queries
from portal.site.staff.settings import SETTINGS
from portal.web.brought import Colleague, State, Step
from portal.web.page import link

_REASONS = {
    "council": mark("Residents decide by the name at the top whether they trust this page."),
    "languages": mark("We have chosen all the languages that the portal speaks."),
    "telephones": mark("Every page tells residents whom to call."),
    "contacts": mark("Residents have a right to ask about their data and to complain."),
    "recipients": mark(
        "Residents want to know who reads what they write, and to whom it is not sent."
    ),
    "retention": mark("We have chosen periods that suit most councils."),
    "support": mark("We have chosen how soon you answer who asks for an interpreter."),
    "assessments": mark("We have chosen what councils in Wales have to look at."),
    "accessibility": mark("The law asks for an accessibility statement."),
    "log": mark("Somebody outside can see whether rows were cut off the audit log."),
}
_DEFAULTS = frozenset({"languages", "retention", "support", "assessments", "log"})


def steps(session: Session, _account: Colleague) -> Iterator[Step]:
    """List the steps in order, settings first; those with good defaults are only to be checked."""
    yield from _settings(stored(session))
    yield Step(
        mark("Give your colleagues accounts"),
        mark("Then the portal does not depend on one person."),
        link("staff_accounts"),
        State.DONE if queries.count_accounts(session) > 1 else State.MISSING,
    )


def _settings(council: Council) -> Iterator[Step]:
    missing = SETTINGS.unfinished(council)
    for section in SETTINGS.sections(council):
        here = tuple(duty.message for duty in missing if duty.section == section.code)
        state = State.CHECK if section.code in _DEFAULTS else State.DONE
        href = link(SETTINGS.section, section=section.code)
        reason = _REASONS[section.code]
        yield Step(section.title, reason, href, State.MISSING if here else state, here)
