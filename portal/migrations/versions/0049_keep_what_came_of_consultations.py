"""Keep what came of consultations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0049"
down_revision: str | None = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "feedback_arrangements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_arrangements")),
    )
    op.create_table(
        "outcome_address",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_outcome_address_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_address")),
        sa.UniqueConstraint(
            "consultation_id", "email", name=op.f("uq_outcome_address_consultation_id")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("outcome_address", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outcome_address_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "report_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column(
            "explained", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("explained_in", sa.String(20), nullable=False),
        sa.Column(
            "writers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("told", sa.Date(), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_report_back_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_back")),
        sa.UniqueConstraint("consultation_id", name=op.f("uq_report_back_consultation_id")),
    )
    with op.batch_alter_table("report_back", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_back_published"), ["published"], unique=False)

    op.create_table(
        "chair_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("line", sa.String(40), nullable=False),
        sa.Column(
            "words", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["body.id"], name=op.f("fk_chair_line_body_id_body"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chair_line")),
    )
    with op.batch_alter_table("chair_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chair_line_key"), ["key"], unique=False)

    op.create_table(
        "feedback_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(22), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "questions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column(
            "asked", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("said", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("did", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column(
            "communities", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "areas", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "services", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "shown", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("shown_outcome", sa.String(40), nullable=True),
        sa.Column("shown_due", sa.Date(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("changed", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report_back.id"],
            name=op.f("fk_feedback_entry_report_id_report_back"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_feedback_entry_key")),
    )
    with op.batch_alter_table("feedback_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_entry_changed"), ["changed"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_feedback_entry_report_id"), ["report_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_feedback_entry_shown_outcome"), ["shown_outcome"], unique=False
        )

    op.create_table(
        "report_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column(
            "content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "languages", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column(
            "writers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("refused", sa.Date(), nullable=True),
        sa.Column("withdrawn", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(400), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreed_by"],
            ["account.id"],
            name=op.f("fk_report_edition_agreed_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["account.id"],
            name=op.f("fk_report_edition_asked_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report_back.id"],
            name=op.f("fk_report_edition_report_id_report_back"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_edition")),
    )
    with op.batch_alter_table("report_edition", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_report_edition_report_id"), ["report_id"], unique=False
        )

    op.create_table(
        "report_language",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("translated_by", sa.Integer(), nullable=True),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("checked", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checked_by"],
            ["account.id"],
            name=op.f("fk_report_language_checked_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report_back.id"],
            name=op.f("fk_report_language_report_id_report_back"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["translated_by"],
            ["account.id"],
            name=op.f("fk_report_language_translated_by_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_language")),
        sa.UniqueConstraint("report_id", "language", name=op.f("uq_report_language_report_id")),
    )
    op.create_table(
        "feedback_concern",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("concern", sa.String(40), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["feedback_entry.id"],
            name=op.f("fk_feedback_concern_entry_id_feedback_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "concern", "code", name=op.f("pk_feedback_concern")),
    )
    with op.batch_alter_table("feedback_concern", schema=None) as batch_op:
        batch_op.create_index(
            "ix_feedback_concern_found", ["concern", "code", "entry_id"], unique=False
        )

    op.create_table(
        "feedback_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["feedback_entry.id"],
            name=op.f("fk_feedback_evidence_entry_id_feedback_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_evidence")),
        sa.UniqueConstraint("entry_id", "key", name=op.f("uq_feedback_evidence_entry_id")),
    )
    with op.batch_alter_table("feedback_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_evidence_key"), ["key"], unique=False)

    op.create_table(
        "feedback_proof",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("proof", sa.String(40), nullable=False),
        sa.Column(
            "title", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column(
            "alternative", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["feedback_entry.id"],
            name=op.f("fk_feedback_proof_entry_id_feedback_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_proof")),
    )
    with op.batch_alter_table("feedback_proof", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_proof_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "feedback_quote",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(22), nullable=False),
        sa.Column(
            "words", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("characteristic", sa.String(40), nullable=False),
        sa.Column("option", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["written_answer.id"],
            name=op.f("fk_feedback_quote_answer_id_written_answer"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["feedback_entry.id"],
            name=op.f("fk_feedback_quote_entry_id_feedback_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_quote")),
    )
    with op.batch_alter_table("feedback_quote", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_feedback_quote_answer_id"), ["answer_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_feedback_quote_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "feedback_reaction",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("because", sa.String(1500), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["feedback_entry.id"],
            name=op.f("fk_feedback_reaction_entry_id_feedback_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_reaction")),
        sa.UniqueConstraint("mark", name=op.f("uq_feedback_reaction_mark")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("feedback_reaction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_feedback_reaction_entry_id"), ["entry_id"], unique=False
        )


def downgrade() -> None:
    """Drop them."""
    for table in (
        "feedback_reaction",
        "feedback_quote",
        "feedback_proof",
        "feedback_evidence",
        "feedback_concern",
        "report_language",
        "report_edition",
        "feedback_entry",
        "chair_line",
        "report_back",
        "outcome_address",
        "feedback_arrangements",
    ):
        op.drop_table(table)
