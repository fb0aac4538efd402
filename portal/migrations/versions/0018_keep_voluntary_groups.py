"""Keep voluntary groups, what was decided about them, and the links they were sent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision: str | None = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "group_arrangements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_arrangements")),
    )
    op.create_table(
        "voluntary_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("was", sa.String(40), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("mail_language", sa.String(20), nullable=False),
        sa.Column("serves", sa.String(1500), nullable=False),
        sa.Column("wishes", sa.String(500), nullable=False),
        sa.Column("meets", sa.String(500), nullable=False),
        sa.Column(
            "communities", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "speaks", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "areas", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "helps", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("contact_name", sa.String(120), nullable=False),
        sa.Column("contact_name_public", sa.Boolean(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_public", sa.Boolean(), nullable=False),
        sa.Column("telephone", sa.String(26), nullable=False),
        sa.Column("telephone_public", sa.Boolean(), nullable=False),
        sa.Column("website", sa.String(300), nullable=False),
        sa.Column("website_public", sa.Boolean(), nullable=False),
        sa.Column("centre", sa.Boolean(), nullable=False),
        sa.Column("centre_claimed", sa.Boolean(), nullable=False),
        sa.Column("centre_words", sa.String(500), nullable=False),
        sa.Column(
            "proposed", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column(
            "checks", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("confirmed", sa.Date(), nullable=True),
        sa.Column("agreed", sa.Date(), nullable=True),
        sa.Column("renewal_asked", sa.Date(), nullable=True),
        sa.Column("reminded", sa.Date(), nullable=True),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_as", sa.String(22), nullable=True),
        sa.Column(
            "sorting",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voluntary_group")),
        sa.UniqueConstraint("sent_as", name=op.f("uq_voluntary_group_sent_as")),
        sa.UniqueConstraint("slug", name=op.f("uq_voluntary_group_slug")),
    )
    op.create_index("ix_voluntary_group_email", "voluntary_group", ["email"])
    op.create_index("ix_voluntary_group_listed", "voluntary_group", ["shown", "sorting", "id"])
    op.create_index("ix_voluntary_group_state", "voluntary_group", ["state", "since", "id"])

    op.create_table(
        "group_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column(
            "details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["voluntary_group.id"],
            name=op.f("fk_group_event_group_id_voluntary_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_event")),
    )
    op.create_index("ix_group_event_group_id", "group_event", ["group_id"])

    op.create_table(
        "group_link",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["voluntary_group.id"],
            name=op.f("fk_group_link_group_id_voluntary_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_link")),
    )
    op.create_index("ix_group_link_expires", "group_link", ["expires"])
    op.create_index("ix_group_link_group_id", "group_link", ["group_id"])

    op.create_table(
        "group_tag",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["voluntary_group.id"],
            name=op.f("fk_group_tag_group_id_voluntary_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("kind", "code", "group_id", name=op.f("pk_group_tag")),
    )
    op.create_index("ix_group_tag_group_id", "group_tag", ["group_id"])


def downgrade() -> None:
    """Change them back."""
    for table in ("group_tag", "group_link", "group_event", "voluntary_group"):
        op.drop_table(table)
    op.drop_table("group_arrangements")
