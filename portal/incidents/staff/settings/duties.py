"""What a council has still to decide before residents can trust its reports."""

from portal.incidents.report_settings import Arrangements
from portal.incidents.staff.settings import danger
from portal.problems import mark
from portal.settings_pages.sections import Duty

DUTIES: tuple[Duty[Arrangements], ...] = (
    *danger.DUTIES,
    Duty("texts", mark("It does not say who reads reports."), lambda a: a.readers),
    Duty(
        "texts",
        mark("It does not say whether the police can receive reports."),
        lambda a: a.police_access,
    ),
    Duty(
        "texts",
        mark("It does not say whether the Home Office can receive reports."),
        lambda a: a.home_office_access,
    ),
    Duty(
        "texts",
        mark("It does not say what happens without consent in serious danger."),
        lambda a: a.danger,
    ),
    Duty(
        "texts",
        mark("It does not say who else takes complaints about the council."),
        lambda a: a.elsewhere,
    ),
    Duty(
        "support",
        mark("There is no independent support for reporters."),
        lambda a: any(one.reachable for one in a.support),
    ),
    Duty(
        "notices",
        mark("Nobody is reminded to open the list of cases, so a report may wait unseen."),
        lambda a: a.notice_to,
    ),
    Duty(
        "recovery",
        mark("It is not decided whether there is a recovery key for reports."),
        lambda a: a.recovery_decided,
    ),
)
