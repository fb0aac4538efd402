"""Translate summaries and minutes as posts are, and take away of meetings what the law forces."""

import hashlib
import json
import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.store.db import Moment

revision = "0042"
down_revision: str | None = "0041"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_OWNER = "meetings/record/"
_REMOVABLE = ("meeting", "meeting_item", "meeting_record", "meeting_action")
_RECORD = sa.table(
    "meeting_record",
    *(sa.column(name, sa.Integer()) for name in ("id", "revision")),
    *(sa.column(name, sa.String()) for name in ("meeting_id", "what", "language", "text")),
    *(sa.column(name, Moment()) for name in ("noted", "made", "edited")),
)
_VERSION = sa.table(
    "meeting_record_version",
    sa.column("record_id", sa.Integer()),
    sa.column("language", sa.String()),
)
_TRANSLATION = sa.table(
    "translation",
    *(sa.column(name, sa.String()) for name in ("id", "owner", "language", "source", "state")),
    sa.column("words", _JSON),
    sa.column("hand", sa.String()),
    sa.column("waits", sa.Boolean()),
    sa.column("revision", sa.Integer()),
    sa.column("made", Moment()),
)


def upgrade() -> None:
    """Change the tables, and make of each text that was not the first one a translation of it."""
    _keep_languages_of_versions()
    _translate_later_records()
    _be_unique("meeting_id", "what")
    for table in _REMOVABLE:
        op.add_column(table, sa.Column("law", sa.String(40), nullable=True))
        op.add_column(table, sa.Column("removed", sa.Date(), nullable=True))
    op.add_column(
        "legal_removal", sa.Column("thing", sa.String(60), server_default="", nullable=False)
    )
    op.add_column(
        "body_membership", sa.Column("support", _JSON, server_default="[]", nullable=False)
    )


def downgrade() -> None:
    """Change them back; a translation stands as the chair's own text again."""
    op.execute("DELETE FROM legal_removal WHERE thing <> ''")
    columns = [("legal_removal", "thing"), ("body_membership", "support")]
    columns += [(table, name) for table in _REMOVABLE for name in ("law", "removed")]
    for table, name in columns:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(name)
    _be_unique("meeting_id", "what", "language")
    _write_translations_apart()
    with op.batch_alter_table("meeting_record_version") as batch_op:
        batch_op.drop_column("language")


def _keep_languages_of_versions() -> None:
    op.add_column("meeting_record_version", sa.Column("language", sa.String(20), nullable=True))
    of = sa.select(_RECORD.c.language).where(_RECORD.c.id == _VERSION.c.record_id)
    op.execute(sa.update(_VERSION).values(language=of.scalar_subquery()))
    with op.batch_alter_table("meeting_record_version") as batch_op:
        batch_op.alter_column("language", existing_type=sa.String(20), nullable=False)


def _translate_later_records() -> None:
    first: dict[tuple[str, str], Any] = {}
    later = []
    for row in _rows(sa.select(_RECORD).order_by(_RECORD.c.id)):
        original = first.setdefault((row.meeting_id, row.what), row)
        if original is not row:
            later.append((row, _translation(original, row)))
    if later:
        op.bulk_insert(_TRANSLATION, [made for _, made in later])
        gone = [row.id for row, _ in later]
        op.execute(sa.delete(_VERSION).where(_VERSION.c.record_id.in_(gone)))
        op.execute(sa.delete(_RECORD).where(_RECORD.c.id.in_(gone)))


def _translation(original: Any, row: Any) -> dict[str, Any]:
    """Say that it fits unless the original was changed after it; nobody else has checked it."""
    changed, made = (one.edited or one.made for one in (original, row))
    written = json.dumps({"text": original.text}, sort_keys=True, ensure_ascii=False)
    # As portal.translations.rules.fingerprint names the words that a translation was made of.
    source = hashlib.sha256(written.encode()).hexdigest()[:32] if changed <= made else ""
    return {
        "id": secrets.token_urlsafe(16),
        "owner": f"{_OWNER}{original.id}",
        "language": row.language,
        "words": {"text": row.text},
        "source": source,
        "state": "draft" if source else "stale",
        "hand": "chair",
        "waits": False,
        "revision": row.revision,
        "made": made,
    }


def _write_translations_apart() -> None:
    ours = _TRANSLATION.c.owner.startswith(_OWNER)
    originals = {row.id: row for row in _rows(sa.select(_RECORD))}
    for row in _rows(sa.select(_TRANSLATION).where(ours)):
        original = originals[int(row.owner.removeprefix(_OWNER))]
        values = {"meeting_id": original.meeting_id, "what": original.what, "made": row.made}
        values |= {"language": row.language, "text": row.words["text"], "revision": row.revision}
        op.execute(sa.insert(_RECORD).values(**values))
    op.execute(sa.delete(_TRANSLATION).where(ours))


def _rows(query: Any) -> Any:
    return op.get_bind().execute(query).all()


def _be_unique(*columns: str) -> None:
    with op.batch_alter_table("meeting_record") as batch_op:
        batch_op.drop_constraint("uq_meeting_record_meeting_id", type_="unique")
        batch_op.create_unique_constraint("uq_meeting_record_meeting_id", [*columns])
