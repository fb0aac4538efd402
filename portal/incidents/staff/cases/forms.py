"""What staff may send about a case, whatever they do with it."""

from portal.forms.fields import Text
from portal.problems import mark

LONGEST_REASON = 4000

REASON = Text("reason", required=True, most=LONGEST_REASON, missing=mark("Say why."))
"""Why something is done with a case; it is sealed with it."""
