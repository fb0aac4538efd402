"""Find a Chromium for the browser tests, or install one; print where it is.

Tests call `find()`; `make test` runs this file first. What is said about progress goes to
stderr, so that stdout holds the path alone.
"""

import os
import shutil
import subprocess
import sys

# The first is Chromium without its windows, which draws a page in two thirds of the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
_PACKAGES = ("chromium-headless-shell", "chromium")
_FONTS = "fonts-noto-core"


def find() -> str | None:
    """Find a browser: the one named by $CHROMIUM, one on the PATH, or Playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None) or _playwrights()


def install() -> str | None:
    """Install a browser from the system's packages, or failing that from Playwright."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        _tell("Installing Chromium and fonts from the system's packages")
        how = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", _FONTS)
        if _run("apt-get", "update", "-qq") and any(_run(*how, one) for one in _PACKAGES):
            return find()
    _tell("Installing Playwright's own Chromium")
    return find() if _run(sys.executable, "-m", "playwright", "install", "chromium") else None


def main() -> int:
    """Print the path of a browser, installing one if there is none."""
    browser = find() or install()
    if browser is None:
        _tell(
            "No Chromium was found and none could be installed. Install one as root "
            f"(apt-get install {_PACKAGES[-1]} {_FONTS}) or name it: "
            "CHROMIUM=/path/to/chromium make test"
        )
        return 1
    sys.stdout.write(browser + "\n")
    return 0


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def _run(*command: str) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    # What an installer prints would be taken for the path of the browser.
    done = subprocess.run(  # noqa: S603
        command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False
    )
    return done.returncode == 0


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
