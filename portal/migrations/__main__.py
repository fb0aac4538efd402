"""Write the next revision from what the tables have become: `make migration m="…"`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from portal.migrations import config, connected, head, upgrade
from portal.store.db import open_engine


def main(message: str) -> None:
    """Compare the tables with those that the revisions so far make, in a throwaway database."""
    number = f"{int(head() or 0) + 1:04}"
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'portal.db'}")
        if head():
            upgrade(engine)
        with connected(engine) as connection:
            command.revision(config(connection), message, autogenerate=True, rev_id=number)
        engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
