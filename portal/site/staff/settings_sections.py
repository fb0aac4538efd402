"""The settings pages, in order, and what each of them asks."""

from collections.abc import Sequence

from portal.council.rules import Compliance, Nation
from portal.equality_impact.staff import settings as assessments
from portal.forms.boxes import Day, Days, Translated
from portal.forms.field import Field
from portal.forms.fields import Choice, Email, Line, Telephone, WebAddress
from portal.language_support.staff import settings as support
from portal.problems import mark
from portal.settings_pages.sections import Group, Section
from portal.settings_pages.staff_fields import number, words

LINE = 200
"""How many characters fit into one line."""


def sections(languages: Sequence[str]) -> tuple[Section, ...]:
    """Give the settings pages in the order in which a council fills them in."""
    return (
        _COUNCIL,
        _LANGUAGES,
        _telephones(languages),
        _CONTACTS,
        _RECIPIENTS,
        _RETENTION,
        support.SECTION,
        assessments.SECTION,
        _ACCESSIBILITY,
        _LOG,
    )


def _day(name: str, label: str) -> Field:
    return Day(name, label, wrong=mark("Write a real date, such as 27 3 2026."))


def _contact(name: str, title: str) -> Group:
    return Group(
        (
            Line(f"{name}.name", mark("Name or team"), most=LINE),
            Email(f"{name}.email", mark("Email address"), required=True),
            Telephone(f"{name}.telephone", mark("Telephone number")),
            Line(f"{name}.address", mark("Postal address"), most=400),
        ),
        title,
    )


def _telephones(languages: Sequence[str]) -> Section:
    return Section(
        "telephones",
        mark("Telephones and hours"),
        mark(
            "Every page shows the number for its language. "
            "A language without a number of its own shows the first one below that has one."
        ),
        tuple(Group(_telephone(tag), language=tag) for tag in languages),
    )


def _telephone(tag: str) -> tuple[Field, ...]:
    name = f"telephones.{tag}"
    hours = Translated(f"{name}.hours", mark("When somebody answers"), most=LINE)
    return (Telephone(f"{name}.number", mark("Telephone number")), hours)


_NATIONS = ((Nation.WALES.value, mark("Wales")), (Nation.ENGLAND.value, mark("England")))
_COMPLIANCE = (
    (Compliance.FULLY.value, mark("Fully compliant")),
    (Compliance.PARTLY.value, mark("Partially compliant")),
    (Compliance.NOT.value, mark("Not compliant")),
)

_COUNCIL = Section(
    "council",
    mark("The council"),
    mark("Who asks, as residents read it at the top of every page."),
    (
        Group(
            (
                Translated("name", mark("Name of the council"), required=True, most=LINE),
                Line(
                    "wordmark",
                    mark("Name of this portal"),
                    hint=mark("It stands at the top of every page and is not translated."),
                    required=True,
                    most=40,
                ),
                Choice(
                    "nation",
                    mark("Nation"),
                    hint=mark("It decides which equality questions are asked."),
                    required=True,
                    options=_NATIONS,
                ),
                WebAddress(
                    "leave_address",
                    mark("Where “Leave this page now” leads"),
                    hint=mark("A harmless page of another site, such as a weather forecast."),
                    required=True,
                    most=300,
                ),
                Days(
                    "closed_days",
                    mark("Days on which the council is closed"),
                    hint=mark("One on each line, such as 25 12 2026. They are no working days."),
                    most=4000,
                ),
            )
        ),
    ),
)
_LANGUAGES = Section(
    "languages",
    mark("Languages"),
    mark(
        "The languages residents are offered, in this order. "
        "The first is used when a browser asks for none of them."
    ),
)
_CONTACTS = Section(
    "contacts",
    mark("Contacts"),
    mark("Whom residents write to about their data, about access and with a complaint."),
    (
        _contact("data_protection", mark("Data protection")),
        _contact("accessibility", mark("Accessibility and other formats")),
        _contact("complaints", mark("Complaints")),
        Group(
            (
                Line("safeguarding.name", mark("Office or team, and who leads it"), most=LINE),
                Telephone("safeguarding.telephone", mark("Telephone number")),
            ),
            mark("Safeguarding"),
        ),
    ),
)
_RECIPIENTS = Section(
    "recipients",
    mark("Who can receive answers"),
    mark(
        "Residents read this before they start. Say it in words they use, and only what is true. "
        "A change is seen at once; consultations that have opened go on showing what was said."
    ),
    (
        Group(
            (
                words("recipients", mark("Who can receive answers")),
                words(
                    "never_recipients",
                    mark("To whom answers are not sent"),
                    mark("For example the police, the Home Office, landlords and employers."),
                ),
            )
        ),
    ),
)
_RETENTION = Section(
    "retention",
    mark("How long things are kept"),
    mark("A new consultation starts with these; each can be given others."),
    (
        Group(
            (
                number("draft_days", mark("Answers not yet sent"), mark("Days"), 1, 90),
                number(
                    "written_months",
                    mark("Written answers"),
                    mark("Months after a consultation closes"),
                    1,
                    84,
                ),
                number(
                    "equality_months",
                    mark("Equality answers"),
                    mark("Months after a consultation closes"),
                    1,
                    84,
                ),
                number(
                    "report_back_weeks",
                    mark("We promise to report back"),
                    mark("Weeks after a consultation closes"),
                    1,
                    52,
                ),
            )
        ),
    ),
)
_ACCESSIBILITY = Section(
    "accessibility",
    mark("Accessibility statement"),
    mark("The law asks for this statement (SI 2018/952). The page for residents is made of it."),
    (
        Group(
            (
                Choice(
                    "accessibility_status",
                    mark("Compliance with WCAG 2.2 AA"),
                    required=True,
                    options=_COMPLIANCE,
                ),
                _day("accessibility_prepared", mark("When was the statement prepared?")),
                _day("accessibility_tested", mark("When was the portal last tested?")),
                words("accessibility_method", mark("Who tested it, and how?")),
                words(
                    "accessibility_faults",
                    mark("What does not comply"),
                    mark("Say what is wrong, whom it stops, and when it will be put right."),
                ),
                words(
                    "accessibility_burden",
                    mark("What would be a disproportionate burden"),
                    mark("Leave this empty unless the council has assessed the burden."),
                ),
                words("accessibility_exempt", mark("What the law does not cover")),
                number(
                    "accessibility_reply_days",
                    mark("You reply to somebody who reports a fault within"),
                    mark("Working days"),
                    1,
                    30,
                ),
            )
        ),
    ),
)
_LOG = Section(
    "log",
    mark("Audit log"),
    mark(
        "Once a day we can mail the number and the signature of the newest row to somebody "
        "outside. If rows are cut off the log later, the mail shows it, even if those who run "
        "the computers did it. The mail tells nothing of what is in the log."
    ),
    (
        Group(
            (
                Email(
                    "audit_email",
                    mark("Email address to which it is sent"),
                    hint=mark("For example the auditor’s. Leave it empty to send nothing."),  # noqa: RUF001
                ),
            )
        ),
    ),
)
