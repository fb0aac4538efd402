"""Name what belongs to a report back after it: a report is what somebody says of an incident."""

from alembic import op

revision = "0060"
down_revision: str | None = "0059"
branch_labels = None
depends_on = None

OLD, NEW = "report_id", "report_back_id"
TABLES = {"report_edition": "report_back_edition", "report_language": "report_back_language"}
ACCOUNTS = {
    "report_edition": ("agreed_by", "asked_by"),
    "report_language": ("checked_by", "translated_by"),
}


def upgrade() -> None:
    """Name the column and the tables."""
    _name_column("feedback_entry", OLD, NEW)
    for old, new in TABLES.items():
        op.rename_table(old, new)
        _name_keys(new, old, new, ACCOUNTS[old])
        _name_column(new, OLD, NEW, unique=old == "report_language", was=old)


def downgrade() -> None:
    """Name them as before."""
    for old, new in TABLES.items():
        op.rename_table(new, old)
        _name_keys(old, new, old, ACCOUNTS[old])
        _name_column(old, NEW, OLD, unique=old == "report_language", was=new)
    _name_column("feedback_entry", NEW, OLD)


def _name_keys(table: str, old: str, new: str, accounts: tuple[str, ...]) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"pk_{old}"), type_="primary")
        batch.create_primary_key(op.f(f"pk_{new}"), ["id"])
        for column in accounts:
            batch.drop_constraint(op.f(f"fk_{old}_{column}_account"), type_="foreignkey")
            batch.create_foreign_key(
                op.f(f"fk_{new}_{column}_account"), "account", [column], ["id"], ondelete="SET NULL"
            )


def _name_column(table: str, old: str, new: str, unique: bool = False, was: str = "") -> None:
    was = was or table
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"fk_{was}_{old}_report_back"), type_="foreignkey")
        if unique:
            batch.drop_constraint(op.f(f"uq_{was}_{old}"), type_="unique")
        else:
            batch.drop_index(op.f(f"ix_{was}_{old}"))
        batch.alter_column(old, new_column_name=new)
    # A copy of a table keeps its indexes under the names that the columns had in it before, so
    # what is to stand on the new column is made once that is there.
    with op.batch_alter_table(table) as batch:
        batch.create_foreign_key(
            op.f(f"fk_{table}_{new}_report_back"),
            "report_back",
            [new],
            ["id"],
            ondelete="CASCADE",
        )
        if unique:
            batch.create_unique_constraint(op.f(f"uq_{table}_{new}"), [new, "language"])
        else:
            batch.create_index(op.f(f"ix_{table}_{new}"), [new])
