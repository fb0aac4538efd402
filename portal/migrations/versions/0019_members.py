"""Members, apart from staff, and what opens a way in for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision: str | None = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "member",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("name_shown", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("here", sa.Date(), nullable=False),
        sa.Column("warned", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("email", name=op.f("uq_member_email")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "member_arrangements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_arrangements")),
    )
    op.create_table(
        "mails_asked",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mails_asked")),
    )
    op.create_index(op.f("ix_mails_asked_due"), "mails_asked", ["due"])
    op.create_table(
        "sign_in_request",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("next", sa.Text(), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_request")),
    )
    op.create_index(op.f("ix_sign_in_request_asked"), "sign_in_request", ["asked"])
    op.create_table(
        "address_change",
        _member("address_change"),
        sa.Column("mark", sa.String(22), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("old_agreed", sa.Boolean(), nullable=False),
        sa.Column("new_agreed", sa.Boolean(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_address_change")),
    )
    op.create_table(
        "member_card",
        sa.Column("id", sa.String(22), nullable=False),
        _member("member_card"),
        sa.Column("number", sa.String(8), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("issued_by", sa.String(40), nullable=False),
        sa.Column("issued", sa.Date(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_card")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_member_card_code_hash")),
        sa.UniqueConstraint("number", name=op.f("uq_member_card_number")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "member_session",
        sa.Column("id", sa.String(64), nullable=False),
        _member("member_session"),
        sa.Column("own_device", sa.Boolean(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_session")),
    )
    op.create_table(
        "sign_in_link",
        sa.Column("id", sa.String(64), nullable=False),
        _member("sign_in_link"),
        sa.Column("next", sa.Text(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
    )
    for table in ("member_card", "member_session", "sign_in_link"):
        op.create_index(op.f(f"ix_{table}_member_id"), table, ["member_id"])


def downgrade() -> None:
    """Change them back."""
    for table in ("sign_in_link", "member_session", "member_card", "address_change"):
        op.drop_table(table)
    for table in ("sign_in_request", "mails_asked", "member_arrangements", "member"):
        op.drop_table(table)


def _member(table: str) -> "sa.Column[str]":
    return sa.Column(
        "member_id",
        sa.String(22),
        sa.ForeignKey("member.id", name=f"fk_{table}_member_id_member", ondelete="CASCADE"),
        nullable=False,
    )
