"""Sealed reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision: str | None = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "agency",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("consent", sa.String(20), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("name", name=op.f("uq_agency_name")),
    )
    op.create_table(
        "incident_arrangements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("queue_opened", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_arrangements")),
    )
    op.create_table(
        "key_holder",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("circle", sa.String(40), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_private", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("retired", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_holder")),
    )
    with op.batch_alter_table("key_holder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_key_holder_account_id"), ["account_id"], unique=False)

    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(200), nullable=False),
        sa.Column("written", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
    )
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outgoing_mail_due"), ["due"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("reference", sa.String(9), nullable=False),
        sa.Column("lookup", sa.String(64), nullable=True),
        sa.Column("reporter_key", sa.LargeBinary(), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("circle", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("acknowledged", sa.Date(), nullable=True),
        sa.Column("first_action", sa.Date(), nullable=True),
        sa.Column("last_contact", sa.Date(), nullable=True),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.Column("followed_up", sa.Date(), nullable=True),
        sa.Column("destroy_on", sa.Date(), nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("assigned", sa.Integer(), nullable=True),
        sa.Column("covered_by", sa.Integer(), nullable=True),
        sa.Column("merged_into", sa.String(22), nullable=True),
        sa.Column("link_tag", sa.String(64), nullable=True),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.Column("came_back", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("lookup", name=op.f("uq_report_lookup")),
        sa.UniqueConstraint("reference", name=op.f("uq_report_reference")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_assigned"), ["assigned"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_destroy_on"), ["destroy_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_link_tag"), ["link_tag"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_state"), ["state"], unique=False)

    op.create_table(
        "statistics_record",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statistics_record")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "team_key",
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("purpose", name=op.f("pk_team_key")),
    )
    op.create_table(
        "agency_member",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(22), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["agency.id"],
            name=op.f("fk_agency_member_agency_id_agency"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_agency_member")),
    )
    with op.batch_alter_table("agency_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agency_member_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "conflict",
        sa.Column("report_id", sa.String(22), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_conflict_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", "account_id", name=op.f("pk_conflict")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contact_request",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("report_id", sa.String(22), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("released", sa.LargeBinary(), nullable=True),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_contact_request_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_request")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("contact_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contact_request_report_id"), ["report_id"], unique=False
        )

    op.create_table(
        "opened_vault",
        sa.Column("session_id", sa.String(64), nullable=False),
        sa.Column("holder_id", sa.String(22), nullable=False),
        sa.Column("sealed_private", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["key_holder.id"],
            name=op.f("fk_opened_vault_holder_id_key_holder"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["account_session.id"],
            name=op.f("fk_opened_vault_session_id_account_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_opened_vault")),
    )
    op.create_table(
        "recovery_share",
        sa.Column("holder_id", sa.String(22), nullable=False),
        sa.Column("pair", sa.String(3), nullable=False),
        sa.Column("sealed_private", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["key_holder.id"],
            name=op.f("fk_recovery_share_holder_id_key_holder"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("holder_id", "pair", name=op.f("pk_recovery_share")),
    )
    op.create_table(
        "referral",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("report_id", sa.String(22), nullable=False),
        sa.Column("agency_id", sa.String(22), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=False),
        sa.Column("answered", sa.Date(), nullable=True),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_referral_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_referral_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_report_id"), ["report_id"], unique=False)

    op.create_table(
        "reply",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("report_id", sa.String(22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("for_reporter", sa.LargeBinary(), nullable=True),
        sa.Column("for_team", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_reply_report_id_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_reply_report_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "report_file",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("report_id", sa.String(22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_report_file_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_file")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("report_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_file_report_id"), ["report_id"], unique=False)

    op.create_table(
        "report_item",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("report_id", sa.String(22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_report_item_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_item")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_item_report_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "report_key",
        sa.Column("report_id", sa.String(22), nullable=False),
        sa.Column("holder_id", sa.String(22), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["key_holder.id"],
            name=op.f("fk_report_key_holder_id_key_holder"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_report_key_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", "holder_id", name=op.f("pk_report_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "team_key_copy",
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("holder_id", sa.String(22), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["key_holder.id"],
            name=op.f("fk_team_key_copy_holder_id_key_holder"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("purpose", "holder_id", name=op.f("pk_team_key_copy")),
    )
    op.create_table(
        "referral_copy",
        sa.Column("referral_id", sa.String(22), nullable=False),
        sa.Column("holder_id", sa.String(22), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["key_holder.id"],
            name=op.f("fk_referral_copy_holder_id_key_holder"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_referral_copy_referral_id_referral"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("referral_id", "holder_id", name=op.f("pk_referral_copy")),
        sqlite_with_rowid=False,
    )
