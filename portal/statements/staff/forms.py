"""What staff say of what the law forces away."""

from portal import lengths
from portal.forms.fields import Choice, Line, Text
from portal.forum.topics.forms import LAWS
from portal.problems import Problem, mark

REMOVING = (
    Line(
        "address",
        mark("Address of the words"),
        most=lengths.WEB_ADDRESS,
        required=True,
        hint=mark(
            "Open the statement or the meeting, or press the day of the post. "
            "Then copy what stands in the address bar."
        ),
    ),
    Choice("law", mark("On which ground?"), required=True, options=tuple(LAWS.items())),
    Text(
        "reason",
        mark("What does the law demand, and who says so?"),
        most=lengths.REASON,
        required=True,
        hint=mark("Everybody sees the ground and the day, and nobody but staff these words."),
    ),
)
WHICH = Problem(mark("Several things stand at this address. Choose which words are meant."))
UNREAD = Problem(mark("Open these words before you agree."))
UNSURE = Problem(mark("Tick the box if you read these words and agree that they go for good."))
