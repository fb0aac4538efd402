"""Who belongs to which group, invitations, and what somebody says is wrong there."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision: str | None = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "membership",
        sa.Column("id", sa.String(22), nullable=False),
        _group("membership"),
        _to("membership", "member_id", "member", "CASCADE", nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("joined", sa.Date(), nullable=False),
        _to("membership", "proposed_by", "membership", "SET NULL", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("group_id", "member_id", name=op.f("uq_membership_group_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "group_invitation",
        sa.Column("id", sa.String(22), nullable=False),
        _group("group_invitation"),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        _to("group_invitation", "made_by", "membership", "CASCADE", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_invitation")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_group_invitation_code_hash")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "group_joining",
        sa.Column("id", sa.String(64), nullable=False),
        _to("group_joining", "invitation_id", "group_invitation", "CASCADE", nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_joining")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "group_concern",
        sa.Column("id", sa.String(22), nullable=False),
        _group("group_concern"),
        sa.Column("words", sa.String(1500), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_concern")),
        sqlite_with_rowid=False,
    )
    for table, columns in _INDEXED.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Change them back."""
    for table in ("group_concern", "group_joining", "group_invitation", "membership"):
        op.drop_table(table)


_INDEXED = {
    "membership": ("member_id", "proposed_by"),
    "group_invitation": ("group_id", "expires", "made_by"),
    "group_joining": ("invitation_id", "expires"),
    "group_concern": ("group_id",),
}


def _group(table: str) -> "sa.Column[int]":
    name = f"fk_{table}_group_id_voluntary_group"
    key = sa.ForeignKey("voluntary_group.id", name=name, ondelete="CASCADE")
    return sa.Column("group_id", sa.Integer(), key, nullable=False)


def _to(table: str, column: str, other: str, then: str, *, nullable: bool) -> "sa.Column[str]":
    key = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{column}_{other}", ondelete=then)
    return sa.Column(column, sa.String(22), key, nullable=nullable)
