"""Keep what helpers enter and slips."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision: str | None = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "sent_batch",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Date(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_sent_batch_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["voluntary_group.id"],
            name=op.f("fk_sent_batch_group_id_voluntary_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_batch")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_sent_batch_code_hash")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("sent_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sent_batch_consultation_id"), ["consultation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_sent_batch_group_id"), ["group_id"], unique=False)

    op.create_table(
        "slip_batch",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made", sa.Date(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_slip_batch_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["voluntary_group.id"],
            name=op.f("fk_slip_batch_group_id_voluntary_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_batch")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("slip_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_slip_batch_consultation_id"), ["consultation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_slip_batch_group_id"), ["group_id"], unique=False)

    op.create_table(
        "batch_draft",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(22), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("rows", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "together", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_batch_draft_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["voluntary_group.id"],
            name=op.f("fk_batch_draft_group_id_voluntary_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["membership.id"],
            name=op.f("fk_batch_draft_made_by_membership"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_draft")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("batch_draft", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_batch_draft_consultation_id"), ["consultation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_batch_draft_expires"), ["expires"], unique=False)
        batch_op.create_index(batch_op.f("ix_batch_draft_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_batch_draft_made_by"), ["made_by"], unique=False)

    op.create_table(
        "batch_response",
        sa.Column("response_id", sa.String(22), nullable=False),
        sa.Column("batch_id", sa.String(22), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["sent_batch.id"],
            name=op.f("fk_batch_response_batch_id_sent_batch"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_batch_response_response_id_response"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_batch_response")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("batch_response", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batch_response_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "slip",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("batch_id", sa.String(22), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["slip_batch.id"],
            name=op.f("fk_slip_batch_id_slip_batch"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("slip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slip_batch_id"), ["batch_id"], unique=False)


def downgrade() -> None:
    """Change them back."""
    for table in ("slip", "batch_response", "batch_draft", "slip_batch", "sent_batch"):
        op.drop_table(table)
