"""Note who heard an appeal, who wants no titles of closed rooms, and who declared no post."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision: str | None = "0042"
branch_labels = None
depends_on = None

_HEARD_BY = "fk_moderation_appeal_heard_by_member"


def upgrade() -> None:
    """Add the columns."""
    with op.batch_alter_table("moderation_appeal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("heard_by", sa.String(22), nullable=True))
        batch_op.create_foreign_key(
            op.f(_HEARD_BY), "member", ["heard_by"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_index(op.f("ix_moderation_appeal_heard_by"), ["heard_by"])
    op.add_column(
        "mail_choice",
        sa.Column("untitled", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("body_office", sa.Column("no_post", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    for table, column in (("body_office", "no_post"), ("mail_choice", "untitled")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
    with op.batch_alter_table("moderation_appeal", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_moderation_appeal_heard_by"))
        batch_op.drop_constraint(op.f(_HEARD_BY), type_="foreignkey")
        batch_op.drop_column("heard_by")
