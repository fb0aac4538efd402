"""Mark what came in a rush, and keep which previews are shared.

Links to previews from before hold no name that could be taken back; they end.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.add_column(
        "response", sa.Column("rushed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "ix_response_rushed",
        "response",
        ["consultation_id"],
        sqlite_where=sa.text("rushed = 1"),
        postgresql_where=sa.text("rushed"),
    )
    op.create_table(
        "shared_preview",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_shared_preview_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_preview")),
    )
    op.create_index(
        op.f("ix_shared_preview_consultation_id"), "shared_preview", ["consultation_id"]
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("shared_preview")
    op.drop_index("ix_response_rushed", table_name="response")
    op.drop_column("response", "rushed")
