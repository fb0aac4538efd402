"""Translations of what features own, and the words by which posts of the forum are found."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.languages.searching import fold

revision = "0023"
down_revision: str | None = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "translation",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("owner", sa.String(60), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column(
            "words", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("hand", sa.String(40), nullable=False),
        sa.Column("checked", sa.String(40), nullable=True),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("member_id", sa.String(22), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_translation_member_id_member"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
        sa.UniqueConstraint("owner", "language", name=op.f("uq_translation_owner")),
    )
    op.create_index(op.f("ix_translation_member_id"), "translation", ["member_id"])
    op.create_table(
        "forum_searched",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["forum_post.id"],
            name=op.f("fk_forum_searched_post_id_forum_post"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("post_id", "language", name=op.f("pk_forum_searched")),
    )
    _find_what_is_written()


def downgrade() -> None:
    """Change them back."""
    op.drop_table("forum_searched")
    op.drop_table("translation")


def _find_what_is_written() -> None:
    """Keep by which words the posts that are shown already are found."""
    post = sa.table("forum_post", *map(sa.column, ("id", "topic_id", "opens", "standing")))
    post.append_column(sa.column("text"))
    post.append_column(sa.column("language"))
    topic = sa.table("forum_topic", sa.column("id"), sa.column("title"))
    searched = sa.table("forum_searched", *map(sa.column, ("post_id", "language", "folded")))
    title = sa.case((post.c.opens, topic.c.title), else_="")
    query = sa.select(post.c.id, post.c.language, title, post.c.text)
    query = query.join_from(post, topic, topic.c.id == post.c.topic_id)
    rows = op.get_bind().execute(query.where(post.c.standing == "shown")).all()
    found = [
        {"post_id": number, "language": tag, "folded": fold(f"{title}\n{text}")}
        for number, tag, title, text in rows
    ]
    if found:
        op.bulk_insert(searched, found)
