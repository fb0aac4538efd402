"""What staff may send about a case, whatever they do with it."""

from portal.forms.field import Ground
from portal.forms.fields import Choice, Line, Text
from portal.forms.words import Sent, Shown, sent_text
from portal.incidents.rules import Outcome
from portal.problems import mark

LONGEST_REASON = 4000
LONGEST_AREA = 60

UNKNOWN = mark("You can open no other case with this reference.")
_ASIDE = "aside"


class _Outcome(Choice):
    """What came of a case, or with which button it is put aside."""

    def typed(self, sent: Sent, ground: Ground) -> Shown:
        """Give what was chosen; the button counts, whatever is chosen above it."""
        return {self.name: sent_text(sent, _ASIDE) or super().typed(sent, ground)[self.name]}


class _Reference(Line):
    """The reference of a case, however it is typed."""

    def typed(self, sent: Sent, ground: Ground) -> Shown:
        """Give it as it is written."""
        text = super().typed(sent, ground)[self.name]
        letters = "".join(text.upper().replace("-", " ").split())
        return {self.name: f"{letters[:4]}-{letters[4:]}" if letters else ""}


REASON = Text("reason", required=True, most=LONGEST_REASON, missing=mark("Say why."))
"""Why something is done with a case; it is sealed with it."""

CLOSING = (
    _Outcome(
        "outcome",
        mark("What came of it?"),
        required=True,
        options=[(outcome,) for outcome in Outcome],
    ),
    REASON,
    Line("area", most=LONGEST_AREA),
)
"""How somebody closes a case."""

INTO = (_Reference("into", required=True, most=LONGEST_REASON, missing=UNKNOWN), REASON)
"""Into which case one is merged, and why."""
