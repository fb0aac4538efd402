<%def name="written(lines)">${"\n".join(line for line in lines.splitlines() if "# ###" not in line).strip() or "pass"}</%def>\
"""${message.capitalize().rstrip(".")}."""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision: str | None = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    ${written(upgrades)}
