"""The portal installed from its wheel runs from an empty folder, with its pages and words.

No network is needed: the wheel alone is installed, without dependencies, into an environment
of its own; those it needs are borrowed from the environment that runs the tests by one `.pth`
line, which does not bring the checkout along.
"""

import os
import re
import socket
import subprocess
import sys
import sysconfig
import time
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import html5lib
import httpx2
import pytest

ROOT = Path(__file__).parents[1]
PATIENCE = 90.0

pytestmark = pytest.mark.xdist_group("wheel")  # one build for all of them


def run(*command: str | Path, folder: Path = ROOT) -> None:
    done = subprocess.run(  # noqa: S603
        command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own, and return its programs' folder."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", str(python))
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel)
    borrowed = home / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages"
    (borrowed / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "bin"


@pytest.fixture
def demo(installed: Path, tmp_path: Path) -> Iterator[str]:
    """Start `portal demo` in an empty folder, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "PYTHON"))}
    with (tmp_path / "output").open("w+") as output:
        server = subprocess.Popen(  # noqa: S603
            [installed / "portal", "demo", "--port", str(port)],
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(server, port, tmp_path / "output")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def wait_for(server: subprocess.Popen[bytes], port: int, output: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, output.read_text()
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError(output.read_text())


def test_the_wheel_holds_pages_styles_and_words_but_no_sources_of_styles(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert any(name.startswith("portal/templates/") for name in names)
    assert "portal/static/site.rtl.css" in names
    assert "portal/locales/ur/LC_MESSAGES/public.mo" in names
    assert not any("static/src" in name or name.endswith((".po", ".pot")) for name in names)
    assert {name.split("/")[0] for name in names if "dist-info" not in name} == {"portal"}


def test_the_source_archive_holds_all_that_the_readme_leads_to() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    held = settings["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    links = re.findall(r"\]\(([^):]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert links
    assert {f"/{link.split('/')[0]}" for link in links} <= {*held}


def test_the_installed_package_is_used_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    program = "import portal, sys; sys.exit('site-packages' not in portal.__file__)"
    run(installed / "python", "-c", program, folder=tmp_path)


def test_the_demonstration_runs_from_an_empty_folder_in_urdu(demo: str) -> None:
    answer = httpx2.get(f"{demo}/ur/", timeout=30)
    page = html5lib.parse(answer.text, namespaceHTMLElements=False)
    assert answer.status_code == 200
    assert page.get("lang") == "ur"
    assert page.get("dir") == "rtl"
    assert any("\u0600" <= letter <= "\u06ff" for letter in page.findtext(".//h1", ""))


def test_the_demonstration_has_its_styles(demo: str) -> None:
    page = html5lib.parse(
        httpx2.get(f"{demo}/ur/", timeout=PATIENCE).text, namespaceHTMLElements=False
    )
    links = [link for link in page.iter("link") if link.get("rel") == "stylesheet"]
    sheets = [link.get("href", "") for link in links]
    assert sheets
    assert [httpx2.get(demo + sheet).status_code for sheet in sheets] == [200] * len(sheets)
