"""What the chair writes in a statement."""

from portal import lengths
from portal.forms.boxes import Translated
from portal.forms.fields import Line, Prose
from portal.forum.topics.forms import LANGUAGE
from portal.problems import mark

TITLE = 200

WRITTEN = (
    Line("title", mark("Title of the statement"), most=TITLE, required=True),
    Prose("words", mark("What do you say?"), most=lengths.TEXT, required=True),
    LANGUAGE,
)
"""The statement as it was written, in one language."""

FURTHER = (
    Translated("titles", mark("Title of the statement"), most=TITLE),
    Translated("texts", mark("What do you say?"), most=lengths.TEXT, rows=6),
)
"""The same in the languages of the portal."""
