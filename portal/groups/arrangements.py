"""The short lists a council keeps: areas, into which groups sort themselves, and services."""

from dataclasses import dataclass, field

from portal.groups.models import GroupArrangements
from portal.store.db import Translated
from portal.store.decided import Decisions


@dataclass(frozen=True)
class Area:
    """A part of the council's area, or a service; its code stays when its name changes."""

    code: str
    label: Translated = field(default_factory=dict)


@dataclass(frozen=True)
class Arrangements:
    """The council's decisions."""

    areas: tuple[Area, ...] = ()
    services: tuple[Area, ...] = ()


_DECISIONS = Decisions(Arrangements, GroupArrangements, 0x67727073)
from_json, to_json = _DECISIONS.from_json, _DECISIONS.to_json
current, for_change, save = _DECISIONS.current, _DECISIONS.for_change, _DECISIONS.save
