"""Find every message in the sources, and say who reads it: residents or staff only."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

import polib
from babel.messages.catalog import Message
from babel.messages.extract import extract

DOMAINS = ("public", "staff")
ROOT = Path(__file__).parents[1]

_KEYWORDS = {"mark": None, "Message": None, "gettext": None, "_": None, "ngettext": (1, 2)}
# As the environment in portal/web/rendering.py, or the messages found would not be those looked up.
_TEMPLATE_OPTIONS = {
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "trimmed": "true",
    "newstyle_gettext": "true",
    "silent": "false",
}
MessageId = tuple[str, str]
"""A message in English and its plural, which is empty where nothing is counted."""


def domain(source: PurePosixPath) -> str:
    """Say which catalogue the messages of a source file belong to, by its path alone.

    Staff read what stands in a folder or file named for them; everything else is a
    resident's, so a misplaced file asks for too much translation and never for too little.
    """
    return "staff" if any(part.startswith("staff") for part in source.parts) else "public"


def sources(root: Path = ROOT) -> list[Path]:
    """List the files that may hold messages, in a stable order."""
    return sorted([*root.glob("portal/**/*.py"), *root.glob("templates/**/*.html")])


def messages(root: Path = ROOT) -> dict[str, dict[MessageId, Message]]:
    """Collect each domain's messages; one that residents read too is theirs only."""
    found: dict[str, dict[MessageId, Message]] = {name: {} for name in DOMAINS}
    for source in sources(root):
        reader = domain(PurePosixPath(source.relative_to(root).as_posix()))
        with source.open("rb") as file:
            found[reader] |= {key(message): message for message in _in_file(source.suffix, file)}
    found["staff"] = {k: m for k, m in found["staff"].items() if k not in found["public"]}
    return found


def key(message: Message) -> MessageId:
    """Identify a message by its English and its plural."""
    identifier = message.id
    return (identifier, "") if isinstance(identifier, str) else (identifier[0], identifier[1])


def template(found: dict[MessageId, Message]) -> polib.POFile:
    """Write messages as a template: sorted, without places or dates, so that diffs stay small."""
    pot = polib.POFile(wrapwidth=100)
    pot.metadata = {
        "Project-Id-Version": "voices",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    pot.extend(_entry(*identifier, found[identifier]) for identifier in sorted(found))
    return pot


def _entry(singular: str, plural: str, message: Message) -> polib.POEntry:
    flags = ["python-format"] if message.python_format else []
    forms = {0: "", 1: ""} if plural else {}
    return polib.POEntry(msgid=singular, msgid_plural=plural, msgstr_plural=forms, flags=flags)


def _in_file(suffix: str, file: IO[bytes]) -> Iterator[Message]:
    method, options = "python", {}
    if suffix == ".html":
        method, options = "jinja2.ext:babel_extract", _TEMPLATE_OPTIONS
    for _line, identifier, _comments, _context in extract(
        method, file, keywords=_KEYWORDS, options=options
    ):
        if identifier and identifier[0]:
            yield Message(identifier)
