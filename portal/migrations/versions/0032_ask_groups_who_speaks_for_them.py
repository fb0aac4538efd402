"""Ask groups who speaks for them, and keep a telephone number of applicants."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision: str | None = "0031"
branch_labels = None
depends_on = None

_SAID = sa.text(
    "UPDATE body_membership SET group_says = 'yes' WHERE EXISTS (SELECT 1 FROM membership"
    " WHERE membership.member_id = body_membership.member_id"
    " AND membership.group_id = body_membership.group_id)"
)
"""Whoever the group itself took in speaks for it as before; others are asked about."""


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("body_membership", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("group_says", sa.String(40), nullable=False, server_default="asked")
        )
        batch_op.add_column(
            sa.Column("telephone", sa.String(26), nullable=False, server_default="")
        )
    with op.batch_alter_table("body_membership", schema=None) as batch_op:
        batch_op.alter_column("group_says", server_default=None)
        batch_op.alter_column("telephone", server_default=None)
    op.execute(_SAID)


def downgrade() -> None:
    """Change them back."""
    with op.batch_alter_table("body_membership", schema=None) as batch_op:
        batch_op.drop_column("telephone")
        batch_op.drop_column("group_says")
