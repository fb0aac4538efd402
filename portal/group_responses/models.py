"""Which group brought a response."""

from sqlmodel import Field, SQLModel

from portal import lengths
from portal.store.tables import UNORDERED


class GroupReturn(SQLModel, table=True):
    """A response that a group brought; in which way, its channel tells. It goes with either."""

    __tablename__ = "group_return"
    __table_args__ = UNORDERED

    response_id: str = Field(
        primary_key=True, foreign_key="response.id", ondelete="CASCADE", max_length=lengths.ID
    )
    group_id: int = Field(foreign_key="voluntary_group.id", index=True, ondelete="CASCADE")
