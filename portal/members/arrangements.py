"""What a council decides about members: who may be one, and when they are asked to stay."""

from dataclasses import dataclass

from portal.members.models import MemberArrangements
from portal.store.decided import Decisions


@dataclass(frozen=True)
class Arrangements:
    """The council's decisions: how old members are at least, when they are asked and written to."""

    least_age: int = 16
    idle_months: int = 12
    answer_months: int = 2
    weekly_day: str = "thursday"


DECISIONS = Decisions(Arrangements, MemberArrangements, 0x6D656D62)
from_json, to_json = DECISIONS.from_json, DECISIONS.to_json
current, for_change, save = DECISIONS.current, DECISIONS.for_change, DECISIONS.save
