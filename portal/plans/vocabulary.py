"""What everything about plans is called, and in which tone a state is shown."""

from collections.abc import Mapping

from portal.plans.rules import NOTHING_SAID, Assessment, Kind, Level, Reach, Status
from portal.plans.tree import When
from portal.problems import mark

KINDS: Mapping[str, str] = {
    Kind.SCHEME: mark("Scheme"),
    Kind.ACTION_PLAN: mark("Action plan"),
    Kind.SELF_ASSESSMENT: mark("Self-assessment"),
    Kind.CHECKLIST: mark("Checklist"),
    Kind.RECOMMENDATIONS: mark("Recommendations"),
}
LEVELS: Mapping[str, str] = {
    Level.SECTION: mark("Section"),
    Level.AIM: mark("Aim"),
    Level.OBJECTIVE: mark("Objective"),
    Level.REQUIREMENT: mark("Requirement"),
    Level.DUTY: mark("Duty"),
    Level.QUESTION: mark("Question"),
    Level.RECOMMENDATION: mark("Recommendation"),
    Level.ACTION: mark("Action"),
}
LEVELS_COUNTED: Mapping[str, str] = {
    Level.SECTION: mark("Sections"),
    Level.AIM: mark("Aims"),
    Level.OBJECTIVE: mark("Objectives"),
    Level.REQUIREMENT: mark("Requirements"),
    Level.DUTY: mark("Duties"),
    Level.QUESTION: mark("Questions"),
    Level.RECOMMENDATION: mark("Recommendations"),
    Level.ACTION: mark("Actions"),
}
REACHES: Mapping[str, str] = {
    Reach.NATIONAL: mark("National"),
    Reach.REGIONAL: mark("Regional"),
    Reach.LOCAL: mark("Local"),
}
STATUSES: Mapping[str, str] = {
    Status.DONE: mark("Done"),
    Status.UNDER_WAY: mark("Under way"),
    Status.NOT_STARTED: mark("Not started"),
    Status.STOPPED: mark("Stopped"),
}
ASSESSMENTS: Mapping[str, str] = {
    Assessment.MET: mark("Met"),
    Assessment.PARTLY_MET: mark("Partly met"),
    Assessment.NOT_MET: mark("Not met"),
}
UNSAID = mark("Nothing reported yet")
STATES: Mapping[str, str] = {**STATUSES, **ASSESSMENTS, NOTHING_SAID: UNSAID}
WHENS: Mapping[str, str] = {
    When.LATE: mark("Late"),
    When.SOON: mark("In the next three months"),
    When.LATER: mark("Later than that"),
    When.UNDATED: mark("No date"),
}
TONES: Mapping[str, str] = {
    Status.DONE: "good",
    Status.UNDER_WAY: "wait",
    Status.NOT_STARTED: "quiet",
    Status.STOPPED: "quiet",
    Assessment.MET: "good",
    Assessment.PARTLY_MET: "wait",
    Assessment.NOT_MET: "bad",
}
FIELDS: Mapping[str, str] = {
    "text": mark("Words"),
    "number": mark("Number"),
    "leads": mark("Who leads it"),
    "timescale": mark("Timescale"),
    "due": mark("To be done by"),
    "measure": mark("How progress is measured"),
    "outcome": mark("What it should lead to"),
    "resources": mark("Resources"),
    "reach": mark("How far it reaches"),
    "status": mark("Status"),
    "assessment": mark("Assessment"),
    "evidence": mark("Evidence"),
    "comment": mark("Comment"),
    "review_on": mark("To be reviewed on"),
}
"""The fields of an item, in the order in which they are read."""
OF_PLAN: Mapping[str, str] = {
    "title": mark("Title"),
    "kind": mark("Kind of plan"),
    "levels": mark("What it consists of"),
    "starts": mark("Begins"),
    "ends": mark("Ends"),
    "source": mark("Source"),
}
"""What is said of a plan as a whole."""
