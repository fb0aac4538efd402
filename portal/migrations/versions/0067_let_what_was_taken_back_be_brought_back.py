"""Let what was taken back be brought back; what one person alone keeps needs two within days."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from portal.store.db import now

revision = "0067"
down_revision: str | None = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "keeping",
        sa.Column("report_id", sa.String(22), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_keeping_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_keeping")),
        sqlite_with_rowid=False,
    )
    op.add_column("report", sa.Column("taken_back_from", sa.String(40), nullable=True))
    op.add_column("report", sa.Column("graver", sa.LargeBinary(), nullable=True))
    report = sa.table(
        "report",
        sa.column("state"),
        sa.column("kept", sa.Boolean),
        sa.column("destroy_on", sa.Date),
    )
    kept = sa.update(report).where(report.c.state == "withdrawn", report.c.kept.is_(True))
    op.execute(kept.values(kept=False, destroy_on=now().date() + timedelta(days=4)))


def downgrade() -> None:
    """Change them back; what was taken back stays locked."""
    op.drop_column("report", "graver")
    op.drop_column("report", "taken_back_from")
    op.drop_table("keeping")
