"""People who sign in, where they are signed in, and who tried in vain."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.accounts.rules import Role as Role
from portal.store.db import json_column, moment, stamp
from portal.store.tables import MOMENTARY


class Account(SQLModel, table=True):
    """A member of staff. Without a password and a second factor it cannot be used.

    `signed_out` is when it was last signed out everywhere: browsers known before are strangers.
    """

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True, max_length=lengths.EMAIL)
    name: str = Field(max_length=lengths.NAME)
    roles: list[str] = json_column(list)
    password_hash: str = Field(default="", max_length=200)
    sealed_secret: str = Field(default="", max_length=200)
    last_step: int = 0
    recovery_codes: list[str] = json_column(list)
    disabled: bool = False
    created: datetime = stamp()
    signed_out: datetime | None = moment(default=None, nullable=True)

    def holds(self, roles: frozenset[str]) -> bool:
        """Tell whether the account has one of these roles."""
        return bool(roles & {Role(role) for role in self.roles})

    @property
    def usable(self) -> bool:
        """Tell whether somebody can sign in with it: it is enrolled and not disabled."""
        return self.enrolled and not self.disabled

    @property
    def enrolled(self) -> bool:
        """Tell whether its owner has chosen a password and set up a second factor."""
        return self.password_hash.startswith("$argon2") and bool(self.sealed_secret)


class AccountSession(SQLModel, table=True):
    """One browser in which an account is signed in, named by the hash of its token."""

    __tablename__ = "account_session"
    __table_args__ = MOMENTARY

    id: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    created: datetime = stamp()
    seen: datetime = stamp()
    expires: datetime = moment()


class HalfWay(SQLModel, table=True):
    """Somebody who gave the right password in one browser, named by the hash of its token.

    It is used once, and ends with the password, the second factor, and the session in which
    another second factor is set up.
    """

    __tablename__ = "half_way"
    __table_args__ = MOMENTARY

    id: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    session_id: str | None = Field(
        default=None, foreign_key="account_session.id", ondelete="CASCADE", max_length=64
    )
    state: str = Field(max_length=64)
    next: str = Field(default="", sa_type=Text)
    enrolling: bool = False
    expires: datetime = moment()


class FailedSignIns(SQLModel, table=True):
    """How often somebody failed to sign in under one name, and until when they wait.

    The name is a keyed hash of what was typed, so that an address without an account is
    treated, and stored, exactly like one with an account.
    """

    __tablename__ = "failed_sign_ins"

    name: str = Field(primary_key=True, max_length=64)
    count: int = 0
    until: datetime = stamp()
