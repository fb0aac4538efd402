"""What reviews, and what is looked for in them, are called."""

from collections.abc import Mapping

from portal.plans.reviews.rules import Kind, Show, State
from portal.problems import mark

KINDS: Mapping[str, str] = {
    Kind.HALF_YEARLY: mark("Half-yearly review"),
    Kind.YEARLY: mark("Yearly review"),
    Kind.OTHER: mark("Review"),
}
STATES: Mapping[str, str] = {
    State.DRAFT: mark("Draft"),
    State.OPEN: mark("Open to the body that reads it"),
    State.ASKED: mark("Waits for a second person"),
    State.SIGNED: mark("Signed off"),
}
TONES: Mapping[str, str] = {
    State.DRAFT: "quiet",
    State.OPEN: "wait",
    State.ASKED: "wait",
    State.SIGNED: "good",
}
SHOWS: Mapping[str, str] = {
    Show.REPORTED: mark("Something was reported"),
    Show.CHANGED: mark("Changed"),
    Show.LATE: mark("Late"),
    Show.UNDATED: mark("No date"),
    Show.SILENT: mark("Nothing was reported"),
}
