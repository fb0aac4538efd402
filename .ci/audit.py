"""Look the locked dependencies up among known vulnerabilities.

Fails when one is found. Where the data cannot be reached nothing is known, which is said
aloud and does not fail: a machine without a network must still be able to run the checks. In CI,
where nobody reads what passed, it is said in a frame, and once more as the very last line.
"""

import json
import os
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
        _say_nothing_known("the vulnerability data could not be reached from this machine")
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
    looked_up = len(dependencies) - skipped
    if not looked_up:
        _say_nothing_known("the index used here has no vulnerability data for any of them")
        return 0
    if skipped:
        _say(f"NOT AUDITED: the index used here has no vulnerability data for {skipped} of them.")
    _say(f"{len(holes)} known vulnerabilities in the {looked_up} dependencies looked up.")
    return 1 if holes else 0


def _say_nothing_known(reason: str) -> None:
    line = f"NOT AUDITED: of no dependency it is known whether it has holes; {reason}."
    told_last = os.environ.get("TOLD_LAST")  # .ci/run sets it
    if not told_last and os.environ.get("CI", "").lower() in ("", "0", "false"):
        _say(line)
        return
    frame = "!" * len(line)
    _say("\n".join(("", frame, frame, line, frame, frame, "")))
    if told_last:
        with Path(told_last).open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
