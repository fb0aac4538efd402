"""Why something that residents were told of is changed, in words that they read."""

from collections.abc import Sequence

from portal import lengths
from portal.forms.boxes import Translated
from portal.forms.field import Ground
from portal.forms.words import Sent
from portal.problems import Problem, Problems, mark

_REASON = Translated("reason", most=lengths.TEXT)


def read(sent: Sent, languages: Sequence[str], problems: Problems) -> dict[str, str]:
    """Read the reason in each language; one language is enough."""
    reason = _REASON.read(sent, Ground(languages), {}, problems)
    if not reason:
        problems["reason"] = Problem(mark("Write the reason, for residents to read."))
    return reason
