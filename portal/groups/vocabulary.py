"""What a group chooses from: communities, areas, and what it helps with. Pure.

Communities are the options of the question about ethnic group, the council's own ones included,
so that groups, answers and the census are told apart in the same way, in every language.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portal.problems import mark

EVERYBODY = "everybody"
EVERYWHERE = "everywhere"
OTHER = "other"
"""Stands for a service that is not on the council's list."""
COMPLAINTS = "complaints"
"""What a group says that helps people to complain."""

HELPS = (
    ("interpreting", mark("Interpreting and translating")),
    ("training", mark("Training, for example about a culture or about racism")),
    ("advice", mark("Advice to people in our language")),
    ("reaching", mark("Reaching people whom the council does not reach")),
    ("meeting", mark("Holding a meeting with the council")),
    ("events", mark("Events and festivals")),
    ("young", mark("Work with children and young people")),
    ("elders", mark("Work with older people and carers")),
    (COMPLAINTS, mark("Help with a complaint about the council")),
)
"""What a group can help the council or others with."""


class Option(NamedTuple):
    """Something to choose: its code, what it is called by language, and what is above."""

    code: str
    label: Mapping[str, str]
    above: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lists:
    """What groups choose from at a council."""

    communities: Sequence[Option]
    areas: Sequence[Option]
    reserved: tuple[str, ...]
    """Names that no group may have: those of the council, and of whoever speaks for it."""
    helps: Sequence[tuple[str, str]] = HELPS

    def labels(self, codes: Iterable[str]) -> list[Mapping[str, str]]:
        """Give what codes of either list are called, in the order of the lists."""
        wanted = set(codes)
        return [one.label for one in (*self.communities, *self.areas) if one.code in wanted]

    def with_above(self, codes: Iterable[str]) -> list[str]:
        """List codes with all that stand above them, under which a group is found, too."""
        above = {one.code: one.above for one in self.communities}
        return list(dict.fromkeys(tag for code in codes for tag in (*above.get(code, ()), code)))
