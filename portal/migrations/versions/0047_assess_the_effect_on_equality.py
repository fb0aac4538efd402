"""Keep assessments of the effect on equality, and what of them was signed off."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0047"
down_revision: str | None = "0046"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("title", _JSON, nullable=False),
        sa.Column("summary", _JSON, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("owner", sa.String(120), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("affected", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("said", _JSON, nullable=False),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("outcome_reason", _JSON, nullable=False),
        sa.Column("no_evidence", sa.String(), nullable=False),
        sa.Column("decision", sa.String(40), nullable=True),
        sa.Column("decision_reason", _JSON, nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("writers", _JSON, nullable=False),
        sa.Column("standing", sa.String(40), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("published_title", _JSON, nullable=False),
        sa.Column("published_service", sa.String(40), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("slug", name=op.f("uq_assessment_slug")),
    )
    op.create_index(op.f("ix_assessment_next_on"), "assessment", ["next_on"])

    op.create_table(
        "assessment_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("content", _JSON, nullable=False),
        sa.Column("note", sa.String(400), nullable=False),
        sa.Column("writers", _JSON, nullable=False),
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
            name=op.f("fk_assessment_edition_agreed_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["account.id"],
            name=op.f("fk_assessment_edition_asked_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_edition_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_edition")),
    )
    op.create_index(
        op.f("ix_assessment_edition_assessment_id"), "assessment_edition", ["assessment_id"]
    )

    op.create_table(
        "assessment_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("learned", sa.String(1500), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_evidence_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_evidence")),
    )
    op.create_index(
        op.f("ix_assessment_evidence_assessment_id"), "assessment_evidence", ["assessment_id"]
    )

    op.create_table(
        "assessment_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(1500), nullable=False),
        sa.Column("lead", sa.String(120), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("progress", sa.String(40), nullable=False),
        sa.Column("progress_on", sa.Date(), nullable=True),
        sa.Column("thing", sa.String(160), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_measure_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_measure")),
    )
    op.create_index(
        op.f("ix_assessment_measure_assessment_id"), "assessment_measure", ["assessment_id"]
    )


def downgrade() -> None:
    """Change them back."""
    for table in ("measure", "evidence", "edition"):
        op.drop_table(f"assessment_{table}")
    op.drop_table("assessment")
