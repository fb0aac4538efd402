"""What a council decided about reporting back: who is reminded, and who hears that it is late."""

from dataclasses import dataclass

from portal.feedback.models import FeedbackArrangements
from portal.store.decided import Decisions


@dataclass(frozen=True)
class Arrangements:
    """The council's decisions: the champion who is told what is two weeks late, and their mail.

    `email` is who is reminded before the promised day, in place of all officers.
    """

    champion: str = ""
    champion_email: str = ""
    email: str = ""


DECISIONS = Decisions(Arrangements, FeedbackArrangements, 0x66656564)
current, for_change, save = DECISIONS.current, DECISIONS.for_change, DECISIONS.save
