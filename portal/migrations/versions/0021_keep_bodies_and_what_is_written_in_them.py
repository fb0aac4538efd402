"""Keep bodies, who sits in them, and what is written in them."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0021"
down_revision: str | None = "0020"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_MOMENT = sa.DateTime(timezone=True)
_TABLES = (
    *("body", "body_seat", "body_membership", "body_office", "body_ending", "body_confirmation"),
    *("forum_topic", "forum_post", "forum_post_version", "forum_attachment", "forum_ask"),
    *("forum_support", "forum_question", "forum_opened_room"),
)


def upgrade() -> None:
    """Change the tables."""
    _bodies()
    _topics()
    _owed()


def downgrade() -> None:
    """Change them back; nothing of any body is kept."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _bodies() -> None:
    _table(
        "body",
        _number(),
        _text("slug", 80),
        _text("kind", 40),
        _text("stage", 40),
        *(_kept(name, _JSON) for name in ("name", "terms", "effort")),
        _kept("decides", sa.Boolean()),
        _kept("represented", _JSON),
        _other("answers_id", sa.Integer()),
        _other("meets", sa.Date()),
        _kept("revision", sa.Integer()),
        _kept("made", _MOMENT),
        sa.UniqueConstraint("slug", name=op.f("uq_body_slug")),
        refers={"answers_id": "account"},
    )
    _table(
        "body_seat",
        _number(),
        _kept("body_id", sa.Integer()),
        _kept("title", _JSON),
        _other("group_id", sa.Integer()),
        _other("member_id", sa.String(22)),
        _text("shown", 120),
        _other("until", sa.Date()),
        refers={"body_id": "body", "group_id": "voluntary_group", "member_id": "member"},
        indexes=("body_id",),
    )
    _table(
        "body_membership",
        _text("id", 22),
        _kept("body_id", sa.Integer()),
        _text("member_id", 22),
        _other("group_id", sa.Integer()),
        _text("state", 40),
        _text("called", 120),
        _text("why", 4000),
        _text("language", 20),
        _text("contact", 40),
        _text("needs", 4000),
        _text("said", 4000),
        _text("said_in", 20),
        _kept("applied", _MOMENT),
        _other("joined", _MOMENT),
        sa.UniqueConstraint("body_id", "member_id", name=op.f("uq_body_membership_body_id")),
        refers={"body_id": "body", "member_id": "member", "group_id": "voluntary_group"},
        indexes=("member_id",),
    )
    _table(
        "body_office",
        _number(),
        _kept("body_id", sa.Integer()),
        _text("office", 40),
        _other("member_id", sa.String(22)),
        _text("invited", 64),
        _kept("expires", _MOMENT),
        _text("shown", 120),
        _kept("chosen_by", _JSON),
        _kept("paid_by", _JSON),
        _other("since", _MOMENT),
        _kept("until", sa.Date()),
        _other("ended", _MOMENT),
        _other("seen", sa.Date()),
        _other("reset_asked", _MOMENT),
        sa.UniqueConstraint("invited", name=op.f("uq_body_office_invited")),
        refers={"body_id": "body", "member_id": "member"},
        indexes=("body_id", "member_id"),
    )
    _table(
        "body_ending",
        _number(),
        _kept("office_id", sa.Integer()),
        _other("member_id", sa.String(22)),
        _kept("day", sa.Date()),
        *(_kept(name, sa.Integer()) for name in ("present", "in_favour", "against")),
        _text("words", 4000),
        _text("language", 20),
        _kept("made", _MOMENT),
        _other("counted", _MOMENT),
        refers={"office_id": "body_office", "member_id": "member"},
        indexes=("office_id",),
    )
    _table(
        "body_confirmation",
        _kept("ending_id", sa.Integer()),
        _text("member_id", 22),
        refers={"ending_id": "body_ending", "member_id": "member"},
        key=("ending_id", "member_id"),
    )


def _topics() -> None:
    _table(
        "forum_topic",
        _text("id", 22),
        _kept("body_id", sa.Integer()),
        _text("room", 40),
        _text("standing", 40),
        _text("title", 200),
        _text("language", 20),
        _kept("locked", sa.Boolean()),
        _kept("newest", sa.Integer()),
        _other("brought", sa.Date()),
        _text("raised", 160),
        _kept("made", _MOMENT),
        refers={"body_id": "body"},
        indexes=("raised",),
    )
    op.create_index("ix_forum_topic_listed", "forum_topic", ["body_id", "room", "newest", "id"])
    _table(
        "forum_post",
        _number(),
        _text("topic_id", 22),
        _kept("opens", sa.Boolean()),
        _text("standing", 40),
        _text("voice", 40),
        _other("member_id", sa.String(22)),
        _other("account_id", sa.Integer()),
        _other("group_id", sa.Integer()),
        _text("shown", 120),
        _kept("spoken", sa.Boolean()),
        _kept("answers", sa.Boolean()),
        _text("text", 10000),
        _text("language", 20),
        _text("key", 22),
        _kept("revision", sa.Integer()),
        _kept("made", _MOMENT),
        _other("edited", _MOMENT),
        sa.UniqueConstraint("key", name=op.f("uq_forum_post_key")),
        refers={
            "topic_id": "forum_topic",
            "member_id": "member",
            "account_id": "account",
            "group_id": "voluntary_group",
        },
        indexes=("member_id",),
    )
    op.create_index("ix_forum_post_read", "forum_post", ["topic_id", "id"])
    _table(
        "forum_post_version",
        _number(),
        _kept("post_id", sa.Integer()),
        _text("title", 200),
        _text("text", 10000),
        _text("language", 20),
        _kept("made", _MOMENT),
        refers={"post_id": "forum_post"},
        indexes=("post_id",),
    )
    _table(
        "forum_attachment",
        _text("id", 22),
        _kept("post_id", sa.Integer()),
        _text("filename", 200),
        _kept("size", sa.Integer()),
        _kept("content", sa.LargeBinary()),
        _kept("added", _MOMENT),
        refers={"post_id": "forum_post"},
        indexes=("post_id",),
    )


def _owed() -> None:
    _table(
        "forum_ask",
        _number(),
        _kept("body_id", sa.Integer()),
        _text("topic_id", 22),
        _text("state", 40),
        _other("due", sa.Date()),
        _kept("reminded", sa.Integer()),
        _kept("made", _MOMENT),
        _other("answered", _MOMENT),
        sa.UniqueConstraint("topic_id", name=op.f("uq_forum_ask_topic_id")),
        refers={"body_id": "body", "topic_id": "forum_topic"},
        indexes=("body_id", "due"),
    )
    _table(
        "forum_support",
        _kept("ask_id", sa.Integer()),
        _text("member_id", 22),
        refers={"ask_id": "forum_ask", "member_id": "member"},
        key=("ask_id", "member_id"),
    )
    _table(
        "forum_question",
        _text("receipt", 64),
        _text("id", 22),
        _kept("body_id", sa.Integer()),
        _text("state", 40),
        _text("text", 4000),
        _text("language", 20),
        _kept("day", sa.Date()),
        _text("said", 4000),
        _text("said_in", 20),
        _other("topic_id", sa.String(22)),
        sa.UniqueConstraint("id", name=op.f("uq_forum_question_id")),
        refers={"body_id": "body", "topic_id": "forum_topic"},
        key=("receipt",),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_forum_question_waiting", "forum_question", ["body_id", "state", "day"])
    _table(
        "forum_opened_room",
        _number(),
        _kept("body_id", sa.Integer()),
        _text("room", 40),
        _text("ground", 40),
        _text("reason", 400),
        _other("asked_by", sa.Integer()),
        _other("agreed_by", sa.Integer()),
        _kept("asked", _MOMENT),
        _other("until", _MOMENT),
        refers={"body_id": "body", "asked_by": "account", "agreed_by": "account"},
        indexes=("body_id",),
    )


def _number() -> Any:
    return _kept("id", sa.Integer())


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
    **options: Any,
) -> None:
    """Make a table; what may refer to nothing does so once that is gone, and the rest goes, too."""
    empty = {one.name for one in columns if isinstance(one, sa.Column) and one.nullable}
    references = [
        sa.ForeignKeyConstraint(
            [column],
            [f"{other}.id"],
            name=op.f(f"fk_{table}_{column}_{other}"),
            ondelete="SET NULL" if column in empty else "CASCADE",
        )
        for column, other in refers.items()
    ]
    primary = sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}"))
    op.create_table(table, *columns, *references, primary, **options)
    for column in indexes:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
