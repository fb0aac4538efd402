"""Translations of what features own, each kept once for each language."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.members.models import of_member_or_nobody
from portal.store.db import code_column, first_revision, json_column, random_id, stamp
from portal.translations.rules import Hand, Standing, State

OWNER = 60
"""How long the key may be under which a feature owns what is translated."""


class Translation(SQLModel, table=True):
    """What somebody made of words in another language; no earlier version of it is kept.

    `source` is the fingerprint of the words it was made of, `checked` the hand of whoever said
    that it is right. By `member_id` nobody checks their own; no page shows whose it is.
    """

    __table_args__ = (UniqueConstraint("owner", "language"),)

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    owner: str = Field(max_length=OWNER)
    language: str = Field(max_length=lengths.LANGUAGE)
    words: dict[str, str] = json_column()
    source: str = Field(max_length=32)
    state: State = code_column(State, default=State.DRAFT)
    hand: Hand = code_column(Hand)
    checked: Hand | None = code_column(Hand, default=None, nullable=True)
    waits: bool = False
    member_id: str | None = of_member_or_nobody(index=True)
    revision: int = Field(default_factory=first_revision)
    made: datetime = stamp()

    def standing(self, own: str) -> Standing:
        """Give what decides about it, for somebody by their random name."""
        return Standing(self.state, self.waits, bool(own) and self.member_id == own)
