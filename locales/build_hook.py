"""Put templates, static files and compiled catalogues into the wheel, inside the package."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackageResources(BuildHookInterface[Any]):
    """Fill the wheel with what a checkout keeps beside the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add every resource under `portal/`; an editable install reads the checkout instead."""
        if version == "editable":
            return
        self.scratch = TemporaryDirectory()
        root = Path(self.root)
        resources = {**_copied(root), **_compiled(root, Path(self.scratch.name))}
        build_data["force_include"].update(resources)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the compiled catalogues once they are packed."""
        if version != "editable":
            self.scratch.cleanup()


def _copied(root: Path) -> dict[str, str]:
    """Map templates and published static files to their place; sources of styles stay out."""
    files = [*(root / "templates").rglob("*"), *(root / "static").rglob("*")]
    wanted = [file.relative_to(root) for file in files if file.is_file()]
    return {
        str(root / file): f"portal/{file.as_posix()}"
        for file in wanted
        if file.parts[:2] != ("static", "src") and not file.name.startswith(".")
    }


def _compiled(root: Path, scratch: Path) -> dict[str, str]:
    """Compile the catalogues into a scratch folder and map them to their place."""
    # The build runs apart from the project, whose table of languages decides the plurals.
    sys.path[:0] = [str(root), str(root / "locales")]
    from catalogues import compiled, existing, read

    places = {}
    for tag, file in existing(root / "locales"):
        target = scratch / f"{tag}.{file.stem}.mo"
        target.write_bytes(compiled(read(file), tag))
        places[str(target)] = f"portal/locales/{tag}/LC_MESSAGES/{file.stem}.mo"
    return places
