"""What was sent under a name, as words that any table can keep. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from portal.languages.normal_form import unpiled

Shown = dict[str, str]
"""A form: the name of each of its inputs and what stands in it."""

Sent = Mapping[str, Any]
"""What came with a form: by its name a text, a file or a list of texts; or Starlette's own form."""

_UNKEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# The flags of England, Scotland and Wales are written with letters that nobody sees elsewhere.
_TAGS = re.compile("(\U0001f3f4[\U000e0061-\U000e007a]{5}\U000e007f)|[\U000e0000-\U000e007f]")
_TURNING = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
# Joiners join letters of Arabic, of India and of what is written with pictures, and nothing else.
_LOOSE = re.compile("(?:^|(?<=[\x00-\u058f\u1e00-\u200b]))[\u200c\u200d]+")


def clean(text: str) -> str:
    """Make line ends plain, and drop what no text holds and what stands around it."""
    return _UNKEPT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: str) -> str:
    """Put words on one line, without signs that turn other words round or that nobody sees.

    A line stands in titles, feeds and calendars, where nothing keeps it apart from what follows.
    Joiners and marks of direction stay: Persian and Arabic words are not written without them.
    """
    return unturned(" ".join(text.split("\n")))


def unturned(text: str) -> str:
    """Drop the signs that turn other words round, and those that nobody sees and nothing needs."""
    plain = _TURNING.sub("", _TAGS.sub(r"\1", unpiled(text)))
    return _LOOSE.sub("", plain).strip()


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
