"""Let changes of first posts wait, name reported translations and what former members wrote."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision: str | None = "0038"
branch_labels = None
depends_on = None

_POST = sa.table(
    "forum_post",
    *(sa.column(name, sa.String()) for name in ("voice", "member_id")),
    sa.column("group_id", sa.Integer()),
    sa.column("spoken", sa.Boolean()),
)


def upgrade() -> None:
    """Change the tables, and say of the posts of members who are gone that they are."""
    op.add_column("forum_post_version", sa.Column("standing", sa.String(40), nullable=True))
    op.add_column(
        "forum_attachment",
        sa.Column("waits", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "moderation_report",
        sa.Column("translation", sa.String(20), server_default="", nullable=False),
    )
    gone = _POST.c.member_id.is_(None) & _POST.c.voice.in_(["member", "group"])
    former = {"voice": "former", "group_id": None, "spoken": False}
    op.execute(sa.update(_POST).where(gone).values(former))


def downgrade() -> None:
    """Change them back; nobody reads what waited."""
    op.execute(sa.update(_POST).where(_POST.c.voice == "former").values(voice="member"))
    op.execute("DELETE FROM moderation_report WHERE translation <> ''")
    op.execute("DELETE FROM forum_attachment WHERE waits")
    op.execute("DELETE FROM forum_post_version WHERE standing IS NOT NULL")
    for table, column in (
        ("moderation_report", "translation"),
        ("forum_attachment", "waits"),
        ("forum_post_version", "standing"),
    ):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)
