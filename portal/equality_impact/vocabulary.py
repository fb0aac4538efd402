"""What the parts of an assessment are called, for everybody."""

from collections.abc import Mapping

from portal.equality_impact.rules import (
    POVERTY,
    WELSH,
    Answer,
    Decision,
    Effect,
    Kind,
    Outcome,
    Progress,
    Question,
    Standing,
)
from portal.problems import mark

CALLED = mark("Equality impact")
KINDS: Mapping[str, str] = {
    Kind.POLICY: mark("A policy or a plan"),
    Kind.SERVICE: mark("A service"),
    Kind.CHANGE: mark("A change or a saving"),
}
QUESTIONS: Mapping[str, str] = {
    Question.PEOPLE: mark("Does it affect people: residents, staff, or those who use a service?"),
    Question.GROUPS: mark("Could it affect some groups of people more than others?"),
    Question.KNOWN: mark("Do figures, or what people told us, show that outcomes differ here?"),
    Question.LESS: mark("Does it take away or change something on which people rely?"),
    Question.CHANCE: mark("Can it end discrimination, or bring people better chances?"),
}
ANSWERS: Mapping[str, str] = {Answer.YES: mark("Yes"), Answer.NO: mark("No")}
OUTCOMES: Mapping[str, str] = {
    Outcome.FULL: mark("It needs a full assessment"),
    Outcome.OUT: mark("It needs no full assessment"),
}
CHARACTERISTICS: Mapping[str, str] = {
    "age": mark("Age"),
    "disability": mark("Disability"),
    "gender_reassignment": mark("Gender reassignment"),
    "marriage": mark("Marriage and civil partnership"),
    "pregnancy": mark("Pregnancy and maternity"),
    "race": mark("Race"),
    "religion": mark("Religion or belief"),
    "sex": mark("Sex"),
    "sexual_orientation": mark("Sexual orientation"),
    WELSH: mark("The Welsh language"),
    POVERTY: mark("People with less money or fewer chances"),
}
EFFECTS: Mapping[str, str] = {
    Effect.POSITIVE: mark("Good"),
    Effect.NEGATIVE: mark("Bad"),
    Effect.NEUTRAL: mark("Neither good nor bad"),
    Effect.UNKNOWN: mark("Not known yet"),
}
TONES: Mapping[str, str] = {
    Effect.POSITIVE: "good",
    Effect.NEGATIVE: "bad",
    Effect.NEUTRAL: "quiet",
    Effect.UNKNOWN: "wait",
}
DECISIONS: Mapping[str, str] = {
    Decision.GO_ON: mark("We go on with it"),
    Decision.CHANGE: mark("We change it first"),
    Decision.STOP: mark("We stop it"),
    Decision.DESPITE: mark("We go on with it although it harms some people"),
}
PROGRESS: Mapping[str, str] = {
    Progress.NOT_STARTED: mark("Not started"),
    Progress.UNDER_WAY: mark("Under way"),
    Progress.DONE: mark("Done"),
    Progress.STOPPED: mark("Stopped"),
}
PROGRESS_TONES: Mapping[str, str] = {
    Progress.NOT_STARTED: "quiet",
    Progress.UNDER_WAY: "wait",
    Progress.DONE: "good",
    Progress.STOPPED: "bad",
}
STANDINGS: Mapping[str, str] = {
    Standing.PLANNED: mark("Still to be assessed"),
    Standing.ASSESSED: mark("Assessed"),
    Standing.OUT: mark("No full assessment needed"),
}
STANDING_TONES: Mapping[str, str] = {
    Standing.PLANNED: "wait",
    Standing.ASSESSED: "good",
    Standing.OUT: "quiet",
}
LATE = "late"
"""What is chosen in the register to see what is late, whatever its standing."""
