"""The words of a report that are counted: codes with labels, as data.

The five monitored strands are those that police in England and Wales count; a council may add
local ones. Kinds of incident follow the practice of the Community Security Trust and ODIHR:
what happened and why it happened are two separate lists, and several of each may apply.
"""

from typing import NamedTuple

from portal.problems import mark


class Choice(NamedTuple):
    """One answer to choose: its code, and its words as a message."""

    code: str
    label: str


STRANDS = (
    Choice("race", mark("Race, colour, nationality or ethnic background")),
    Choice("religion", mark("Religion or belief, or having none")),
    Choice("disability", mark("Disability")),
    Choice("orientation", mark("Sexual orientation")),
    Choice("transgender", mark("Being transgender or non-binary")),
)
KINDS = (
    Choice("extreme_violence", mark("Serious violence, or a weapon")),
    Choice("assault", mark("Hitting, pushing, spitting or another attack")),
    Choice("threats", mark("Threats")),
    Choice("abuse", mark("Insults or gestures")),
    Choice("harassment", mark("Harassment or stalking, again and again")),
    Choice("damage", mark("Damage, graffiti or fire")),
    Choice("literature", mark("Leaflets, letters or symbols")),
    Choice("online", mark("Online, by message or by telephone")),
    Choice("service", mark("A service that was refused or made worse")),
    Choice("exploitation", mark("Somebody pretended to be a friend and used me")),
    Choice("community", mark("An attack on a place of worship or a community building")),
    Choice("other", mark("Something else")),
)
ROLES = (
    Choice("victim", mark("It happened to me")),
    Choice("witness", mark("I saw or heard it")),
    Choice("helper", mark("I am helping somebody it happened to")),
    Choice("centre", mark("I report for a reporting centre or a group")),
    Choice("staff", mark("It happened to me at work, as staff or as a volunteer")),
)
FIRST_HAND = frozenset({"victim", "staff"})
"""The roles of those to whom it happened, who agree for themselves."""

HELPERS = frozenset({"helper", "centre"})
"""The roles of those who write for somebody else."""

PERCEPTIONS = (
    Choice("actual", mark("It is true of me or of the person it happened to")),
    Choice("perceived", mark("Somebody only thought so")),
    Choice("association", mark("It is true of somebody close, such as family or friends")),
    Choice("unsure", mark("I am not sure")),
)
KNOWS = (
    Choice("agrees", mark("They know, and they agree")),
    Choice("knows", mark("They know, but have not said whether they agree")),
    Choice("unaware", mark("They do not know")),
    Choice("unsure", mark("I am not sure")),
)
AGREES = "agrees"
"""What a helper says of somebody who knows and agrees; anything else is no consent."""

WHEN = (
    Choice("today", mark("Today")),
    Choice("week", mark("In the last seven days")),
    Choice("month", mark("In the last month")),
    Choice("earlier", mark("Longer ago")),
    Choice("ongoing", mark("It goes on all the time")),
    Choice("unsure", mark("I am not sure")),
)
PLACES = (
    Choice("home", mark("At home or near it")),
    Choice("street", mark("In the street or a park")),
    Choice("transport", mark("On a bus or train, or at a stop")),
    Choice("shop", mark("In a shop, café or pub")),
    Choice("school", mark("At a school, college or nursery")),
    Choice("work", mark("At work")),
    Choice("worship", mark("At a place of worship")),
    Choice("care", mark("In a hospital or a care home")),
    Choice("public", mark("In a public office")),
    Choice("online", mark("Online or by telephone")),
    Choice("other", mark("Somewhere else")),
)
BEFORE = (
    Choice("no", mark("No")),
    Choice("once", mark("Once or twice")),
    Choice("often", mark("Often")),
    Choice("unsure", mark("I am not sure")),
)
YES_NO_UNSURE = (
    Choice("yes", mark("Yes")),
    Choice("no", mark("No")),
    Choice("unsure", mark("I am not sure")),
)
NOT_ANSWERED = "not_answered"
DANGER = (*YES_NO_UNSURE, Choice(NOT_ANSWERED, mark("Not answered")))
"""What a report says of danger; in those of before, "unsure" stands for not answered as well."""

REPLY_WAYS = (
    Choice("code", mark("Yes, here: I will come back with a code")),
    Choice("contact", mark("Yes, by telephone, email or post")),
    Choice("none", mark("No, I only want you to know")),
)
CONSENTS = (
    Choice("police", mark("You may pass my report to the police")),
    Choice("support", mark("You may pass my report to an agency that supports people")),
    Choice("statistics", mark("Do nothing with my report but keep it and count it")),
)
CHANNELS = (
    Choice("web", mark("On this website")),
    Choice("telephone", mark("By telephone")),
    Choice("desk", mark("At a desk")),
)


def codes(choices: tuple[Choice, ...]) -> frozenset[str]:
    """Collect the codes of a list."""
    return frozenset(choice.code for choice in choices)
