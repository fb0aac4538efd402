"""Keep what is written to the members of a group, and whom it asks to come again."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision: str | None = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.add_column("membership", sa.Column("asked", sa.Date(), nullable=True))
    op.add_column(
        "voluntary_group",
        sa.Column("no_news", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "group_notice",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(1500), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("made", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["voluntary_group.id"],
            name=op.f("fk_group_notice_group_id_voluntary_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_notice")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_group_notice_group_id"), "group_notice", ["group_id"])


def downgrade() -> None:
    """Change them back."""
    op.drop_table("group_notice")
    op.drop_column("voluntary_group", "no_news")
    op.drop_column("membership", "asked")
