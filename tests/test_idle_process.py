"""A process that serves residents stays small: what only staff need is loaded when they need it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import SECRET

# Each of these is used by some page of staff, by commands, or when a calendar is asked for.
FOR_STAFF = (
    *("alembic", "docx", "icalendar", "lxml", "numpy", "odf", "openpyxl"),
    *("PIL", "pyotp", "segno", "xlsxwriter"),
)
SERVE = """
import sys
from starlette.testclient import TestClient
from portal.app import create_app
from portal.settings import from_environment

with TestClient(create_app(from_environment())) as browser:
    for path in ("", "consultations", "help/speak-up", "receipt", "account/sign-in"):
        assert browser.get(f"/ur/{path}").status_code == 200, path
    sent = {"email": "a@council.example", "password": "wrong"}
    assert browser.post("/en/account/sign-in", data=sent).status_code == 422
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_a_process_that_serves_residents_loads_nothing_that_only_staff_need(
    sqlite_template: Path, tmp_path: Path
) -> None:
    shutil.copy(sqlite_template, tmp_path / "portal.db")
    environment = os.environ | {
        "PORTAL_SECRET_KEY": SECRET,
        "PORTAL_VAR": str(tmp_path),
        "PORTAL_JOBS": "false",
    }
    loaded = subprocess.run(  # noqa: S603
        [sys.executable, "-c", SERVE], env=environment, capture_output=True, text=True, check=True
    ).stdout.split()
    assert "portal" in loaded
    assert set(FOR_STAFF) & set(loaded) == set()
