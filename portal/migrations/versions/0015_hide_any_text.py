"""Hide any text of a person in one way, and forget what was said about withdrawn responses.

Why a written answer is hidden stood in its own row, where nothing else could be hidden. What staff
wrote when they set a response aside stayed in its row after it was withdrawn.

What is said in a case about another one is marked, so that it goes with either of them, and a
reporter who takes a closed case back can find what it counts as.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision: str | None = "0014"
branch_labels = None
depends_on = None

_MOST_BYTES = 8160  # as much as a page holds; see 0010
_RESPONSE = sa.table("response", sa.column("state"), sa.column("reason"))
_WRITTEN = sa.table(
    "written_answer", sa.column("response_id"), sa.column("question"), sa.column("hidden")
)
_HIDDEN = sa.table("hidden_text", sa.column("response_id"), sa.column("name"), sa.column("reason"))


def upgrade() -> None:
    """Make the table, move into it what is hidden, and clear what should have gone."""
    op.create_table(
        "hidden_text",
        sa.Column("response_id", sa.String(22), nullable=False),
        sa.Column("name", sa.String(48), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_hidden_text_response_id_response"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "name", name=op.f("pk_hidden_text")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE hidden_text SET (toast_tuple_target = {_MOST_BYTES})")
    kept = sa.select(_WRITTEN.c.response_id, _WRITTEN.c.question, _WRITTEN.c.hidden)
    kept = kept.where(_WRITTEN.c.hidden != "")
    op.execute(sa.insert(_HIDDEN).from_select(["response_id", "name", "reason"], kept))
    op.drop_column("written_answer", "hidden")
    op.add_column("report_item", sa.Column("concerns", sa.String(22), nullable=True))
    op.add_column("report", sa.Column("counted_as", sa.LargeBinary(), nullable=True))
    op.execute(sa.update(_RESPONSE).where(_RESPONSE.c.state == "withdrawn").values(reason=""))


def downgrade() -> None:
    """Put back why written answers are hidden; all else that was hidden is shown again."""
    op.add_column(
        "written_answer",
        sa.Column("hidden", sa.String(500), nullable=False, server_default=""),
    )
    why = sa.select(_HIDDEN.c.reason).where(
        _HIDDEN.c.response_id == _WRITTEN.c.response_id, _HIDDEN.c.name == _WRITTEN.c.question
    )
    told = sa.func.coalesce(why.scalar_subquery(), "")
    op.execute(sa.update(_WRITTEN).values(hidden=told))
    op.drop_table("hidden_text")
    op.drop_column("report", "counted_as")
    op.drop_column("report_item", "concerns")
