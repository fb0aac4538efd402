"""Plan meetings and events, and keep what came of them; each has its day, so no body has one."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0024"
down_revision: str | None = "0023"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_MOMENT = sa.DateTime(timezone=True)
_TABLES = (
    *("meeting", "meeting_coming", "meeting_item", "meeting_paper", "meeting_record"),
    *("meeting_record_version", "meeting_attendance", "meeting_action"),
)


def upgrade() -> None:
    """Change the tables; a meeting needs a time, so chairs plan anew of which only a day stood."""
    op.drop_column("body", "meets")
    _meetings()
    _agendas()
    _records()


def downgrade() -> None:
    """Change them back; nothing of any meeting is kept."""
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.add_column("body", _other("meets", sa.Date()))


def _meetings() -> None:
    _table(
        "meeting",
        _text("id", 22),
        _other("body_id", sa.Integer()),
        _text("kind", 40),
        _text("state", 40),
        _kept("title", _JSON),
        _kept("about", _JSON),
        _kept("starts", _MOMENT),
        _kept("ends", _MOMENT),
        _text("area", 120),
        _text("place", 300),
        _text("online", 300),
        _other("places", sa.Integer()),
        _kept("sequence", sa.Integer()),
        _kept("changed", _MOMENT),
        _other("people", sa.Integer()),
        _other("agreed_at", sa.String(22)),
        _other("agreed", _MOMENT),
        _text("key", 22),
        _kept("revision", sa.Integer()),
        _kept("made", _MOMENT),
        sa.UniqueConstraint("key", name=op.f("uq_meeting_key")),
        refers={"body_id": "body", "agreed_at": "meeting"},
        goes_with=("body_id",),
        indexes=("starts", "agreed_at"),
    )
    op.create_index("ix_meeting_listed", "meeting", ["body_id", "starts", "id"])
    _table(
        "meeting_coming",
        _text("meeting_id", 22),
        _text("member_id", 22),
        _kept("comes", sa.Boolean()),
        _other("group_id", sa.Integer()),
        _kept("people", sa.Integer()),
        refers={"meeting_id": "meeting", "member_id": "member", "group_id": "voluntary_group"},
        key=("meeting_id", "member_id"),
        indexes=("member_id",),
        sqlite_with_rowid=False,
    )


def _agendas() -> None:
    _table(
        "meeting_item",
        _text("id", 22),
        _text("meeting_id", 22),
        _other("topic_id", sa.String(22)),
        _text("title", 200),
        _text("language", 20),
        _kept("position", sa.Integer()),
        sa.UniqueConstraint("meeting_id", "topic_id", name=op.f("uq_meeting_item_meeting_id")),
        refers={"meeting_id": "meeting", "topic_id": "forum_topic"},
        goes_with=("topic_id",),
        indexes=("topic_id",),
    )
    _table(
        "meeting_paper",
        _text("id", 22),
        _text("meeting_id", 22),
        _kept("closed", sa.Boolean()),
        _text("filename", 200),
        _kept("size", sa.Integer()),
        _kept("content", sa.LargeBinary()),
        _kept("added", _MOMENT),
        refers={"meeting_id": "meeting"},
        indexes=("meeting_id",),
    )


def _records() -> None:
    _table(
        "meeting_record",
        _kept("id", sa.Integer()),
        _text("meeting_id", 22),
        _text("what", 40),
        _text("language", 20),
        _text("text", 20000),
        _other("noted", _MOMENT),
        _kept("revision", sa.Integer()),
        _kept("made", _MOMENT),
        _other("edited", _MOMENT),
        sa.UniqueConstraint(
            "meeting_id", "what", "language", name=op.f("uq_meeting_record_meeting_id")
        ),
        refers={"meeting_id": "meeting"},
    )
    _table(
        "meeting_record_version",
        _kept("id", sa.Integer()),
        _kept("record_id", sa.Integer()),
        _text("text", 20000),
        _kept("made", _MOMENT),
        _kept("replaced", _MOMENT),
        refers={"record_id": "meeting_record"},
        indexes=("record_id",),
    )
    _table(
        "meeting_attendance",
        _text("meeting_id", 22),
        _kept("group_id", sa.Integer()),
        refers={"meeting_id": "meeting", "group_id": "voluntary_group"},
        key=("meeting_id", "group_id"),
    )
    _table(
        "meeting_action",
        _text("id", 22),
        _text("meeting_id", 22),
        _text("words", 500),
        _text("language", 20),
        _text("owner", 40),
        _other("group_id", sa.Integer()),
        _kept("due", sa.Date()),
        _other("done", sa.Date()),
        _kept("made", _MOMENT),
        refers={"meeting_id": "meeting", "group_id": "voluntary_group"},
        indexes=("meeting_id",),
    )


def _text(name: str, length: int) -> Any:
    return _kept(name, sa.String(length))


def _kept(name: str, kind: Any) -> Any:
    return sa.Column(name, kind, nullable=False)


def _other(name: str, kind: Any) -> Any:
    return sa.Column(name, kind, nullable=True)


def _table(
    table: str,
    *columns: Any,
    refers: dict[str, str],
    key: tuple[str, ...] = ("id",),
    indexes: tuple[str, ...] = (),
    goes_with: tuple[str, ...] = (),
    **options: Any,
) -> None:
    """Make a table; what may refer to nothing does so once that is gone, and the rest goes, too."""
    empty = {one.name for one in columns if isinstance(one, sa.Column) and one.nullable}
    stays = empty - set(goes_with)
    references = [
        sa.ForeignKeyConstraint(
            [column],
            [f"{other}.id"],
            name=op.f(f"fk_{table}_{column}_{other}"),
            ondelete="SET NULL" if column in stays else "CASCADE",
        )
        for column, other in refers.items()
    ]
    primary = sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}"))
    op.create_table(table, *columns, *references, primary, **options)
    for column in indexes:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
