"""What nobody is called who does not speak for the council."""

from portal.council.rules import Council
from portal.forms import names
from portal.languages.messages import Message
from portal.problems import Problem

_PARTS = (
    Message("Council"),
    Message("The council"),
    Message("Chair"),
    Message("The chair"),
    Message("Moderator"),
    Message("The moderators"),
    Message("Administrator"),
)


def problem(name: str, council: Council) -> Problem | None:
    """Say what is wrong with the name that somebody chose, or a group."""
    said = [words for part in _PARTS for words in part.values()]
    return names.problem(name, [*said, *council.name.values(), council.wordmark])
