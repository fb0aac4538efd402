"""Who is reminded before a report is due, and who hears that one is two weeks late."""

from portal import lengths
from portal.accounts.models import Role
from portal.feedback import arrangements
from portal.forms.fields import Email, Line
from portal.problems import mark
from portal.settings_pages.sections import Duty, Group, Section
from portal.settings_pages.staff import Kept, SettingsPages
from portal.web.staff_areas import Area, StaffPage

_LATE = Section(
    "late",
    mark("Who hears that a report is late"),
    mark(
        "Officers are reminded 28 days before the promised day, 7 days before and on the last day "
        "before it. Two weeks after it the champion hears that it is late, and the chair of the "
        "race equality forum does."
    ),
    (
        Group(
            (
                Line(
                    "champion",
                    mark("Champion of race equality in the council"),
                    hint=mark("Somebody senior who can see to it that promises are kept."),
                    most=lengths.NAME,
                ),
                Email("champion_email", mark("Email address of the champion")),
                Email(
                    "email",
                    mark("Email address that is reminded before the promised day"),
                    hint=mark("Leave it empty to remind every officer."),
                ),
            )
        ),
    ),
)


SETTINGS = SettingsPages(
    name="feedback_settings",
    section="feedback_section",
    path="/staff/feedback/settings",
    title=mark("Settings of reports back"),
    action="feedback.settings",
    kept=Kept.of(arrangements.DECISIONS),
    sections=lambda _: (_LATE,),
    duties=(
        Duty(
            "late",
            mark("Name a champion, who hears when a report is two weeks late."),
            lambda one: one.champion and one.champion_email,
        ),
    ),
)

routes = SETTINGS.routes

pages = (StaffPage(Area.FEEDBACK, SETTINGS.title, SETTINGS.name, frozenset({Role.ADMINISTRATOR})),)
