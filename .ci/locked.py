"""Cut the lock down to some packages and to all that they need; hashes and markers stay.

    python .ci/locked.py requirements.lock pyproject.toml    what the portal runs on and is built by
    python .ci/locked.py requirements.lock uv                one package

Which package needs which is read in the lock itself, below each: `# via`.
"""

import re
import sys
import tomllib
from pathlib import Path

_NAME = re.compile(r"^[a-z0-9]+(?:[-_.][a-z0-9]+)*", re.IGNORECASE)
_NEEDED_BY = re.compile(r"^ {4}# {1,3}(?:via )?([\w.-]+)(?: \(.*\))?$")


def cut(lock: str, wanted: set[str]) -> str:
    """Keep of a lock what is wanted and what that needs."""
    parts = re.split(r"^(?=\w)", lock, flags=re.MULTILINE)
    entries = [(_name(part), part) for part in parts if part]
    kept, more = set[str](), wanted
    while more:
        kept |= more
        more = {name for name, entry in entries if _needed_by(entry) & kept} - kept
    if missing := kept - {name for name, _ in entries}:
        raise SystemExit(f"The lock knows nothing of {', '.join(sorted(missing))}: run make lock.")
    return "".join(entry for name, entry in entries if name in kept)


def needed_to_run(project: str) -> set[str]:
    """Read which packages a project runs on and is built by."""
    read = tomllib.loads(project)
    return {
        _name(one) for one in read["project"]["dependencies"] + read["build-system"]["requires"]
    }


def _needed_by(entry: str) -> set[str]:
    found = (_NEEDED_BY.match(line) for line in entry.splitlines())
    return {one[1] for one in found if one and one[1] != "via"}


def _name(requirement: str) -> str:
    found = _NAME.match(requirement)
    assert found, requirement  # noqa: S101 - what a resolver or we ourselves wrote
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def main(lock: str, wanted: str) -> None:
    """Print the part of a lock that a project, or a package, needs."""
    file = Path(wanted)
    names = needed_to_run(file.read_text(encoding="utf-8")) if file.suffix == ".toml" else {wanted}
    sys.stdout.write(cut(Path(lock).read_text(encoding="utf-8"), names))


if __name__ == "__main__":
    main(*sys.argv[1:])
