"""What a council decides about its members, for administrators: who see none of them."""

from portal.forms.fields import Choice
from portal.members import arrangements
from portal.members.rules import WEEKDAYS
from portal.problems import mark
from portal.settings_pages.sections import Group, Section
from portal.settings_pages.staff import Kept, SettingsPages
from portal.settings_pages.staff_fields import number

_STAYING = Section(
    "staying",
    mark("Members who are silent"),
    mark(
        "Members are asked by mail whether they stay, and erased if they do not answer. A card is "
        "kept for twice as long, and the chair of a body in which its owner takes part is told "
        "before. Whoever holds a seat is asked and never erased."
    ),
    (
        Group(
            (
                number("idle_months", mark("Asked after"), mark("Months"), 6, 60),
                number("answer_months", mark("Erased if silent for"), mark("Months"), 1, 12),
            )
        ),
    ),
)
_JOINING = Section(
    "joining",
    mark("Who can be a member"),
    mark("Younger people take part through a helper of their group. No age is kept."),
    (Group((number("least_age", mark("Least age"), mark("Years"), 13, 18),)),),
)

_DAYS = (
    *(mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday"), mark("Friday")),
    *(mark("Saturday"), mark("Sunday")),
)
_MAILS = Section(
    "mails",
    mark("The weekly mail"),
    mark(
        "Members read in it what is new in what they follow. Who has nothing new to read gets "
        "none, and each member can stop it."
    ),
    (
        Group(
            (
                Choice(
                    "weekly_day",
                    mark("On which day does it go out?"),
                    required=True,
                    options=tuple(zip(WEEKDAYS, _DAYS, strict=True)),
                ),
            )
        ),
    ),
)

SETTINGS = SettingsPages(
    name="member_settings",
    section="member_section",
    path="/staff/members/settings",
    title=mark("Settings of members"),
    template="members/staff/settings.html",
    action="members.settings",
    kept=Kept.of(arrangements.DECISIONS),
    sections=lambda _: (_JOINING, _STAYING, _MAILS),
)

routes = SETTINGS.routes
