"""Which kinds of database the tests run on, and whether each of them runs on each.

`make test` runs on the second kind what a database decides, looks at the markup of a page in
English and at its layout in a language of each direction, and walks journeys in these two;
`make test MATRIX=full` does everything everywhere, as CI does.
"""

import os

DATABASES = os.environ.get("PORTAL_TEST_DATABASES", "sqlite,postgresql").split(",")
WHOLE = os.environ.get("PORTAL_TEST_MATRIX") == "full"


def languages(*tags: str) -> tuple[str, ...]:
    """Give all of these with the whole matrix, and otherwise one of each direction."""
    return tags if WHOLE else tuple(tag for tag in tags if tag in ("en", "ur"))
