"""The settings pages, in order, and what each of them asks."""

from collections.abc import Sequence

from portal.council.rules import Compliance, Nation
from portal.council.staff_fields import Field, Group, Kind, Section
from portal.problems import mark


def sections(languages: Sequence[str]) -> tuple[Section, ...]:
    """Give the settings pages in the order in which a council fills them in."""
    return (
        _COUNCIL,
        _LANGUAGES,
        _telephones(languages),
        _CONTACTS,
        _RECIPIENTS,
        _RETENTION,
        _ACCESSIBILITY,
        _LOG,
    )


def find(code: str, languages: Sequence[str]) -> Section | None:
    """Find a settings page by its code."""
    return next((section for section in sections(languages) if section.code == code), None)


def _translated(name: str, label: str, hint: str = "", *, required: bool = False) -> Field:
    return Field(name, label, Kind.TEXT, hint, translated=True, required=required, most=4000)


def _number(name: str, label: str, hint: str, least: int, most: int) -> Field:
    return Field(name, label, Kind.NUMBER, hint, required=True, least=least, most=most)


def _contact(name: str, title: str) -> Group:
    return Group(
        (
            Field(f"{name}.name", mark("Name or team")),
            Field(f"{name}.email", mark("Email address"), Kind.EMAIL, required=True),
            Field(f"{name}.telephone", mark("Telephone number"), Kind.TELEPHONE),
            Field(f"{name}.address", mark("Postal address"), most=400),
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
    hours = Field(f"{name}.hours", mark("When somebody answers"), translated=True)
    return (Field(f"{name}.number", mark("Telephone number"), Kind.TELEPHONE), hours)


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
                Field("name", mark("Name of the council"), translated=True, required=True),
                Field(
                    "wordmark",
                    mark("Name of this portal"),
                    hint=mark("It stands at the top of every page and is not translated."),
                    required=True,
                    most=40,
                ),
                Field(
                    "nation",
                    mark("Nation"),
                    Kind.CHOICE,
                    mark("It decides which equality questions are asked."),
                    required=True,
                    choices=_NATIONS,
                ),
                Field(
                    "leave_address",
                    mark("Where “Leave this page now” leads"),
                    Kind.ADDRESS,
                    mark("A harmless page of another site, such as a weather forecast."),
                    required=True,
                    most=300,
                ),
                Field(
                    "closed_days",
                    mark("Days on which the council is closed"),
                    Kind.TEXT,
                    mark("One on each line, such as 25 12 2026. They are no working days."),
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
                _translated("recipients", mark("Who can receive answers")),
                _translated(
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
                _number("draft_days", mark("Answers not yet sent"), mark("Days"), 1, 90),
                _number(
                    "written_months",
                    mark("Written answers"),
                    mark("Months after a consultation closes"),
                    1,
                    84,
                ),
                _number(
                    "equality_months",
                    mark("Equality answers"),
                    mark("Months after a consultation closes"),
                    1,
                    84,
                ),
                _number(
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
                Field(
                    "accessibility_status",
                    mark("Compliance with WCAG 2.2 AA"),
                    Kind.CHOICE,
                    required=True,
                    choices=_COMPLIANCE,
                ),
                Field(
                    "accessibility_prepared", mark("When was the statement prepared?"), Kind.DATE
                ),
                Field("accessibility_tested", mark("When was the portal last tested?"), Kind.DATE),
                _translated("accessibility_method", mark("Who tested it, and how?")),
                _translated(
                    "accessibility_faults",
                    mark("What does not comply"),
                    mark("Say what is wrong, whom it stops, and when it will be put right."),
                ),
                _translated(
                    "accessibility_burden",
                    mark("What would be a disproportionate burden"),
                    mark("Leave this empty unless the council has assessed the burden."),
                ),
                _translated("accessibility_exempt", mark("What the law does not cover")),
                _number(
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
                Field(
                    "audit_email",
                    mark("Email address to which it is sent"),
                    Kind.EMAIL,
                    mark("For example the auditor’s. Leave it empty to send nothing."),  # noqa: RUF001
                ),
            )
        ),
    ),
)
