"""What is frozen until a second person has decided about it, whatever it is an edition of."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from portal import lengths
from portal.store.db import json_column, stamp


def of_account() -> Any:
    """Declare a column that names an account, as long as there is one."""
    return Field(default=None, foreign_key="account.id", ondelete="SET NULL")


class ToSign(SQLModel):
    """The columns of what somebody is asked to sign off.

    `writers` are the accounts that wrote it, none of which signs it off. The second person
    `refused` with an `answer`, or the first took it back (`withdrawn`).
    """

    writers: list[int] = json_column(list)
    asked_by: int | None = of_account()
    agreed_by: int | None = of_account()
    refused: date | None = None
    withdrawn: date | None = None
    answer: str = Field(default="", max_length=lengths.REASON)


class Frozen(ToSign):
    """The columns of an edition, which is asked about as it is made; once `published` it stays."""

    content: dict[str, Any] = json_column()
    asked: datetime = stamp()
    published: date | None = None

    @property
    def waits(self) -> bool:
        """Tell whether nobody has decided about it yet."""
        return not (self.published or self.refused or self.withdrawn)
