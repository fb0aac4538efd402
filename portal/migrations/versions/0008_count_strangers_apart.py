"""Count strangers' failures apart, and keep who is half way in on our side.

An account knows when it was signed out everywhere last; the sign that a password was right is a
row, which can be used once and ended.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.add_column("account", sa.Column("signed_out", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "half_way",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(64), nullable=True),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("next", sa.Text(), nullable=False),
        sa.Column("enrolling", sa.Boolean(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_half_way_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["account_session.id"],
            name=op.f("fk_half_way_session_id_account_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_way")),
    )
    op.create_index(op.f("ix_half_way_account_id"), "half_way", ["account_id"])


def downgrade() -> None:
    """Change them back."""
    op.drop_table("half_way")
    op.drop_column("account", "signed_out")
