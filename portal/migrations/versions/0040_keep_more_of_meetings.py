"""Keep when nobody was told at once, how actions read before, and needs in several languages."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision: str | None = "0039"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "untold",
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("since", name=op.f("pk_untold")),
    )
    with op.batch_alter_table("meeting_action", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_back", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("noted", _MOMENT, nullable=True))
    op.add_column("meeting", sa.Column("offered", sa.Date(), nullable=True))
    op.create_table(
        "meeting_action_version",
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.String(22), nullable=False),
        sa.Column("replaced", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["meeting_action.id"],
            name=op.f("fk_meeting_action_version_action_id_meeting_action"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["voluntary_group.id"],
            name=op.f("fk_meeting_action_version_group_id_voluntary_group"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_action_version")),
    )
    op.create_index(
        op.f("ix_meeting_action_version_action_id"), "meeting_action_version", ["action_id"]
    )

    with op.batch_alter_table("meeting_need", schema=None) as batch_op:
        batch_op.drop_constraint("uq_meeting_need_meeting_id", type_="unique")
        batch_op.create_unique_constraint(
            "uq_meeting_need_meeting_id", ["meeting_id", "member_id", "needed", "language"]
        )


def downgrade() -> None:
    """Change them back; of a need in several languages the first by name stays."""
    op.execute(
        "DELETE FROM meeting_need WHERE EXISTS (SELECT 1 FROM meeting_need AS first WHERE "
        "first.meeting_id = meeting_need.meeting_id AND first.member_id = meeting_need.member_id "
        "AND first.needed = meeting_need.needed AND first.language < meeting_need.language)"
    )
    with op.batch_alter_table("meeting_need", schema=None) as batch_op:
        batch_op.drop_constraint("uq_meeting_need_meeting_id", type_="unique")
        batch_op.create_unique_constraint(
            "uq_meeting_need_meeting_id", ["meeting_id", "member_id", "needed"]
        )
    op.drop_table("meeting_action_version")
    op.drop_column("meeting", "offered")
    with op.batch_alter_table("meeting_action", schema=None) as batch_op:
        batch_op.drop_column("noted")
        batch_op.drop_column("taken_back")
    op.drop_table("untold")
