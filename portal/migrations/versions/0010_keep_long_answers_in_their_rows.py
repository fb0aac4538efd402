"""Keep long answers in their rows, where PostgreSQL overwrites what was deleted to the last byte.

It cuts rows of more than 2 KB into pieces that lie in a file of their own. What a short last piece
leaves free there can hardly be filled by intent, so words of those who withdrew would stay.
"""

from alembic import op

revision = "0010"
down_revision: str | None = "0009"
branch_labels = None
depends_on = None

_LONG = {
    "response": "organisation = organisation || '{}', answers = answers || '{}'",
    "written_answer": "text = text || ''",
    "equality_answers": "answers = answers || '{}'",
    "report_key": "sealed_key = sealed_key || ''",
    "reply": "for_team = for_team || '', for_reporter = for_reporter || ''",
    "referral_copy": "sealed = sealed || ''",
    "contact_request": "reason = reason || '', released = released || ''",
}
"""Only a value that is computed anew is taken back from there."""

_MOST_BYTES = 8160  # as much as a page holds


def upgrade() -> None:
    """Let rows be as long as a page, and take back what lies apart."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, anew in _LONG.items():
        op.execute(f"ALTER TABLE {table} SET (toast_tuple_target = {_MOST_BYTES})")
        op.execute(f"UPDATE {table} SET {anew}")  # noqa: S608 - words of ours


def downgrade() -> None:
    """Leave it to the database again what lies apart; what is there stays."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in _LONG:
        op.execute(f"ALTER TABLE {table} RESET (toast_tuple_target)")
