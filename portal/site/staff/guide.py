"""The first-run guide: what a council does before it asks residents anything, in order."""

from dataclasses import dataclass
from enum import StrEnum

from portal.accounts.models import Account, Role
from portal.council.rules import Council
from portal.incidents.report_settings import Arrangements
from portal.incidents.staff.settings import duties as of_reports
from portal.problems import mark
from portal.settings_pages.sections import unfinished
from portal.site.staff import duties
from portal.site.staff.settings_sections import sections
from portal.web.page import link


class State(StrEnum):
    """How far one step is."""

    DONE = "done"
    MISSING = "missing"
    CHECK = "check"


@dataclass(frozen=True)
class Step:
    """One thing to do, why, where, and what is still missing there."""

    title: str
    reason: str
    href: str
    state: State
    missing: tuple[str, ...] = ()


_REASONS = {
    "council": mark("Residents decide by the name at the top whether they trust this page."),
    "languages": mark("We have chosen all the languages that the portal speaks."),
    "telephones": mark("Every page tells residents whom to call."),
    "contacts": mark("Residents have a right to ask about their data and to complain."),
    "recipients": mark(
        "Residents want to know who reads what they write, and to whom it is not sent."
    ),
    "retention": mark("We have chosen periods that suit most councils."),
    "accessibility": mark("The law asks for an accessibility statement."),
    "log": mark("Somebody outside can see whether rows were cut off the audit log."),
}
_DEFAULTS = frozenset({"languages", "retention", "log"})


def steps(
    council: Council,
    account: Account,
    reports: Arrangements,
    *,
    accounts: int,
    consultation_published: bool,
) -> list[Step]:
    """List the steps in order, settings first; those with good defaults are only to be checked."""
    return [
        *_settings(council),
        Step(
            mark("Give your colleagues accounts"),
            mark("Then the portal does not depend on one person."),
            link("staff_accounts"),
            State.DONE if accounts > 1 else State.MISSING,
        ),
        Step(
            mark("Publish your first consultation"),
            mark("An officer writes it, and publishes it when every language is ready."),
            link("staff_consultations") if account.holds(frozenset({Role.OFFICER})) else "",
            State.DONE if consultation_published else State.MISSING,
        ),
        *([_reports(reports)] if reports.enabled else []),
    ]


def _reports(decided: Arrangements) -> Step:
    missing = tuple(duty.message for duty in unfinished(of_reports.DUTIES, decided))
    return Step(
        mark("Say how reports of hate incidents are handled"),
        mark("People decide by it whether reporting is safe for them."),
        link("report_settings"),
        State.MISSING if missing else State.DONE,
        missing,
    )


def _settings(council: Council) -> list[Step]:
    missing = unfinished(duties.DUTIES, council)
    made = []
    for section in sections(council.languages):
        here = tuple(duty.message for duty in missing if duty.section == section.code)
        state = State.CHECK if section.code in _DEFAULTS else State.DONE
        href = link("council_section", section=section.code)
        reason = _REASONS[section.code]
        made.append(Step(section.title, reason, href, State.MISSING if here else state, here))
    return made
