"""What outcomes, reasons and owners are called, for everybody."""

from collections.abc import Mapping

from portal.feedback.rules import Line, Outcome, Owner, Reason, Verdict
from portal.problems import mark

OUTCOMES: Mapping[str, str] = {
    Outcome.UNDECIDED: mark("Not decided yet"),
    Outcome.PROMISED: mark("Promised"),
    Outcome.UNDER_WAY: mark("Under way"),
    Outcome.DONE: mark("Done"),
    Outcome.NOT_POSSIBLE: mark("We could not"),
    Outcome.NOTHING: mark("Nothing changes"),
}
REASONS: Mapping[str, str] = {
    Reason.UNSAID: "",
    Reason.NOT_OUR_POWER: mark("because it is not in our power"),
    Reason.COSTS: mark("because it costs too much"),
    Reason.LAW: mark("because the law does not allow it"),
    Reason.LATER: mark("because it has to wait until later"),
    Reason.ALREADY: mark("because it is already so"),
    Reason.DISAGREE: mark("because we do not agree"),
}
OWNERS: Mapping[str, str] = {
    Owner.UNSAID: "",
    Owner.HEAD: mark("The head of the service"),
    Owner.OFFICER: mark("The council's engagement officer"),
    Owner.COUNCILLORS: mark("The councillors"),
    Owner.SCHOOLS: mark("Schools"),
    Owner.HEALTH: mark("The health service"),
    Owner.POLICE: mark("The police"),
    Owner.PARTNERS: mark("Another partner of the council"),
    Owner.GROUPS: mark("Voluntary groups"),
    Owner.FORUM: mark("The race equality forum"),
}
VERDICTS: Mapping[str, str] = {
    Verdict.ANSWERS: mark("This answers it"),
    Verdict.DOES_NOT: mark("It does not"),
}
LINES: Mapping[str, str] = {
    Line.KEPT: mark("The promise is kept"),
    Line.NOT_YET: mark("Not yet"),
    Line.NOT_SO: mark("Not so"),
}
