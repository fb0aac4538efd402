"""The numbers that Word draws before paragraphs and keeps nowhere (ECMA-376, part 1, 17.9)."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_LAST_DIGIT = re.compile(r"List.*?([2-5])$")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"))
_MOST_ROMAN = 400


@dataclass(frozen=True)
class _Level:
    form: str = "bullet"
    pattern: str = ""
    start: int = 1


@dataclass
class Lists:
    """What each list's levels look like, and how far each has been counted."""

    levels: dict[str, dict[int, _Level]]
    lists: dict[str, str]
    of_style: dict[str, tuple[str, int]]
    counted: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, opened: Any) -> "Lists":
        """Read how a document numbers; one that has no list says nothing of it."""
        numbering = [
            part.blob
            for part in opened.part.package.iter_parts()
            if str(part.partname) == "/word/numbering.xml"
        ]
        levels: dict[str, dict[int, _Level]] = {}
        lists: dict[str, str] = {}
        for blob in numbering:
            from docx.oxml import parse_xml

            root = parse_xml(blob)
            for abstract in root.findall(f"{_W}abstractNum"):
                levels[_named(abstract, "abstractNumId")] = dict(
                    map(_level, abstract.findall(f"{_W}lvl"))
                )
            for one in root.findall(f"{_W}num"):
                lists[_named(one, "numId")] = _value(one, "abstractNumId")
        return cls(levels, lists, dict(_of_styles(opened)))

    def next_of(self, paragraph: Any) -> tuple[str, int]:
        """Count a paragraph: the number that stands before it, and how deep in a list it is.

        Both are empty for one that is in no list; the number is for one with a bullet.
        """
        style = _value(paragraph, "pPr", "pStyle")
        listed = _listed(paragraph.find(f"{_W}pPr")) or self.of_style.get(style)
        if listed is None or listed[0] not in self.lists:
            return "", 0
        name, level = listed
        found = _LAST_DIGIT.match(style)
        depth = level + (int(found[1]) if found else 1)
        return self._number(self.lists[name], level), depth

    def _number(self, abstract: str, level: int) -> str:
        levels, counted = self.levels.get(abstract, {}), self.counted[abstract]
        for deeper in [each for each in counted if each > level]:
            del counted[deeper]
        of_level = levels.get(level, _Level())
        counted[level] = counted.get(level, of_level.start - 1) + 1
        if of_level.form in ("bullet", "none"):
            return ""

        def written(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            one = levels.get(place, _Level())
            return _written(counted.get(place, one.start), one.form)

        return _PLACE.sub(written, of_level.pattern)


def _level(element: Any) -> tuple[int, _Level]:
    start = _whole(_value(element, "start"), 1)
    form = _value(element, "numFmt") or "decimal"
    return _whole(_named(element, "ilvl"), 0), _Level(form, _value(element, "lvlText"), start)


def _listed(properties: Any) -> tuple[str, int] | None:
    """Tell in which list something is, and on which level, if it says so itself."""
    if properties is None or properties.find(f"{_W}numPr") is None:
        return None
    return _value(properties, "numPr", "numId"), _whole(_value(properties, "numPr", "ilvl"), 0)


def _of_styles(opened: Any) -> list[tuple[str, tuple[str, int]]]:
    found = [(style.style_id, _listed(style.element.find(f"{_W}pPr"))) for style in opened.styles]
    return [(name, listed) for name, listed in found if listed]


def _written(number: int, form: str) -> str:
    if form.endswith("Letter"):
        letter = "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26]
        return letter.upper() if form.startswith("upper") else letter
    if form.endswith("Roman") and 0 < number < _MOST_ROMAN:
        roman = _roman(number)
        return roman.upper() if form.startswith("upper") else roman
    return f"{number:02}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written + "i" * number


def _value(element: Any, *names: str) -> str:
    found = element.find("/".join(_W + name for name in names))
    return str(found.get(f"{_W}val", "")) if found is not None else ""


def _named(element: Any, name: str) -> str:
    return str(element.get(f"{_W}{name}", ""))


def _whole(value: str, otherwise: int) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 4 else otherwise
