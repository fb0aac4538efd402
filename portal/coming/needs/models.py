"""What members need for a meeting to which they come. It goes once the meeting is over."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.coming.needs.rules import Needed, State
from portal.language_support.rules import Why
from portal.meetings.models import of_meeting
from portal.members.models import of_member
from portal.store.db import code_column, random_id
from portal.store.tables import UNORDERED


class MeetingNeed(SQLModel, table=True):
    """One thing that a member needs, in one language; whose it is, they alone are shown.

    `words` are sealed, because they may be about somebody's health.
    """

    __tablename__ = "meeting_need"
    __table_args__ = (
        UniqueConstraint("meeting_id", "member_id", "needed", "language"),
        UNORDERED,
    )

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    meeting_id: str = of_meeting()
    member_id: str = of_member(index=True)
    needed: Needed = code_column(Needed)
    language: str = Field(max_length=lengths.LANGUAGE)
    words: bytes = b""
    state: State = code_column(State, default=State.WAITING)
    why: Why = code_column(Why, default=Why.NONE)
    asked: date
