"""Which kinds of database the tests run on, and whether each of them runs on each.

`make test` runs on the second kind what a database decides, and looks at the markup of a page in
a language of each direction; `make test MATRIX=full` does everything everywhere, as CI does.
"""

import os

DATABASES = os.environ.get("PORTAL_TEST_DATABASES", "sqlite,postgresql").split(",")
WHOLE = os.environ.get("PORTAL_TEST_MATRIX") == "full"
