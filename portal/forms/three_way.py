"""Three-way merge of a form: what it showed, what comes back, and what was stored meanwhile.

What a form showed, the base of the merge, is kept nowhere. The form carries a fingerprint of it:
the name of each field, and of what stood in it a few bytes. A field is whatever is answered as
one, such as all boxes of one question; its value is anything that JSON can write, and an empty
one is like none. A field of which nothing tells what it showed, because the form is old or its
fingerprint was damaged, counts as one that stood empty: so nothing that was typed is taken for
untouched.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

Fields = Mapping[str, Any]
"""The value of each field by its name, in which there is no space and none of the signs below."""

Versions = Mapping[str, Sequence[Any]]
"""What else was written in a field, until somebody who saw it has chosen."""

_OF, _ELSE = ":", "~"
_written = json.JSONEncoder(sort_keys=True).encode
_BYTES = 5  # By chance two of a million million values look alike.
_DIGEST = re.compile(rf"[0-9a-f]{{1,{2 * _BYTES}}}")
_MOST_WORDS = 4000  # twice as many as a form has fields; strangers write more than browsers do
_MOST_VERSIONS = 3  # so many, and the one that stands: nobody has more tabs of one page in use


class Merged(NamedTuple):
    """What stands in each field of a form now, and the versions that are left to choose from."""

    fields: dict[str, Any]
    versions: dict[str, list[Any]]


def fingerprint(shown: Fields, versions: Versions | None = None) -> str:
    """Write down, for a form to carry, what its fields show; the same for all that are empty."""
    marks = [_marked(name, mark_of(value)) for name, value in shown.items()]
    named = [(name, (versions or {}).get(name)) for name in shown]
    return " ".join(marks + [_marked(name + _ELSE, mark_of(more)) for name, more in named if more])


def base_of(carried: Iterable[str]) -> dict[str, str]:
    """Read the fingerprints that came with a form; what is not one of ours tells nothing."""
    words = [word.partition(_OF) for text in carried for word in text.split(None, _MOST_WORDS)]
    return {
        name: digest if _DIGEST.fullmatch(digest) else "" for name, _, digest in words[:_MOST_WORDS]
    }


def differing(base: Mapping[str, str], stored: Fields) -> list[str]:
    """Name the fields that do not stand as a form showed them, those included that are gone."""
    names = dict.fromkeys([*stored, *(name for name in base if not name.endswith(_ELSE))])
    return [name for name in names if not stands(base, name, stored.get(name))]


def stands(base: Mapping[str, str], name: str, value: Any) -> bool:
    """Tell whether a form showed this value in a field."""
    return _is_of(base.get(name, ""), value)


def merge(
    base: Mapping[str, str],
    stored: Fields,
    sent: Fields,
    versions: Versions | None = None,
    *,
    settles: bool = True,
) -> Merged:
    """Take what was changed in a form, and keep what was changed meanwhile.

    Where both were, the form counts and the stored value becomes a version beside it. Versions
    that the form showed are settled by sending it, unless it was sent for something else.
    """
    merged = Merged({}, {})
    for name, mine in sent.items():
        theirs, others = stored.get(name), list((versions or {}).get(name, ()))
        if settles and others and stands(base, name + _ELSE, others):
            others = []
        counts, others = _merged(base.get(name, ""), theirs, mine, others)
        merged.fields[name] = counts
        if others := [one for one in others if not _same(one, counts)]:
            merged.versions[name] = others[-_MOST_VERSIONS:]
    return merged


def chosen(merged: Merged, name: str, mark: str) -> Merged:
    """Put a version into its field by its mark; what stood there becomes a version itself."""
    others = merged.versions.get(name, [])
    found = [one for one in others if mark_of(one) == mark]
    if not found:
        return merged
    rest = [one for one in others if not _same(one, found[0])]
    return Merged(
        merged.fields | {name: found[0]},
        merged.versions | {name: [*rest, merged.fields[name]]},
    )


def mark_of(value: Any) -> str:
    """Tell a value from others in the same field; nothing for an empty one."""
    if not value:
        return ""
    return hashlib.blake2b(_written(value).encode(), digest_size=_BYTES).hexdigest()


def _merged(base: str, theirs: Any, mine: Any, others: list[Any]) -> tuple[Any, list[Any]]:
    if _same(mine, theirs) or _is_of(base, mine):
        return theirs, others
    if _is_of(base, theirs):
        return mine, others
    # A form that comes a second time brings what is known already.
    known = any(_same(mine, one) for one in others)
    return (theirs, others) if known else (mine, [*others, theirs])


def _same(one: Any, other: Any) -> bool:
    return bool(one == other or not (one or other))


def _marked(name: str, digest: str) -> str:
    return f"{name}{_OF}{digest}" if digest else name


def _is_of(digest: str, value: Any) -> bool:
    return bool(digest) == bool(value) and digest == mark_of(value)
