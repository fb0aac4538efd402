"""The council's decisions about reports as its settings pages hold them, and back again."""

import secrets
from collections.abc import Callable, Mapping

from portal.forms.dates import read_clock
from portal.incidents.report_settings import Arrangements, from_json, to_json
from portal.settings_pages.sections import Stored

_FLAGS = ("enabled", "danger_notice")
_CODED = {"local_strands": "local", "named_readers": "reader"}


def to_form(decided: Arrangements) -> Stored:
    """Write the decisions as fields can show them: words for flags, lines for lists."""
    stored = to_json(decided)
    for name in _FLAGS:
        stored[name] = _word(stored[name])
    stored["recovery"] = _word(decided.recovery_wanted) if decided.recovery_decided else ""
    for name in _CODED:
        stored[name] = {str(place): dict(one) for place, one in enumerate(stored[name])}
    stored["notice_to"] = "\n".join(decided.notice_to)
    stored["notice_times"] = "\n".join(decided.notice_times)
    return stored


def from_form(stored: Stored) -> Arrangements:
    """Read the decisions as fields hold them; what was emptied in a list is left out of it."""
    values = dict(stored)
    for name in _FLAGS:
        values[name] = stored[name] == "yes"
    values["recovery_decided"] = stored["recovery"] != ""
    values["recovery_wanted"] = stored["recovery"] == "yes"
    for name, is_given in _GIVEN.items():
        places = sorted(stored[name], key=int)
        values[name] = [one for place in places if is_given(one := stored[name][place])]
    values["notice_to"] = lines(stored["notice_to"])
    values["notice_times"] = sorted({*map(_clock, lines(stored["notice_times"]))})
    return _with_codes(values)


def lines(text: str) -> list[str]:
    """List what stands on each line."""
    return [line.strip() for line in text.split("\n") if line.strip()]


_GIVEN: Mapping[str, Callable[[Stored], bool]] = {
    "local_strands": lambda one: any(one.get("label", {}).values()),
    "named_readers": lambda one: bool(one.get("email")),
}


def _with_codes(values: Stored) -> Arrangements:
    # A code is drawn and never used again, because closed cases are counted under it.
    for name, prefix in _CODED.items():
        for one in values[name]:
            one["code"] = one.get("code") or f"{prefix}-{secrets.token_hex(3)}"
    return from_json(values)


def _clock(line: str) -> str:
    clock = read_clock(line)
    assert clock is not None  # noqa: S101 - the form has been read
    return f"{clock:%H:%M}"


def _word(flag: bool) -> str:
    return "yes" if flag else "no"
