"""What a council promises to whoever complains, and what it says on the page about it."""

from portal.complaints import arrangements
from portal.forms.fields import Email
from portal.problems import mark
from portal.settings_pages.sections import Group, Section
from portal.settings_pages.staff import Kept, SettingsPages
from portal.settings_pages.staff_fields import number, words

_DAYS = mark("Working days")
_TERMS = Section(
    "terms",
    mark("Times"),
    mark("Residents read these on the page about complaints, and by their code when you are late."),
    (
        Group(
            (
                number("card_days", mark("You answer a comment card within"), _DAYS, 1, 60),
                number("read_days", mark("You read a complaint within"), _DAYS, 1, 30),
                number("answer_days", mark("You answer a complaint within"), _DAYS, 1, 90),
                number(
                    "passed_days",
                    mark("The corporate complaints procedure answers within"),
                    _DAYS,
                    1,
                    120,
                ),
                number(
                    "keep_months",
                    mark("All of it is deleted after the answer"),
                    mark("Months. A number by year, service, language and state stays."),
                    1,
                    84,
                ),
                Email(
                    "email",
                    mark("Email address that is reminded while answers are late"),
                    hint=mark("Once on each working day. Leave it empty to send nothing."),
                ),
            )
        ),
    ),
)
_WORDS = Section(
    "words",
    mark("How to complain, and who helps"),
    mark("Leave a text empty to say what holds everywhere."),
    (
        Group(
            (
                words("how", mark("How to complain about race equality")),
                words("helpers", mark("Who helps people to complain")),
                words("ombudsman", mark("The ombudsman, and how to reach it")),
            )
        ),
    ),
)


SETTINGS = SettingsPages(
    name="complaint_settings",
    section="complaint_section",
    path="/staff/comments/settings",
    title=mark("Settings of complaints"),
    action="complaints.settings",
    kept=Kept.of(arrangements.DECISIONS),
    sections=lambda _: (_TERMS, _WORDS),
)

routes = SETTINGS.routes
