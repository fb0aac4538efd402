"""The secret addresses at which members' own calendars lie."""

from sqlmodel import Field, SQLModel

from portal import lengths
from portal.members.models import of_member
from portal.store.db import random_id
from portal.store.tables import UNORDERED


class CalendarAddress(SQLModel, table=True):
    """The secret address of a member's calendar, found by the hash of its last part.

    That part is worked out of `salt` with the key of this installation: its owner can look it up
    again, and a copy of the database opens nobody's calendar.
    """

    __tablename__ = "calendar_address"
    __table_args__ = UNORDERED

    member_id: str = of_member(primary_key=True)
    name: str = Field(unique=True, max_length=64)
    salt: str = Field(default_factory=random_id, max_length=lengths.ID)
