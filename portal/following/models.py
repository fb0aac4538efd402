"""Who follows what, how far the weekly mail is on its way, and of which times nobody was told."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from portal import lengths
from portal.following.rules import Pace
from portal.members.models import of_member
from portal.store.db import code_column, moment, stamp
from portal.store.tables import UNORDERED


class FollowedBody(SQLModel, table=True):
    """How often somebody hears of a body; who belongs to it does weekly without having chosen.

    What they chose while they `belong` counts only as long as they do.
    """

    __tablename__ = "followed_body"
    __table_args__ = UNORDERED

    member_id: str = of_member(primary_key=True)
    body_id: int = Field(primary_key=True, foreign_key="body.id", index=True, ondelete="CASCADE")
    pace: Pace = code_column(Pace)
    belongs: bool = False
    since: datetime = stamp()


class FollowedTopic(SQLModel, table=True):
    """How often somebody hears of a topic."""

    __tablename__ = "followed_topic"
    __table_args__ = UNORDERED

    member_id: str = of_member(primary_key=True)
    topic_id: str = Field(
        primary_key=True,
        foreign_key="forum_topic.id",
        index=True,
        ondelete="CASCADE",
        max_length=lengths.ID,
    )
    pace: Pace = code_column(Pace)


class WeeklyMail(SQLModel, table=True):
    """The weekly mail of a day: what it tells of, and how far it was written.

    `reached` is the random name of the last member whom somebody looked at for it.
    """

    __tablename__ = "weekly_mail"

    day: date = Field(primary_key=True)
    since: datetime = moment()
    until: datetime = moment()
    reached: str = Field(default="", max_length=lengths.ID)
    done: bool = False


class WeeklyMailTo(SQLModel, table=True):
    """A member who was written to that week, kept until the next: nobody is written to twice."""

    __tablename__ = "weekly_mail_to"
    __table_args__ = UNORDERED

    day: date = Field(primary_key=True, foreign_key="weekly_mail.day", ondelete="CASCADE")
    member_id: str = of_member(primary_key=True, index=True)


class Untold(SQLModel, table=True):
    """A time of which nobody was told at once, because nothing ran or no mail could leave."""

    since: datetime = moment(primary_key=True)
    until: datetime = moment()
