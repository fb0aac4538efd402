"""What a council has still to decide before residents can trust its reports."""

from collections.abc import Callable

from portal.incidents.report_settings import Arrangements
from portal.problems import mark


def unfinished(decided: Arrangements) -> list[tuple[str, str]]:
    """Name what is missing, and on which settings page it is written."""
    return [(section, message) for section, message, done in _DUTIES if not done(decided)]


_DUTIES: tuple[tuple[str, str, Callable[[Arrangements], object]], ...] = (
    ("texts", mark("It does not say who reads reports."), lambda a: a.readers),
    (
        "texts",
        mark("It does not say whether the police can receive reports."),
        lambda a: a.police_access,
    ),
    (
        "texts",
        mark("It does not say whether the Home Office can receive reports."),
        lambda a: a.home_office_access,
    ),
    (
        "texts",
        mark("It does not say what happens without consent in serious danger."),
        lambda a: a.danger,
    ),
    ("support", mark("There is no independent support for reporters."), lambda a: a.support),
    (
        "notices",
        mark("Nobody is reminded to open the list of cases, so a report may wait unseen."),
        lambda a: a.notice_to,
    ),
    (
        "recovery",
        mark("It is not decided whether there is a recovery key for reports."),
        lambda a: a.recovery_decided,
    ),
)
