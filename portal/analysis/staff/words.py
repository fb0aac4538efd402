"""The words for codes that pages of results show."""

from portal.consultations.answering.forms import WAYS_ASKED
from portal.languages.i18n import gettext
from portal.problems import mark

_WORDS = {
    "web": mark("This website"),
    "paper": mark("Paper form"),
    "telephone": mark("Telephone"),
    "event": mark("Event"),
    "group": mark("A group together"),
    "helped": mark("With the help of a group"),
    "slip": mark("Slip of a group"),
    "individual": mark("Person"),
    "organisation": mark("Organisation"),
    "counted": mark("Counted"),
    "set_aside": mark("Set aside"),
    "withdrawn": mark("Withdrawn"),
    "spam": mark("Spam"),
    "duplicate": mark("The same answer sent again"),
    "test": mark("A test"),
    "other": mark("Another reason"),
    "restored": mark("Counted again"),
    "safeguarding": mark("Safeguarding"),
    "personal_data": mark("Personal data"),
    "needs_reply": mark("Needs a reply"),
    "answered": mark("Answered"),
    "prefer_not": mark("Prefer not to say"),
    "skipped": mark("Skipped"),
    "not_asked": mark("Not asked"),
}


def of(code: str) -> str:
    """Name a code in the language of the page."""
    return gettext(_WORDS[code])


def way(code: str) -> str:
    """Name a way in which a group asked its people."""
    return gettext(WAYS_ASKED[code])
