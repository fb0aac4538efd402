"""Keep what public things an assessment names, as it was signed off last."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0053"
down_revision: str | None = "0052"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_EDITION = sa.table(
    "assessment_edition",
    sa.column("id", sa.Integer()),
    sa.column("assessment_id", sa.Integer()),
    sa.column("content", _JSON),
    sa.column("published", sa.Date()),
)


def upgrade() -> None:
    """Change the tables."""
    made = op.create_table(
        "assessment_pointer",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_pointer_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assessment_id", "key", name=op.f("pk_assessment_pointer")),
    )
    op.create_index("ix_assessment_pointer_key", "assessment_pointer", ["key"])
    if rows := _named():
        op.bulk_insert(made, rows)


def downgrade() -> None:
    """Change them back."""
    op.drop_table("assessment_pointer")


def _named() -> list[dict[str, Any]]:
    query = sa.select(_EDITION.c.assessment_id, _EDITION.c.content)
    query = query.where(_EDITION.c.published.is_not(None)).order_by(_EDITION.c.id)
    found = op.get_bind().execute(query).all()
    latest: dict[int, Mapping[str, Any]] = {one.assessment_id: one.content for one in found}
    keys = {
        number: {one["key"] for one in content["evidence"]}
        | {one["thing"] for one in content["measures"]}
        for number, content in latest.items()
    }
    return [
        {"assessment_id": number, "key": key}
        for number, named in keys.items()
        for key in sorted(named - {""})
    ]
