"""What was sent under a name, as words that any table can keep. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

Shown = dict[str, str]
"""A form: the name of each of its inputs and what stands in it."""

Sent = Mapping[str, Any]
"""What came with a form: by its name a text, a file or a list of texts; or Starlette's own form."""

_UNKEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean(text: str) -> str:
    """Make line ends plain, and drop what no text holds and what stands around it."""
    return _UNKEPT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def sent_text(sent: Sent, name: str) -> str:
    """Give the text that was sent under a name; a file is none."""
    value = sent.get(name, "")
    return clean(value) if isinstance(value, str) else ""


def every(sent: Sent, name: str) -> list[str]:
    """List the texts that were sent under a name, without those that are empty."""
    getlist = getattr(sent, "getlist", None)
    values = getlist(name) if getlist else sent.get(name, ())
    texts: Sequence[Any] = [values] if isinstance(values, str) else values
    return [text for value in texts if isinstance(value, str) and (text := clean(value))]


def flat(sent: Sent) -> Shown:
    """Give every text that was sent, also those that no field is declared for."""
    return {name: clean(value) for name, value in sent.items() if isinstance(value, str)}
