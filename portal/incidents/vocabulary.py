"""The words of a report that are counted: codes with labels, as data.

The five monitored strands are those that police in England and Wales count; a council may add
local ones. Kinds of incident follow the practice of the Community Security Trust and ODIHR:
what happened and why it happened are two separate lists, and several of each may apply.
"""

from portal.languages.messages import Message
from portal.questions.questionnaire import Option

STRANDS = (
    Option("race", Message("Race, colour, nationality or ethnic background")),
    Option("religion", Message("Religion or belief, or having none")),
    Option("disability", Message("Disability")),
    Option("orientation", Message("Sexual orientation")),
    Option("transgender", Message("Being transgender or non-binary")),
)
KINDS = (
    Option("extreme_violence", Message("Serious violence, or a weapon")),
    Option("assault", Message("Hitting, pushing, spitting or another attack")),
    Option("threats", Message("Threats")),
    Option("abuse", Message("Insults or gestures")),
    Option("harassment", Message("Harassment or stalking, again and again")),
    Option("damage", Message("Damage, graffiti or fire")),
    Option("literature", Message("Leaflets, letters or symbols")),
    Option("online", Message("Online, by message or by telephone")),
    Option("service", Message("A service that was refused or made worse")),
    Option("exploitation", Message("Somebody pretended to be a friend and used me")),
    Option("community", Message("An attack on a place of worship or a community building")),
    Option("other", Message("Something else")),
)
ROLES = (
    Option("victim", Message("It happened to me")),
    Option("witness", Message("I saw or heard it")),
    Option("helper", Message("I am helping somebody it happened to")),
    Option("centre", Message("I report for a reporting centre or a group")),
    Option("staff", Message("It happened to me at work, as staff or as a volunteer")),
)
FIRST_HAND = frozenset({"victim", "staff"})
"""The roles of those to whom it happened, who agree for themselves."""

HELPERS = frozenset({"helper", "centre"})
"""The roles of those who write for somebody else."""

PERCEPTIONS = (
    Option("actual", Message("It is true of me or of the person it happened to")),
    Option("perceived", Message("Somebody only thought so")),
    Option("association", Message("It is true of somebody close, such as family or friends")),
    Option("unsure", Message("I am not sure")),
)
KNOWS = (
    Option("agrees", Message("They know, and they agree")),
    Option("knows", Message("They know, but have not said whether they agree")),
    Option("unaware", Message("They do not know")),
    Option("unsure", Message("I am not sure")),
)
AGREES = "agrees"
"""What a helper says of somebody who knows and agrees; anything else is no consent."""

WHEN = (
    Option("today", Message("Today")),
    Option("week", Message("In the last seven days")),
    Option("month", Message("In the last month")),
    Option("earlier", Message("Longer ago")),
    Option("ongoing", Message("It goes on all the time")),
    Option("unsure", Message("I am not sure")),
)
PLACES = (
    Option("home", Message("At home or near it")),
    Option("street", Message("In the street or a park")),
    Option("transport", Message("On a bus or train, or at a stop")),
    Option("shop", Message("In a shop, café or pub")),
    Option("school", Message("At a school, college or nursery")),
    Option("work", Message("At work")),
    Option("worship", Message("At a place of worship")),
    Option("care", Message("In a hospital or a care home")),
    Option("public", Message("In a public office")),
    Option("online", Message("Online or by telephone")),
    Option("other", Message("Somewhere else")),
)
BEFORE = (
    Option("no", Message("No")),
    Option("once", Message("Once or twice")),
    Option("often", Message("Often")),
    Option("unsure", Message("I am not sure")),
)
YES_NO_UNSURE = (
    Option("yes", Message("Yes")),
    Option("no", Message("No")),
    Option("unsure", Message("I am not sure")),
)
NOT_ANSWERED = "not_answered"
DANGER = (*YES_NO_UNSURE, Option(NOT_ANSWERED, Message("Not answered")))
"""What a report says of danger; in those of before, "unsure" stands for not answered as well."""

CHILD = (Option("yes", Message("Yes, a child may come to harm")),)
"""What a report says of children, if it says anything."""

REPLY_WAYS = (
    Option("code", Message("Yes, here: I will come back with a code")),
    Option("contact", Message("Yes, by telephone, email or post")),
    Option("none", Message("No, I only want you to know")),
)
UNCOUNTED = "uncounted"
CONSENTS = (
    Option("police", Message("You may pass my report to the police")),
    Option("support", Message("You may pass my report to an agency that supports people")),
    Option("statistics", Message("Do nothing with my report but keep it and count it")),
    Option(UNCOUNTED, Message("Do not count my report in statistics")),
)
RECORDINGS = (
    Option("film", Message("A film")),
    Option("sound", Message("A sound recording, or a voice message")),
)
CHANNELS = (
    Option("web", Message("On this website")),
    Option("telephone", Message("By telephone")),
    Option("desk", Message("At a desk")),
)
HATE = frozenset({"race", "religion", "disability", "orientation", "transgender"})
"""The needs of whoever was hated for something; each is called as its strand is."""

NEEDS = (
    Option("danger", Message("Somebody is in danger now")),
    Option("police", Message("You want to tell the police, and nobody is in danger now")),
    Option("distress", Message("You feel very bad, or think of ending your life")),
    Option("children", Message("You are under 18, or worry about a child")),
    Option("domestic", Message("Somebody at home hurts, threatens or controls you")),
    Option("slavery", Message("Somebody forces you to work, or keeps your papers or your pay")),
    Option("honour", Message("Somebody forces you to marry, or hurts you for the family honour")),
    Option("hate", Message("Help after hate, whatever it was about")),
    Option("race", Message("Help after hate about colour, country or ethnic background")),
    Option("religion", Message("Help after hate about religion or belief")),
    Option("disability", Message("Help after hate about disability")),
    Option("orientation", Message("Help after hate about sexual orientation")),
    Option("transgender", Message("Help after hate about being transgender or non-binary")),
    Option("deaf", Message("You are deaf, or use British Sign Language")),
    Option("legal", Message("You need advice about the law")),
    Option("trains", Message("It happened on a train or at a station")),
)
"""For what people need help. Their numbers stand in addresses: a new one goes to the end."""
