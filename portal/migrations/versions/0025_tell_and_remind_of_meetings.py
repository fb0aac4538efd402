"""Members have calendars, say what they need at meetings, and are told of these."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision: str | None = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "calendar_address",
        sa.Column("member_id", sa.String(22), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("salt", sa.String(22), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_calendar_address_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_calendar_address")),
        sa.UniqueConstraint("name", name=op.f("uq_calendar_address_name")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meeting_need",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("meeting_id", sa.String(22), nullable=False),
        sa.Column("member_id", sa.String(22), nullable=False),
        sa.Column("needed", sa.String(40), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("why", sa.String(40), nullable=False),
        sa.Column("asked", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_need_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_meeting_need_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_need")),
        sa.UniqueConstraint(
            "meeting_id", "member_id", "needed", name=op.f("uq_meeting_need_meeting_id")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("meeting_need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_need_member_id"), ["member_id"], unique=False)

    op.create_table(
        "meeting_notice",
        sa.Column("meeting_id", sa.String(22), nullable=False),
        sa.Column("known", sa.String(32), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_notice_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting_notice")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("meeting_notice")
    with op.batch_alter_table("meeting_need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_need_member_id"))

    op.drop_table("meeting_need")
    op.drop_table("calendar_address")
