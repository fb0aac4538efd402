"""The terms a translation is held to: each language's `glossary.csv`, read as rules.

A row is a term, how it is said, and a note for translators. Rows whose `rule` is `always` or
`never` hold a machine-readable rule as well: where the English matches `where` (an empty one
matches everything), the translation must or must not match `form`. Both are regular
expressions, and neither cares about capital letters.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import polib

from extraction import ROOT

_FLAGS = re.IGNORECASE | re.DOTALL
_RULES = ("always", "never")


class Rule(NamedTuple):
    """What a term asks of every text in which it occurs."""

    term: str
    said: str
    always: bool
    where: re.Pattern[str]
    form: re.Pattern[str]


def read(file: Path) -> list[Rule]:
    """Read the rules of a glossary; a row that nobody could obey raises."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [_rule(row) for row in csv.DictReader(lines) if row["rule"]]


def broken(rules: Iterable[Rule], english: str, text: str) -> Iterator[str]:
    """Name each rule that a translation breaks; nothing is said of an empty one."""
    for rule in rules if text else ():
        if rule.where.search(english) and bool(rule.form.search(text)) is not rule.always:
            word = "always" if rule.always else "never"
            yield f"breaks “{rule.term}: {rule.said}” ({word} {rule.form.pattern})"


def broken_in(rules: list[Rule], entry: polib.POEntry) -> Iterator[str]:
    """Name each rule that a message of a catalogue breaks, in any of its forms."""
    english = f"{entry.msgid}\n{entry.msgid_plural}".strip()
    texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    yield from dict.fromkeys(found for text in texts for found in broken(rules, english, text))


def texts(root: Path = ROOT) -> Iterator[tuple[str, dict[str, str]]]:
    """List what else residents read: every text of the data files, with where it stands."""
    for file in sorted(root.glob("portal/*/data/*.json")):
        content = json.loads(file.read_text(encoding="utf-8"))
        yield from _translated(content, file.relative_to(root).as_posix())


def _translated(value: Any, place: str) -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(value, dict) and isinstance(value.get("en"), str):
        yield place, value
        return
    if isinstance(value, list):
        value = dict(enumerate(value))
    for name, part in value.items() if isinstance(value, dict) else ():
        yield from _translated(part, f"{place}/{name}")


def _rule(row: Mapping[str, str]) -> Rule:
    if row["rule"] not in _RULES or not row["form"]:
        raise ValueError(f"Not a rule: {row}")
    where, form = re.compile(row["where"], _FLAGS), re.compile(row["form"], _FLAGS)
    return Rule(row["english"], row["translation"], row["rule"] == "always", where, form)
