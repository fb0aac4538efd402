"""What a council has still to say about itself, for whoever sets the portal up."""

from portal.council.rules import Council
from portal.problems import mark
from portal.settings_pages.sections import Duty

DUTIES: tuple[Duty[Council], ...] = (
    Duty("council", mark("The council's name is not set."), lambda c: c.name != Council().name),
    Duty(
        "council",
        mark("The council's name is missing in one of its languages."),
        lambda c: all(c.name.get(tag) for tag in c.languages),
    ),
    Duty(
        "telephones",
        mark("There is no telephone number for residents who need help."),
        lambda c: c.telephone(c.languages[0]),
    ),
    Duty(
        "contacts",
        mark("There is no data protection contact."),
        lambda c: c.data_protection.email,
    ),
    Duty("contacts", mark("There is no accessibility contact."), lambda c: c.accessibility.email),
    Duty("contacts", mark("There is no contact for complaints."), lambda c: c.complaints.email),
    Duty("recipients", mark("It does not say who can receive answers."), lambda c: c.recipients),
    Duty(
        "recipients",
        mark("It does not say to whom answers are not sent."),
        lambda c: c.never_recipients,
    ),
    Duty(
        "accessibility",
        mark("The accessibility statement has no date of testing."),
        lambda c: c.accessibility_tested,
    ),
)
