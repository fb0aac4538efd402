"""Of the lock, the demonstration installs only what it runs on, with every hash."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = """\
alpha==1 ; python_full_version < '3.12' \\
    --hash=sha256:aa
    # via voices (pyproject.toml)
alpha==2 ; python_full_version >= '3.12' \\
    --hash=sha256:ab \\
    --hash=sha256:ac
    # via voices (pyproject.toml)
beta[extra]==1 \\
    --hash=sha256:ba
    # via
    #   alpha
    #   tool
builder==1 \\
    --hash=sha256:ca
    # via voices (pyproject.toml:dev)
gamma-ray==1 \\
    --hash=sha256:da
    # via beta
tool==1 \\
    --hash=sha256:ea
    # via voices (pyproject.toml:dev)
"""
PROJECT = """\
[project]
dependencies = ["Alpha>=1"]
[build-system]
requires = ["builder[fast]>=1"]
"""


def cut(folder: Path, wanted: str, lock: str = LOCK) -> subprocess.CompletedProcess[str]:
    (folder / "lock").write_text(lock)
    (folder / "pyproject.toml").write_text(PROJECT)
    command = (sys.executable, ROOT / ".ci" / "locked.py", "lock", wanted)
    return subprocess.run(  # noqa: S603
        command, cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("wanted", ["unheard-of", "builder-2"])
def test_what_is_not_locked_is_not_installed(tmp_path: Path, wanted: str) -> None:
    refused = cut(tmp_path, wanted)
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert wanted in refused.stderr


def test_a_project_needs_what_it_runs_on_and_is_built_by_and_what_these_need(
    tmp_path: Path,
) -> None:
    before, _, tool = LOCK.rpartition("tool==1")
    assert cut(tmp_path, "pyproject.toml").stdout == before
    assert tool not in before


def test_a_tool_needs_what_it_needs(tmp_path: Path) -> None:
    kept = cut(tmp_path, "tool").stdout
    assert [line for line in kept.splitlines() if line[0] != " "] == [
        "beta[extra]==1 \\",
        "gamma-ray==1 \\",
        "tool==1 \\",
    ]


def test_what_is_locked_is_enough_for_the_portal_and_far_from_everything(tmp_path: Path) -> None:
    lock = (ROOT / "requirements.lock").read_text()
    command = (sys.executable, ".ci/locked.py", "requirements.lock", "pyproject.toml")
    kept = subprocess.run(  # noqa: S603
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert {"starlette==", "psycopg-binary==", "hatchling==", "pycparser=="} <= {
        line.partition("==")[0] + "==" for line in kept.splitlines()
    }
    assert "pytest==" not in kept
    assert len(kept) < len(lock) * 0.6
