"""Why somebody asks for something of a case, and why it is shared or not."""

from portal.forms.fields import Text
from portal.problems import mark

MOST_LETTERS = 1000

ASKED = Text(
    "reason",
    required=True,
    most=MOST_LETTERS,
    missing=mark("Write why you need to reach the reporter."),
)
"""Why a colleague asks how to reach a reporter."""

DECIDED = Text("reason", required=True, most=MOST_LETTERS, missing=mark("Write why you decide so."))
"""Why an approver allows or refuses something."""

DECLINED = Text(
    "reason", required=True, most=MOST_LETTERS, missing=mark("Write why your agency declines.")
)
"""Why an agency does not take on what was passed to it."""
