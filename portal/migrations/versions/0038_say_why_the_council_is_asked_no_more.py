"""Say why the council is asked no more and a question not put; note who was told of late actions.

A wish of before that was dropped has neither a day nor a reason, and is listed nowhere, as it was.
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision: str | None = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.add_column("forum_ask", sa.Column("withdrawn", sa.DateTime(timezone=True), nullable=True))
    op.add_column("forum_ask", _words("said", 4_000))
    op.add_column("forum_ask", _words("said_in", 20))
    op.add_column("forum_question", _words("reason", 40))
    op.add_column("meeting_action", sa.Column("reminded", sa.Date(), nullable=True))


def downgrade() -> None:
    """Change them back."""
    op.drop_column("meeting_action", "reminded")
    op.drop_column("forum_question", "reason")
    for name in ("said_in", "said", "withdrawn"):
        op.drop_column("forum_ask", name)


def _words(name: str, most: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(most), nullable=False, server_default="")
