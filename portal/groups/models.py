"""Groups, the links mailed to them, and what was decided about their entries."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.groups.rules import PUBLIC, State
from portal.languages.text_languages import Written, written
from portal.store.db import (
    code_column,
    first_revision,
    json_column,
    moment,
    random_id,
    stamp,
)
from portal.store.tables import MOMENTARY


def _sorting() -> Any:
    # Folded words sort by their signs on both databases, in whatever locale PostgreSQL runs.
    by_sign = sa.String(lengths.NAME).with_variant(
        sa.String(lengths.NAME, collation="C"), "postgresql"
    )
    return Field(default="", sa_type=by_sign)


class Group(SQLModel, table=True):
    """A voluntary group as the directory knows it; its texts are in the one `language`.

    `confirmed` is the day on which it last confirmed its contact, `agreed` when it said yes to
    being shown. `folded` holds what can be searched for; changes that are `proposed` make it wait.
    Whether it is `shown` follows from its state, and is what the list of the directory goes by.
    With `no_news` it gets no mails that are sent to all groups.
    """

    __tablename__ = "voluntary_group"
    __table_args__ = (
        sa.Index("ix_voluntary_group_listed", "shown", "sorting", "id"),
        sa.Index("ix_voluntary_group_state", "state", "since", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True, max_length=lengths.SLUG)
    state: State = code_column(State, default=State.APPLIED)
    was: State | None = code_column(State, default=None, nullable=True)
    shown: bool = False
    since: date
    name: str = Field(max_length=lengths.NAME)
    language: str = Field(max_length=lengths.LANGUAGE)
    mail_language: str = Field(default="en", max_length=lengths.LANGUAGE)
    serves: str = Field(default="", max_length=lengths.PARAGRAPH)
    wishes: str = Field(default="", max_length=lengths.HEADING)
    meets: str = Field(default="", max_length=lengths.HEADING)
    communities: list[str] = json_column(list)
    speaks: list[str] = json_column(list)
    areas: list[str] = json_column(list)
    helps: list[str] = json_column(list)
    contact_name: str = Field(default="", max_length=lengths.NAME)
    contact_name_public: bool = False
    email: str = Field(default="", max_length=lengths.EMAIL, index=True)
    email_public: bool = False
    telephone: str = Field(default="", max_length=lengths.TELEPHONE)
    telephone_public: bool = False
    website: str = Field(default="", max_length=lengths.WEB_ADDRESS)
    website_public: bool = False
    centre: bool = False
    centre_claimed: bool = False
    centre_words: str = Field(default="", max_length=lengths.HEADING)
    proposed: dict[str, Any] = json_column()
    waits: bool = False
    checks: dict[str, Any] = json_column()
    confirmed: date | None = None
    agreed: date | None = None
    renewal_asked: date | None = None
    reminded: date | None = None
    added: datetime = stamp()
    sent_as: str | None = Field(default=None, unique=True, max_length=lengths.ID)
    sorting: str = _sorting()
    folded: str = Field(default="", sa_type=sa.Text)
    no_news: bool = False
    synthetic: bool = False
    revision: int = Field(default_factory=first_revision)

    @property
    def public(self) -> bool:
        """Tell whether residents see it."""
        return self.state in PUBLIC

    def words(self, field: str, most: int = 0) -> Written:
        """Give what it wrote, in its language; of more than so many signs the beginning."""
        text: str = getattr(self, field)
        if most and len(text) > most:
            text = text[:most].rpartition(" ")[0] or text[:most]
            text = f"{text}…"
        return written(text, self.language)

    @property
    def reachable(self) -> bool:
        """Tell whether anybody can reach it from its own page."""
        ways = ("email", "telephone", "website")
        return any(getattr(self, way) and getattr(self, f"{way}_public") for way in ways)


class GroupTag(SQLModel, table=True):
    """Something by which a group is found while it is shown, read off its entry when it is kept."""

    __tablename__ = "group_tag"

    kind: str = Field(primary_key=True, max_length=20)
    code: str = Field(primary_key=True, max_length=lengths.CODE)
    group_id: int = Field(
        primary_key=True, foreign_key="voluntary_group.id", index=True, ondelete="CASCADE"
    )


class GroupLink(SQLModel, table=True):
    """A link that was mailed to a group: what it is for, until when, and whether it was used.

    It is for the `email` that the group had then, and for no other.
    """

    __tablename__ = "group_link"
    __table_args__ = MOMENTARY

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    group_id: int = Field(foreign_key="voluntary_group.id", index=True, ondelete="CASCADE")
    purpose: str = Field(max_length=20)
    email: str = Field(default="", max_length=lengths.EMAIL)
    made: datetime = stamp()
    expires: datetime = moment(index=True)
    used: bool = False


class GroupEvent(SQLModel, table=True):
    """Something that became of an entry, by an account or by the group itself, and why."""

    __tablename__ = "group_event"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="voluntary_group.id", index=True, ondelete="CASCADE")
    at: datetime = stamp()
    what: str = Field(max_length=lengths.CODE)
    by: int = 0
    reason: str = Field(default="", max_length=lengths.REASON)
    details: dict[str, Any] = json_column()


class GroupArrangements(SQLModel, table=True):
    """The one row of what the council decided about the directory."""

    __tablename__ = "group_arrangements"

    id: int = Field(default=1, primary_key=True)
    version: int = 0
    values: dict[str, Any] = json_column()
