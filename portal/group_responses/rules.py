"""In which ways a group takes part in consultations: pure."""

from portal.consultations.rules import Channel
from portal.problems import mark

WAYS = {
    Channel.GROUP: mark("Your answer together"),
    Channel.HELPED: mark("Answers that you entered for people"),
    Channel.SLIP: mark("Answers with your slips"),
}
"""In which ways responses come from a group, and what its members read of them."""
