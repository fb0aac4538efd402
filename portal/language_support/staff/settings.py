"""What a council promises to whoever asks for language support: a page of its settings."""

from portal.forms.fields import Email
from portal.problems import mark
from portal.settings_pages.sections import Group, Section
from portal.settings_pages.staff_fields import number

SECTION = Section(
    "support",
    mark("Language support"),
    mark(
        "For whoever asks for an interpreter, a format or a call. The page on which they ask, and "
        "the privacy notice, say what you promise here."
    ),
    (
        Group(
            (
                number(
                    "support_reply_days",
                    mark("You answer within"),
                    mark("Working days. After that a request is shown as late."),
                    1,
                    20,
                ),
                number(
                    "support_days",
                    mark("How to reach somebody is deleted at the latest after"),
                    mark("Days. A request that nobody answered is then counted as not provided."),
                    7,
                    90,
                ),
                Email(
                    "support_email",
                    mark("Email address that is reminded while requests are late"),
                    hint=mark("Once on each working day. Leave it empty to send nothing."),
                ),
            )
        ),
    ),
)
