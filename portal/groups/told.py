"""How states of an entry, and what became of it, are called: for its group and for officers."""

from collections.abc import Mapping

from portal.groups import answering, changes
from portal.groups.rules import Act, State
from portal.problems import mark

STATES: Mapping[str, str] = {
    State.APPLIED: mark("Asked to be listed"),
    State.WAITING: mark("Has not said yes yet"),
    State.LISTED: mark("Listed"),
    State.VERIFIED: mark("Verified"),
    State.PAUSED: mark("Not shown for the moment"),
    State.CLOSED: mark("Entry closed"),
    State.DECLINED: mark("Not listed"),
}
TONES: Mapping[str, str] = {
    State.APPLIED: "wait",
    State.WAITING: "wait",
    State.LISTED: "good",
    State.VERIFIED: "good",
    State.PAUSED: "bad",
    State.CLOSED: "quiet",
    State.DECLINED: "quiet",
}

EVENTS: Mapping[str, str] = {
    "applied": mark("The group asked to be listed"),
    "entered": mark("An officer wrote the entry"),
    "imported": mark("An officer took the entry from a list"),
    answering.CONFIRMED: mark("The group confirmed its contact"),
    answering.NEW_ADDRESS: mark("Somebody answered at the new address"),
    answering.RENEWED: mark("The group said that the entry is still right"),
    "asked": mark("The group was asked whether the entry is still right"),
    "reminded": mark("The group was asked again"),
    "sent": mark("A link was sent to the group"),
    changes.CHANGED: mark("The entry was changed"),
    changes.PROPOSED: mark("The group asked for a change of its name or contact"),
    changes.ASKED: mark("The council asked the group whether a contact may be shown"),
    changes.ACCEPTED: mark("The change was accepted"),
    changes.REFUSED: mark("The change was not accepted"),
    "centre_shown": mark("Shown as a place to report hate"),
    "centre_hidden": mark("No longer shown as a place to report hate"),
    Act.LIST: mark("Listed"),
    Act.AGREE: mark("The group said yes to being shown"),
    Act.REFUSE: mark("The group said no to being shown"),
    Act.VERIFY: mark("Verified"),
    Act.UNVERIFY: mark("The verification was withdrawn"),
    Act.PAUSE: mark("Not shown for the moment"),
    Act.RESUME: mark("Shown again"),
    Act.CLOSE: mark("Entry closed"),
    Act.DECLINE: mark("Not listed"),
    Act.RECONSIDER: mark("Looked at again"),
}
UNANSWERED = mark("Nobody told us that the entry is still right.")
