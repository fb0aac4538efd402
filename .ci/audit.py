"""Look the locked dependencies up among known vulnerabilities.

Fails when one is found. Where the data cannot be reached nothing is known, which is said
aloud and does not fail: a machine without a network must still be able to run the checks.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_UNREACHABLE = (
    "ConnectionError",
    "Connection refused",
    "ConnectTimeout",
    "ReadTimeout",
    "Max retries exceeded",
    "NameResolutionError",
    "ProxyError",
    "SSLError",
    "Could not connect",
    "ServiceError",
    "ServiceUnavailable",
)


def main(lock: str) -> int:
    """Audit a lock file, and return what the shell should see."""
    run = _audit(lock)
    report = _report(run.stdout)
    if report is not None:
        return _told(report)
    if any(sign in run.stderr for sign in _UNREACHABLE):
        _say("NOT AUDITED: the vulnerability data could not be reached from this machine.")
        return 0
    _say(run.stderr)
    _say("The audit itself failed, see above.")
    return 1


def _audit(lock: str) -> subprocess.CompletedProcess[str]:
    tool = str(Path(sys.executable).with_name("pip-audit"))
    options = ["--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json"]
    return subprocess.run(  # noqa: S603 - the command is ours, and so is its argument
        [tool, *options, "--timeout=20", "-r", lock],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def _report(output: str) -> list[dict[str, Any]] | None:
    try:
        dependencies: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except (ValueError, KeyError):
        return None
    return dependencies


def _told(dependencies: list[dict[str, Any]]) -> int:
    holes = [(d, hole) for d in dependencies for hole in d.get("vulns", [])]
    for dependency, hole in holes:
        fixed = ", ".join(hole["fix_versions"]) or "no version yet"
        _say(f"{dependency['name']} {dependency['version']}: {hole['id']}, mended in {fixed}")
    skipped = sum("skip_reason" in dependency for dependency in dependencies)
    if skipped:
        _say(f"NOT AUDITED: the index used here has no vulnerability data for {skipped} of them.")
    looked_up = len(dependencies) - skipped
    _say(f"{len(holes)} known vulnerabilities in the {looked_up} dependencies looked up.")
    return 1 if holes else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
