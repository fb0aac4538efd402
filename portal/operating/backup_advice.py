"""What an operator must know about a copy that was just made or put back, in plain words."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from portal import migrations
from portal.incidents import report_settings
from portal.incidents.report_settings import Arrangements
from portal.operating import key_backup
from portal.operating.backup import Restored


def after_copy(engine: Engine, keys: Path | None) -> Iterator[str]:
    """Say what is in a copy and what is not, and until when it may be kept."""
    decided = _arrangements(engine)
    yield "Keep the secret key apart from them: without it a copy cannot be used fully."
    yield "Not copied: who is signed in, opened vaults, and mails on their way."
    yield (
        f"Delete the copy after {decided.backup_days} days: "
        "it keeps what the portal deletes as it promised."
    )
    if keys is not None:
        yield f"What opens reports was copied to {keys}. Keep it in another place."
        yield (
            f"Delete the keys after {decided.key_backup_days} days: "
            "only then is a report that was destroyed gone for good."
        )
    elif key_backup.count(engine):
        yield (
            "What opens reports is not in the copy, so with it alone nobody reads a report. "
            "To copy that too, to another place, add: --keys FOLDER"
        )


def after_restore(restored: Restored) -> Iterator[str]:
    """Say what came back with a copy, what did not, and what to do about it."""
    yield "Everybody was signed out. Mails that were on their way were not put back."
    if restored.keys:
        yield f"{restored.keys} keys and sealed copies were put back."
    if restored.destroyed:
        yield (
            "These reports were destroyed since the copy was made, and were destroyed again: "
            + ", ".join(restored.destroyed)
        )
    yield (
        (
            "Reports that were destroyed elsewhere since the copy of the keys was made are back. "
            "Compare with the log of what was destroyed."
        )
        if restored.keys
        else "No keys were put back, so no report can be read."
    )
    yield "Responses withdrawn since are back. Whoever holds a receipt can withdraw again."


def _arrangements(engine: Engine) -> Arrangements:
    if migrations.current(engine) != migrations.head():
        return Arrangements()
    with Session(engine) as session:
        return report_settings.current(session)
