"""Ask for interpreters, formats and calls, and count what people asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision: str | None = "0019"
branch_labels = None
depends_on = None

_MOST_BYTES = 8160  # as much as a page holds; see 0010


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "support_request",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("asked", sa.Date(), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("why", sa.String(40), nullable=False),
        sa.Column("answered", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_request")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_support_request_asked"), "support_request", ["asked"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE support_request SET (toast_tuple_target = {_MOST_BYTES})")
    op.create_table(
        "support_count",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("why", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "month",
            "language",
            "kind",
            "service",
            "outcome",
            "why",
            name=op.f("pk_support_count"),
        ),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("support_count")
    op.drop_index(op.f("ix_support_request_asked"), table_name="support_request")
    op.drop_table("support_request")
