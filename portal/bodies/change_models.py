"""What the council did to bodies or wants to do, and the bodies that are only declared."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from portal.bodies import rules
from portal.bodies.models import of_account_or_nobody, of_body
from portal.store.db import Translated, code_column, first_revision, stamp, translated


class Change(SQLModel, table=True):
    """What the council did to a body, for a `reason` that everybody reads, or wants to do.

    It counts from its `day` on. To close a body or open it again takes a second person, who can
    have `refused`; of `terms` that were written anew it keeps how they read before.
    """

    __tablename__ = "body_change"

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = of_body()
    what: rules.Change = code_column(rules.Change)
    reason: Translated = translated()
    terms: Translated = translated()
    asked_by: int | None = of_account_or_nobody()
    agreed_by: int | None = of_account_or_nobody()
    asked: datetime = stamp()
    day: date | None = None
    refused: date | None = None
    withdrawn: date | None = None


class Declared(SQLModel, table=True):
    """A body that decides and has no room here, and what was declared of it, by whom and when."""

    __tablename__ = "declared_body"

    id: int | None = Field(default=None, primary_key=True)
    name: Translated = translated()
    represented: Translated = translated()
    declared_by: Translated = translated()
    declared: date
    revision: int = Field(default_factory=first_revision)
