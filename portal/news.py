"""What is new, as each feature tells it to whoever follows a body or a topic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

OF_COUNCIL = -1
"""What stands for a body where something is the council's own."""

OF_FEEDBACK = -2
"""What stands for a body where something is what came of a consultation."""

FOR_EVERYBODY = frozenset({OF_COUNCIL, OF_FEEDBACK})
"""Nobody follows these: whoever follows a body reads of them as well."""


def named(kind: str, number: int | str | None) -> str:
    """Name something for good, in feeds and where mails quote it."""
    return f"{kind}-{number}"


@dataclass(frozen=True)
class Window:
    """A time in which something became readable, in one body or in any."""

    since: datetime
    until: datetime
    body: int | None = None


@dataclass(frozen=True)
class News:
    """Something in a body that became readable at a moment: a post, a meeting, a statement.

    It stands on the page `name`, of which `parts` and `place` complete the address, in a `room` of
    the forum's; who belongs reads closed ones from joining on, so `begun` counts there. Its
    `words` are in the `language` of its author; `voice` says in our words who that is. `key` names
    it for good. `own` is whose words it is, `concerns` who is told at once because it answers them;
    what is `at_once` is told at once to everybody who follows the body. `titles_in` and `words_in`
    are translations that somebody checked, by their languages.
    """

    key: str
    body: int
    room: str
    title: str
    language: str
    words: str
    moment: datetime
    begun: datetime
    name: str
    parts: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""
    title_language: str = ""
    topic: str | None = None
    voice: str = ""
    voice_values: Mapping[str, str] = field(default_factory=dict)
    own: str = ""
    concerns: frozenset[str] = frozenset()
    at_once: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    titles_in: Mapping[str, str] = field(default_factory=dict)
    words_in: Mapping[str, str] = field(default_factory=dict)
    called: str = ""
    at: datetime | None = None
    know: frozenset[str] = frozenset()
