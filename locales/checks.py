"""What can be wrong with a translation that a machine is able to see: pure functions."""

import re
from collections.abc import Callable, Iterator
from gettext import c2py

import polib

_PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[sdif]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_URL = re.compile(r"https?://[^\s<>\"')]+")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SPACED_DIGITS = re.compile(r"(?<=\d)[\s,.()\-]+(?=\d)")
_NUMBER = re.compile(r"\d{3,}")
# Direction is said in HTML; an invisible mark inside words breaks searching and reading aloud.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FORMULA = re.compile(r"nplurals=(\d+);\s*plural=(.+?);?$")
_ENOUGH_NUMBERS = range(1000)


def number_of_forms(plural_forms: str) -> int:
    """Read how many forms a Plural-Forms header promises."""
    return int(_formula(plural_forms)[0])


def forms_for_one_number(plural_forms: str) -> frozenset[int]:
    """Find the forms that serve a single number, as Welsh has for 2: it need not be repeated."""
    choose: Callable[[int], int] = c2py(_formula(plural_forms)[1])
    used = [choose(number) for number in _ENOUGH_NUMBERS]
    return frozenset(form for form in used if used.count(form) == 1)


def header(po: polib.POFile, tag: str, plural_forms: str) -> Iterator[str]:
    """Compare a catalogue's header with our own table of languages."""
    if po.metadata.get("Plural-Forms") != plural_forms:
        yield f"Plural-Forms should be {plural_forms!r}"
    if po.metadata.get("Language") != tag:
        yield f"Language should be {tag!r}"


def untranslated(entry: polib.POEntry, forms: int) -> bool:
    """Tell whether any form of a message is still to be written."""
    if not entry.msgid_plural:
        return not entry.msgstr
    return not all(entry.msgstr_plural.get(form) for form in range(forms))


def problems(entry: polib.POEntry, plural_forms: str) -> Iterator[str]:
    """Name what is wrong with one translated message; nothing is said of empty forms."""
    if entry.fuzzy:
        yield "is marked fuzzy"
    if not entry.msgid_plural:
        yield from _differences(entry.msgid, entry.msgstr)
        return
    forms, numbered = number_of_forms(plural_forms), forms_for_one_number(plural_forms)
    if set(entry.msgstr_plural) != set(range(forms)):
        yield f"has {len(entry.msgstr_plural)} plural forms instead of {forms}"
    for form, text in entry.msgstr_plural.items():
        for problem in _differences(entry.msgid_plural, text, number_said=form in numbered):
            yield f"form {form} {problem}"


def _differences(english: str, text: str, *, number_said: bool = False) -> Iterator[str]:
    if not text:
        return
    if _BIDI.search(text):
        yield "holds an invisible direction mark"
    if not _same_placeholders(english, text, number_said=number_said):
        yield "has other placeholders than the English"
    for name, read in _MUST_AGREE.items():
        if read(english) != read(text):
            yield f"has other {name} than the English: {read(english)} became {read(text)}"


def _same_placeholders(english: str, text: str, *, number_said: bool) -> bool:
    wanted, given = set(_PLACEHOLDER.findall(english)), set(_PLACEHOLDER.findall(text))
    return given <= wanted and len(wanted - given) <= number_said


def _formula(plural_forms: str) -> tuple[str, str]:
    match = _FORMULA.fullmatch(plural_forms)
    if match is None:
        raise ValueError(f"Not a Plural-Forms header: {plural_forms!r}")
    return match[1], match[2]


def _tags(text: str) -> list[str]:
    return sorted(_TAG.findall(text))


def _addresses(text: str) -> list[str]:
    return sorted(found.rstrip(".,;:") for found in _URL.findall(text) + _EMAIL.findall(text))


def _numbers(text: str) -> list[str]:
    """Read telephone and other numbers of three digits or more, however they are spaced."""
    western = "".join(str(int(c)) if c.isdecimal() else c for c in _PLACEHOLDER.sub("", text))
    return sorted(_NUMBER.findall(_SPACED_DIGITS.sub("", western)))


def _stray_percents(text: str) -> int:
    return _PLACEHOLDER.sub("", text).replace("%%", "").count("%")


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


_MUST_AGREE: dict[str, Callable[[str], object]] = {
    "HTML": _tags,
    "addresses": _addresses,
    "numbers": _numbers,
    "percent signs": _stray_percents,
    "spaces at the ends": _edges,
}
