"""What a council decides about comments and complaints: times, and words in every language."""

from dataclasses import dataclass, field

from portal.complaints.models import ComplaintArrangements
from portal.complaints.rules import Terms
from portal.store.db import Translated
from portal.store.decided import Decisions


@dataclass(frozen=True)
class Arrangements(Terms):
    """The council's decisions; where it wrote nothing, the pages say what holds everywhere."""

    keep_months: int = 12
    email: str = ""
    how: Translated = field(default_factory=dict)
    helpers: Translated = field(default_factory=dict)
    ombudsman: Translated = field(default_factory=dict)


DECISIONS = Decisions(Arrangements, ComplaintArrangements, 0x636F6D70)
from_json, current, save = DECISIONS.from_json, DECISIONS.current, DECISIONS.save
