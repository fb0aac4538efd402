"""What people were told of a meeting."""

from sqlmodel import Field, SQLModel

from portal.meetings.models import of_meeting
from portal.store.tables import UNORDERED


class MeetingNotice(SQLModel, table=True):
    """What people know of a meeting: when and where, as a fingerprint, and how often reminded."""

    __tablename__ = "meeting_notice"
    __table_args__ = UNORDERED

    meeting_id: str = of_meeting(primary_key=True)
    known: str = Field(max_length=32)
    stage: int = 0
