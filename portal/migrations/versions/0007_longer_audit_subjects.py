"""Let the audit log name every e-mail address: they are longer than the names of consultations."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the table."""
    _widen(120, 254)


def downgrade() -> None:
    """Change it back, once no subject is longer than the column was."""
    _widen(254, 120)


def _widen(before: int, after: int) -> None:
    with op.batch_alter_table("audit_entry") as table:
        table.alter_column(
            "subject",
            existing_type=sa.String(before),
            type_=sa.String(after),
            existing_nullable=False,
        )
