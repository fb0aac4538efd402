"""Note who opened words of a closed room, and who left a group lately."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision: str | None = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has opened any, and of nobody it is known that they left."""
    with op.batch_alter_table("legal_removal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opened_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("opened", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_legal_removal_opened_by_account"),
            "account",
            ["opened_by"],
            ["id"],
            ondelete="SET NULL",
        )
    op.create_table(
        "group_left",
        sa.Column("member_id", sa.String(22), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["voluntary_group.id"],
            name=op.f("fk_group_left_group_id_voluntary_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_group_left_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", "group_id", name=op.f("pk_group_left")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_group_left_day"), "group_left", ["day"])


def downgrade() -> None:
    """Forget both."""
    op.drop_table("group_left")
    with op.batch_alter_table("legal_removal", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_legal_removal_opened_by_account"), type_="foreignkey"
        )
        batch_op.drop_column("opened")
        batch_op.drop_column("opened_by")
