"""An audit of dependencies that looked nothing up passes, but in CI nobody can overlook it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CI = Path(__file__).parents[1] / ".ci"
WARNING = "NOT AUDITED: of no dependency it is known whether it has holes"
LOCK = f"idna==3.10 --hash=sha256:{'9' * 64}\n"
# What the project's own makes of it, as far as these checks go.
MAKEFILE = f"check:\n\t{sys.executable} .ci/audit.py lock\ntest:\n\techo All tests passed\n"
NO_NETWORK = {"HTTPS_PROXY": "http://127.0.0.1:1", "HTTP_PROXY": "http://127.0.0.1:1"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Have a small project with our CI and a dependency that cannot be looked up."""
    shutil.copytree(CI, tmp_path / ".ci")
    (tmp_path / "lock").write_text(LOCK)
    (tmp_path / "Makefile").write_text(MAKEFILE)
    return tmp_path


def run(project: Path, *command: str, **changed: str) -> list[str]:
    """Run a command that has to pass, and give the lines it says."""
    outside = {"CI", "TOLD_LAST"}
    environment = {name: value for name, value in os.environ.items() if name not in outside}
    done = subprocess.run(  # noqa: S603
        command,
        cwd=project,
        env=environment | NO_NETWORK | changed,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_a_machine_without_a_network_is_told_in_one_line(project: Path) -> None:
    (said,) = run(project, sys.executable, ".ci/audit.py", "lock")
    assert said.startswith(WARNING)


def test_in_ci_it_is_framed_and_the_very_last_line(project: Path) -> None:
    said = run(project, ".ci/run")
    framed = next(place for place, line in enumerate(said) if line.startswith(WARNING))
    assert {*said[framed - 1], *said[framed + 1]} == {"!"}
    assert "All tests passed" in said[framed:-1]
    assert said[-1].startswith(WARNING)
