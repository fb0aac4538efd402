"""What an item says and said before, each part in its language and as long as there is room for."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from portal.languages.i18n import day, gettext, language
from portal.languages.text_languages import written
from portal.plans import vocabulary
from portal.plans.models import ItemVersion, PlanItem, PlanVersion

_DAYS = frozenset({"due", "review_on"})
_CODES = {
    "reach": vocabulary.REACHES,
    "status": vocabulary.STATUSES,
    "assessment": vocabulary.ASSESSMENTS,
}


def now(item: PlanItem, but: Collection[str] = ()) -> list[tuple[str, Any]]:
    """List what an item says, each part with what it is called, in the language it is in."""
    names = (name for name in vocabulary.FIELDS if name not in but)
    return named({name: getattr(item, name) for name in names}, item.language)


def before(version: ItemVersion) -> list[tuple[str, Any]]:
    """List what an item said before it was changed, in the same way."""
    return named(version.was, version.language)


def named(fields: Mapping[str, Any], tag: str) -> list[tuple[str, Any]]:
    """Name fields of an item, whose words are in a language, as they are read."""
    names = (name for name in vocabulary.FIELDS if fields.get(name))
    return [(gettext(vocabulary.FIELDS[name]), _value(name, fields[name], tag)) for name in names]


def of_plan(version: PlanVersion) -> list[tuple[str, Any]]:
    """List what was said of a plan as a whole before it was changed, in the same way."""
    names = (name for name in vocabulary.OF_PLAN if version.was.get(name))
    return [
        (gettext(vocabulary.OF_PLAN[name]), _of_plan(name, version.was[name], version.language))
        for name in names
    ]


def lengths(rows: Iterable[tuple[str, Any]]) -> Iterator[int]:
    """Tell how long each text is that such a list has."""
    for _, value in rows:
        yield from map(len, value if isinstance(value, list) else [value])


def fitted(rows: Iterable[tuple[str, Any]], room: int) -> list[tuple[str, Any]]:
    """Cut each text of such a list to what there is room for."""
    return [(called, _cut(value, room)) for called, value in rows]


def _of_plan(name: str, value: Any, tag: str) -> Any:
    if name == "title":
        return [written(text, of) for of, text in value.items()]
    if name in ("starts", "ends"):
        return day(date.fromisoformat(value))
    if name == "kind":
        return gettext(vocabulary.KINDS[value])
    if name == "levels":
        return [gettext(vocabulary.LEVELS_COUNTED[level]) for level in value]
    return written(value, tag)


def _cut(value: Any, room: int) -> Any:
    if isinstance(value, list):
        return [_cut(one, room) for one in value]
    if len(value) <= room:
        return value
    return written(f"{value[:room]}…", getattr(value, "written_in", language()))


def _value(name: str, value: Any, tag: str) -> Any:
    if name == "text":
        return [written(text, of) for of, text in value.items()]
    if name == "leads":
        return [written(lead, tag) for lead in value]
    if name in _DAYS:
        return day(date.fromisoformat(value) if isinstance(value, str) else value)
    if name in _CODES:
        return gettext(_CODES[name][value])
    return written(value, tag)
