"""The languages the portal speaks: tags, endonyms, direction, plural rules and matching.

Pure data and functions. Tags are BCP 47 with hyphens; Babel's own spelling is kept beside
each. Plural rules are CLDR's for whole numbers, because Babel's defaults differ from it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from babel import parse_locale
from babel.core import get_global

from portal.problems import mark

_ONE = "nplurals=2; plural=(n != 1);"
_CY = "nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 : (n==6) ? 4 : 5;"
_PL = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
_AR = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3"
    " : n%100>=11 ? 4 : 5);"
)


@dataclass(frozen=True)
class Language:
    """One language: its names, how it is written, counted and listed, and its tag for Babel."""

    tag: str
    babel: str
    endonym: str
    english: str
    plural_forms: str
    direction: str = "ltr"
    comma: str = ", "


LANGUAGES: dict[str, Language] = {
    language.tag: language
    for language in (
        Language("en", "en_GB", "English", "English", _ONE),
        Language("cy", "cy", "Cymraeg", "Welsh", _CY),
        Language("pl", "pl", "polski", "Polish", _PL),
        Language("ur", "ur", "اردو", "Urdu", _ONE, "rtl", "، "),
        Language("ar", "ar", "العربية", "Arabic", _AR, "rtl", "، "),
    )
}
"""The languages that are shipped, in the order a council first sees them."""

PSEUDO: dict[str, Language] = {
    "en-XA": Language("en-XA", "en_GB", "Ēnglīsh (long)", "Pseudo, long", _ONE),
    "ar-XB": Language("ar-XB", "en_GB", "English (mirrored)", "Pseudo, mirrored", _ONE, "rtl"),
}
"""Invented languages that show untranslated, clipped and wrongly mirrored text."""

CALLED = {
    "und": mark("Language not known"),
    "lah": mark("Pothwari (Mirpuri, Pahari)"),
    "rom": mark("Romany"),
}
"""What is called here as its speakers do; CLDR has other names, or in some languages none."""

_ALIASES = {"pnb": "ur", "pa-arab": "ur", "pa-pk": "ur", "sd": "ur", "arb": "ar", "ary": "ar"}
_FROM_RIGHT = {"Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"}
# RFC 5646, section 4.4.1, names no longer tag; browsers send a handful.
_MOST_WANTED, _LONGEST_TAG = 20, 35
_ANY = "*"
_PLACEHOLDER = re.compile(r"(%\(\w+\)[sd]|%%|<[^>]+>|https?://\S+|\S+@\S+)")
_ACCENTS = str.maketrans("aeiouyAEIOUYcdnrst", "åēîøüýÅĒÎØÜÝçđñřšţ")


def get(tag: str) -> Language:
    """Look up a language by its tag, invented ones included."""
    return LANGUAGES.get(tag) or PSEUDO[tag]


def direction(tag: str) -> str:
    """Tell in which direction any language is written, also one that is not shipped.

    It follows from the letters that the tag names or, by CLDR's likely subtags, that the
    language is usually written in; an unknown tag is read from left to right.
    """
    if tag in LANGUAGES or tag in PSEUDO:
        return get(tag).direction
    return "rtl" if script(tag) in _FROM_RIGHT else "ltr"


def script(tag: str) -> str | None:
    """Name the letters in which a language is written, by its tag or as is usual for it."""
    try:
        language, territory, script = parse_locale(tag, sep="-")[:3]
    except ValueError:
        return None
    likely = get_global("likely_subtags")
    usual = likely.get(f"{language}_{territory}") or likely.get(language)
    return script or (parse_locale(usual)[2] if usual else None)


def match(accepted: str, offered: Sequence[str]) -> str:
    """Choose the offered tag that best serves an Accept-Language header.

    Args are the header as sent and the tags in the council's order; the first of these that is
    not refused is the answer when nothing fits. `*` stands for what no other range names, after
    ranges of the same weight; a weight of 0 refuses what it names (RFC 9110, section 12.5.4),
    unless that is all there is. Script decides before language: Punjabi in Arabic script is
    served Urdu, never Gurmukhi.
    """
    ranges = _by_preference(accepted)
    welcome = [tag for tag in offered if not _is_refused(tag.lower(), ranges)]
    if not welcome:
        return offered[0]
    wanted = {one: serves(one, welcome) for one, weight in ranges.items() if weight}
    if _ANY in wanted:
        wanted[_ANY] = next((tag for tag in welcome if tag not in wanted.values()), None)
    return next((tag for tag in wanted.values() if tag), welcome[0])


def welcome(accepted: str, offered: Sequence[str]) -> str:
    """Choose the language in which to meet somebody whose address names none.

    Args are what their browser accepts and the languages that the council offers; one that the
    portal does not speak any more is passed over.
    """
    spoken = [tag for tag in offered if tag in LANGUAGES]
    return match(accepted, spoken or list(LANGUAGES))


def serves(wanted: str, offered: Sequence[str]) -> str | None:
    """Name the offered tag that serves one wanted tag, however it is written: en-GB, UR, ur_PK."""
    known = {tag.lower(): tag for tag in offered}
    return next((known[tag] for tag in _candidates(wanted.lower()) if tag in known), None)


def shares_endonym(tag: str) -> bool:
    """Tell whether another language, or the same one in other letters, has the same endonym."""
    names = [language.endonym for language in LANGUAGES.values()]
    return tag in LANGUAGES and names.count(LANGUAGES[tag].endonym) > 1


def pseudo(tag: str, message: str) -> str:
    """Disguise an English message: accented and 40% longer, or mirrored by direction marks."""
    parts = _PLACEHOLDER.split(message)
    words = "".join(_disguise(tag, part) if i % 2 == 0 else part for i, part in enumerate(parts))
    return words if tag == "ar-XB" else f"[{words}{'~' * (len(message) * 2 // 5)}]"


def _disguise(tag: str, part: str) -> str:
    if tag == "en-XA":
        return part.translate(_ACCENTS)
    return re.sub(r"(\S+)", "\u202e\\1\u202c", part)


def _is_refused(tag: str, ranges: Mapping[str, float]) -> bool:
    # The longest range that names a tag counts: of "zh;q=0, zh-Hant" only the first is refused.
    naming = [wanted for wanted in ranges if f"{tag}-".startswith(f"{wanted}-")]
    return bool(naming) and ranges[max(naming, key=len)] == 0


def _by_preference(accepted: str) -> dict[str, float]:
    """Read ranges and their weights, the most wanted first; one given twice counts for less."""
    weights: dict[str, float] = {}
    for part in accepted.split(",", _MOST_WANTED)[:_MOST_WANTED]:
        tag, _, written = "".join(part.lower().split()).partition(";q=")
        wanted, weight = tag.replace("_", "-").removesuffix("-*"), _weight(written)
        if 0 < len(wanted) <= _LONGEST_TAG and weight is not None:
            weights[wanted] = min(weight, weights.get(wanted, 1))
    order = sorted(weights, key=lambda wanted: (-weights[wanted], wanted == _ANY))
    return {wanted: weights[wanted] for wanted in order}


def _weight(written: str) -> float | None:
    try:
        weight = float(written or 1)
    except ValueError:
        return None
    return min(weight, 1) if weight >= 0 else None


def _candidates(tag: str) -> Iterator[str]:
    parts = tag.replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        stem = "-".join(parts[:length])
        # A script that the base language is not written in here is answered by an alias, or not.
        if not (stem == "pa" and "arab" in parts):
            yield stem
        if stem in _ALIASES:
            yield _ALIASES[stem]
