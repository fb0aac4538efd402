"""The settings page about danger and children, without which no reports are taken in."""

from functools import partial

from portal.forms.fields import Telephone
from portal.incidents import report_settings
from portal.incidents.report_settings import Arrangements
from portal.problems import Problem, Problems, mark
from portal.settings_pages.sections import Duty, Group, Section
from portal.settings_pages.staff_fields import number, words, yes_no

_HOURS = mark(
    "Hours, from 1 to 72. They run at night, at weekends and on bank holidays too: working days "
    "do not count here."
)
_LABELS = {
    "duty_out_of_hours": mark("Telephone number at night and at weekends"),
    "duty_children": mark("Telephone number of children's services"),
    "duty_adults": mark("Telephone number of services for adults at risk"),
    "who_looks": mark("Who looks at danger, and when"),
}
_MISSING = {
    "duty_out_of_hours": mark("There is no telephone number for danger at night."),
    "duty_children": mark("There is no telephone number of children's services."),
    "duty_adults": mark("There is no telephone number of services for adults at risk."),
    "who_looks": mark("It does not say who looks at danger, and when."),
}
_FIRST = mark(
    "Fill in “Danger and children” first. Reports are taken in once there are numbers to call, "
    "and somebody looks."
)
_FOR_OPENING = mark("Needed before reports are taken in.")
_NUMBERS = report_settings.BEFORE_OPENING[:3]
_NEEDED = mark("Reports are taken in, so this cannot be left empty.")


def _is_said(name: str, decided: Arrangements) -> bool:
    return name not in report_settings.lacking(decided)


DUTIES: tuple[Duty[Arrangements], ...] = (
    *(Duty("danger", message, partial(_is_said, name)) for name, message in _MISSING.items()),
    Duty(
        "danger",
        mark("Nobody is mailed at once when somebody is in danger."),
        lambda a: a.danger_notice,
    ),
)

SECTION = Section(
    "danger",
    mark("Danger and children"),
    mark(
        "How soon somebody looks when a report says that somebody is in danger, or that a child "
        "may come to harm, and whom to call. Residents read all of it. Ring each number before "
        "you write it here."
    ),
    (
        Group(
            (
                number("clocks.danger_hours", mark("Somebody is in danger"), _HOURS, 1, 72),
                number("clocks.child_hours", mark("A child may come to harm"), _HOURS, 1, 72),
            ),
            mark("Within how many hours somebody looks"),
        ),
        Group(
            (
                *(Telephone(name, _LABELS[name], hint=_FOR_OPENING) for name in _NUMBERS),
                words(
                    "who_looks",
                    _LABELS["who_looks"],
                    mark("For example: the duty officer, day and night. Say only what is true."),
                ),
                yes_no(
                    "danger_notice",
                    mark("Send mails at once when somebody is in danger?"),
                    mark(
                        "They go to everybody who has to act, and again until somebody has looked. "
                        "They tell the hour to whoever sees them, and nothing else."
                    ),
                ),
            ),
        ),
    ),
)


def refused(before: Arrangements, after: Arrangements) -> Problems:
    """Say what is missing for taking reports in; what lacked while they were is asked for daily."""
    known = report_settings.lacking(before) if before.enabled else []
    lacking = [name for name in report_settings.lacking(after) if name not in known]
    if not after.enabled or not lacking:
        return {}
    if not before.enabled:
        return {"enabled": Problem(_FIRST)}
    return {name: Problem(_NEEDED) for name in lacking}
