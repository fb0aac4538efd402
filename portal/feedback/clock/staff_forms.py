"""What an officer writes about a delay."""

from portal import lengths
from portal.forms.boxes import Translated
from portal.problems import mark

EXPLANATION = (
    Translated(
        "explained",
        mark("Why is it late, and what happens now?"),
        most=lengths.PARAGRAPH,
        rows=5,
        required=True,
        missing=mark("Write why it is late. Nothing that stands there is taken away."),
    ),
)
