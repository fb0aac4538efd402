"""The council's decisions about reports as its settings pages hold them, and back again."""

import secrets
from dataclasses import replace

from portal.forms.dates import read_clock
from portal.incidents.report_settings import Arrangements, LocalStrand, from_json, to_json
from portal.settings_pages.sections import Stored

_FLAGS = ("enabled", "danger_notice")


def to_form(decided: Arrangements) -> Stored:
    """Write the decisions as fields can show them: words for flags, lines for lists."""
    stored = to_json(decided)
    for name in _FLAGS:
        stored[name] = _word(stored[name])
    stored["recovery"] = _word(decided.recovery_wanted) if decided.recovery_decided else ""
    stored["local_strands"] = {str(n): dict(one) for n, one in enumerate(stored["local_strands"])}
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
    strands = (stored["local_strands"][place] for place in sorted(stored["local_strands"], key=int))
    values["local_strands"] = [one for one in strands if any(one.get("label", {}).values())]
    values["notice_to"] = lines(stored["notice_to"])
    values["notice_times"] = sorted({*map(_clock, lines(stored["notice_times"]))})
    return _with_codes(values)


def lines(text: str) -> list[str]:
    """List what stands on each line."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def _with_codes(values: Stored) -> Arrangements:
    # A code is drawn and never used again, because closed cases are counted under it.
    coded = [
        LocalStrand(one.get("code") or f"local-{secrets.token_hex(3)}", one["label"])
        for one in values.pop("local_strands")
    ]
    return replace(from_json(values), local_strands=tuple(coded))


def _clock(line: str) -> str:
    clock = read_clock(line)
    assert clock is not None  # noqa: S101 - the form has been read
    return f"{clock:%H:%M}"


def _word(flag: bool) -> str:
    return "yes" if flag else "no"
