"""Who follows what, which mails somebody stopped, the weekly mail, and mails that are HTML, too."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision: str | None = "0027"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Change the tables; what is shown already is no news."""
    op.create_table(
        "mail_choice",
        _to("mail_choice", "member"),
        sa.Column("key", sa.String(22), nullable=False),
        sa.Column("stopped", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_mail_choice")),
        sa.UniqueConstraint("key", name=op.f("uq_mail_choice_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "followed_body",
        _to("followed_body", "member"),
        _to("followed_body", "body", sa.Integer()),
        sa.Column("pace", sa.String(40), nullable=False),
        sa.Column("belongs", sa.Boolean(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("member_id", "body_id", name=op.f("pk_followed_body")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "followed_topic",
        _to("followed_topic", "member"),
        _to("followed_topic", "topic", table="forum_topic"),
        sa.Column("pace", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("member_id", "topic_id", name=op.f("pk_followed_topic")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "weekly_mail",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.Column("reached", sa.String(22), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_weekly_mail")),
    )
    op.create_table(
        "weekly_mail_to",
        sa.Column(
            "day",
            sa.Date(),
            sa.ForeignKey(
                "weekly_mail.day",
                name=op.f("fk_weekly_mail_to_day_weekly_mail"),
                ondelete="CASCADE",
            ),
            nullable=False,
        ),
        _to("weekly_mail_to", "member"),
        sa.PrimaryKeyConstraint("day", "member_id", name=op.f("pk_weekly_mail_to")),
        sqlite_with_rowid=False,
    )
    op.add_column("forum_post", sa.Column("appeared", _MOMENT, nullable=True))
    op.execute("UPDATE forum_post SET appeared = made WHERE standing NOT IN ('waiting', 'not_put')")
    op.add_column(
        "outgoing_mail", sa.Column("html", sa.String(), nullable=False, server_default="")
    )
    op.add_column(
        "outgoing_mail", sa.Column("stop", sa.String(600), nullable=False, server_default="")
    )
    op.drop_index(op.f("ix_outgoing_mail_due"), "outgoing_mail")
    op.create_index("ix_outgoing_mail_next", "outgoing_mail", ["due", "id"])
    for table, column in _INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Change them back."""
    op.drop_index(op.f("ix_forum_post_appeared"), "forum_post")
    op.drop_index("ix_outgoing_mail_next", "outgoing_mail")
    op.create_index(op.f("ix_outgoing_mail_due"), "outgoing_mail", ["due"])
    for table, column in (
        ("outgoing_mail", "stop"),
        ("outgoing_mail", "html"),
        ("forum_post", "appeared"),
    ):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
    for table in (
        "weekly_mail_to",
        "weekly_mail",
        "followed_topic",
        "followed_body",
        "mail_choice",
    ):
        op.drop_table(table)


_INDEXED = (
    ("followed_body", "body_id"),
    ("followed_topic", "topic_id"),
    ("forum_post", "appeared"),
    ("weekly_mail_to", "member_id"),
)


def _to(of: str, what: str, kind: Any = None, table: str = "") -> "sa.Column[str]":
    other = table or what
    name = f"fk_{of}_{what}_id_{other}"
    key = sa.ForeignKey(f"{other}.id", name=name, ondelete="CASCADE")
    return sa.Column(f"{what}_id", kind or sa.String(22), key, nullable=False)
