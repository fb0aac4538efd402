"""Take comment cards, complaints and compliments, and keep what became of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0046"
down_revision: str | None = "0045"
branch_labels = None
depends_on = None

_MOST_BYTES = 8160  # as much as a page holds; see 0010
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "resident_comment",
        sa.Column("receipt", sa.String(64), nullable=False),
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("area", sa.String(40), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("well", sa.String(4_000), nullable=False),
        sa.Column("wrong", sa.String(4_000), nullable=False),
        sa.Column("wants", sa.String(4_000), nullable=False),
        sa.Column("how", sa.String(40), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("read_by", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("changed", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("receipt", name=op.f("pk_resident_comment")),
        sa.UniqueConstraint("id", name=op.f("uq_resident_comment_id")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_resident_comment_due", "resident_comment", ["due", "id"])
    op.create_index("ix_resident_comment_changed", "resident_comment", ["changed", "id"])
    op.create_table(
        "comment_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.String(64), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(120), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("words", _JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["by"],
            ["account.id"],
            name=op.f("fk_comment_step_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["resident_comment.receipt"],
            name=op.f("fk_comment_step_comment_id_resident_comment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_step")),
    )
    op.create_index(op.f("ix_comment_step_comment_id"), "comment_step", ["comment_id"])
    op.create_table(
        "comment_equality",
        sa.Column("comment_id", sa.String(64), nullable=False),
        sa.Column("nation", sa.String(20), nullable=False),
        sa.Column("answers", _JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["resident_comment.receipt"],
            name=op.f("fk_comment_equality_comment_id_resident_comment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_comment_equality")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "comment_count",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "year", "kind", "service", "language", "state", name=op.f("pk_comment_count")
        ),
    )
    op.create_table(
        "complaint_arrangements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("values", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_arrangements")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in ("resident_comment", "comment_step", "comment_equality"):
            op.execute(f"ALTER TABLE {table} SET (toast_tuple_target = {_MOST_BYTES})")


def downgrade() -> None:
    """Drop them."""
    for table in (
        "complaint_arrangements",
        "comment_count",
        "comment_equality",
        "comment_step",
        "resident_comment",
    ):
        op.drop_table(table)
