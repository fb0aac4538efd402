"""The council's decisions about reports as its settings pages hold them, and back again."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from portal.incidents.report_settings import Arrangements, LocalStrand, from_json, to_json
from portal.problems import Problem, Problems, mark
from portal.store import smtp

Stored = dict[str, Any]

_FLAGS = ("enabled", "danger_notice")
_LISTS = ("support", "local_strands")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_BAD_EMAIL = mark("Write an email address on each line, such as name@example.org.")
_BAD_TIME = mark("Write a time on each line, such as 09:00.")
_NO_TIME = mark("Write at least one time, such as 09:00.")


def to_form(decided: Arrangements) -> Stored:
    """Write the decisions as fields can show them: words for flags, lines for lists."""
    stored = to_json(decided)
    for name in _FLAGS:
        stored[name] = _word(stored[name])
    stored["recovery"] = _word(decided.recovery_wanted) if decided.recovery_decided else ""
    for name in _LISTS:
        stored[name] = {str(place): dict(one) for place, one in enumerate(stored[name])}
    stored["notice_to"] = "\n".join(decided.notice_to)
    stored["notice_times"] = "\n".join(decided.notice_times)
    return stored


def problems(stored: Stored) -> Problems:
    """Say what is wrong with lines that were typed."""
    found: Problems = {}
    if not all(smtp.is_address(line) for line in _lines(stored["notice_to"])):
        found["notice_to"] = Problem(_BAD_EMAIL)
    times = _lines(stored["notice_times"])
    if not times or not all(_TIME.fullmatch(line) for line in times):
        found["notice_times"] = Problem(_BAD_TIME if times else _NO_TIME)
    return found


def from_form(stored: Stored) -> Arrangements:
    """Read the decisions as fields hold them; what was emptied in a list is left out of it."""
    values = dict(stored)
    for name in _FLAGS:
        values[name] = stored[name] == "yes"
    values["recovery_decided"] = stored["recovery"] != ""
    values["recovery_wanted"] = stored["recovery"] == "yes"
    for name, is_given in _GIVEN.items():
        values[name] = [one for _, one in sorted(stored[name].items(), key=_place) if is_given(one)]
    values["notice_to"] = _lines(stored["notice_to"])
    values["notice_times"] = sorted({*_lines(stored["notice_times"])})
    return _with_codes(values)


_GIVEN: Mapping[str, Callable[[Stored], bool]] = {
    "support": lambda one: bool(one.get("name")),
    "local_strands": lambda one: any(one.get("label", {}).values()),
}


def _with_codes(values: Stored) -> Arrangements:
    # A code is drawn and never used again, because closed cases are counted under it.
    coded = [
        LocalStrand(one.get("code") or f"local-{secrets.token_hex(3)}", one["label"])
        for one in values.pop("local_strands")
    ]
    return replace(from_json(values), local_strands=tuple(coded))


def _place(item: tuple[str, Stored]) -> int:
    return int(item[0])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _word(flag: bool) -> str:
    return "yes" if flag else "no"
