"""Which group brought a response, what a group drafts, and what its members changed in it."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0029"
down_revision: str | None = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "group_return",
        _to("group_return", "response_id", "response", sa.String(22)),
        _to("group_return", "group_id", "voluntary_group", sa.Integer()),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_group_return")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shared_answer",
        sa.Column("id", sa.String(22), nullable=False),
        _to("shared_answer", "group_id", "voluntary_group", sa.Integer()),
        _to("shared_answer", "consultation_id", "consultation", sa.Integer()),
        sa.Column("code", sa.String(40), nullable=False),
        _to("shared_answer", "draft_id", "draft", sa.String(64), nullable=True),
        _to("shared_answer", "response_id", "response", sa.String(22), nullable=True),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_answer")),
        sa.UniqueConstraint("group_id", "consultation_id", name=op.f("uq_shared_answer_group_id")),
        sa.UniqueConstraint("response_id", name=op.f("uq_shared_answer_response_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shared_change",
        sa.Column("id", sa.String(22), nullable=False),
        _to("shared_change", "answer_id", "shared_answer", sa.String(22)),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(48), nullable=False),
        sa.Column("sent", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        _to("shared_change", "membership_id", "membership", sa.String(22), "SET NULL", True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_change")),
        sqlite_with_rowid=False,
    )
    for table, columns in _INDEXED.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Change them back."""
    for table in ("shared_change", "shared_answer", "group_return"):
        op.drop_table(table)


_INDEXED = {
    "group_return": ("group_id",),
    "shared_answer": ("consultation_id", "draft_id"),
    "shared_change": ("answer_id", "membership_id"),
}


def _to(
    table: str, column: str, other: str, kind: Any, then: str = "CASCADE", nullable: bool = False
) -> "sa.Column[Any]":
    key = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{column}_{other}", ondelete=then)
    return sa.Column(column, kind, key, nullable=nullable)
