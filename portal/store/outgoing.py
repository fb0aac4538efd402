"""The outbox: mails on their way."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.store.db import moment, random_id, stamp
from portal.store.tables import MOMENTARY


class OutgoingMail(SQLModel, table=True):
    """A mail on its way, deleted once the server took it; `html` and `stop` as `smtp.Beside`.

    `written` is the day alone, because a mail about a report must not tell when it came.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (Index("ix_outgoing_mail_next", "due", "id"), MOMENTARY)

    id: str = Field(default_factory=random_id, primary_key=True, max_length=22)
    recipient: str = Field(max_length=lengths.EMAIL)
    subject: str = Field(max_length=200)
    body: str
    html: str = ""
    stop: str = Field(default="", max_length=lengths.LINK)
    due: datetime = moment()
    attempts: int = 0
    last_error: str = Field(default="", max_length=200)
    written: datetime = stamp()
