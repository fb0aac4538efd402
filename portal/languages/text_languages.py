"""In which language somebody wrote a text: any language that CLDR names, or one not known.

It is that of the page on which the text was typed last, until somebody who reads it knows better.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, localedata, parse_locale

from portal.languages import locales
from portal.languages.i18n import gettext, language, translation
from portal.languages.searching import fold

TYPED_IN = "_typed_in"
"""The field of a form that tells in which language the page is that it stands on."""

UNKNOWN = "und"
"""The tag of a language that nobody knows (BCP 47, 4.1)."""

_BETWEEN = re.compile(r"[,;\n\u060c\u3001\uff0c\u061b]")  # commas of several scripts
_SPECIAL = frozenset({UNKNOWN, "mul", "zxx", "mis"})
_ENGLISH = "en"
_ENDONYMS = Path(__file__).with_name("endonyms.csv")
_ISOLATED = "\u2068{}\u2069"  # a name in other letters turns nothing around it
_REGIONAL = frozenset({"fa-AF"})  # whose speakers have a name of their own for it
_OTHER_NAMES = {
    "bn": ("Bengali",),
    "ckb": ("Sorani",),
    "fa": ("Farsi",),
    "ku": ("Kurmanji",),
    "lah": ("Mirpuri", "Pahari", "میرپوری", "پہاڑی", "پوٹھوہاری"),
    "ps": ("Pashtu",),
    "rom": ("Romani",),
    "zh": ("Mandarin",),
}
"""Under which other names people look for a language; CLDR has one for each."""

_OFTEN = (
    "ak am ar bg bn ckb cs de el es fa fa-AF fil fr gu hi hr hu ig it ja ko ku lah lt lv ml mr ne "
    "nl pa pa-Arab pl ps pt ro rom ru si sk sn so sq sw ta te th ti tr uk ur vi yo zh zh-Hant"
)
LIKELY = tuple(_OFTEN.split(" "))
"""What many people in England and Wales speak first or best (ONS, Census 2021, main language)."""

_SPOKEN_NO_MORE = (
    "ae afh akk ang avk chb chg cop dum egy enm frm fro gez gmh goh got grc hit ia ie io jbo lfn "
    "mga non nov nwc ota pal peo phn prg pro sam sga sog sux tlh uga vo zbl"
)
"""What nobody grew up with (ISO 639-3: ancient, historical, constructed) is not offered."""

_WORDS = "language languages iaith ieithoedd język języki języku زبان زبانیں لغة اللغة لغات"
_THE_WORD = frozenset(fold(_WORDS).split())
"""What people write beside the name of a language in each language of pages, and no text says."""

Group = tuple[str, Sequence[tuple[str, str]]]


class Written(str):
    """A text that a person wrote, which knows in which language it is."""

    __slots__ = ("written_in",)
    written_in: str


def written(text: str, tag: str) -> Written:
    """Tell of a text in which language it is, for the page that shows it."""
    made = Written(text)
    made.written_in = tag
    return made


def of_form(form: Mapping[str, Any]) -> str:
    """Tell in which language the page was from which a form came.

    Whoever presses a language button sends the form on to a page in another one.
    """
    tag = form.get(TYPED_IN)
    return tag if tag in locales.LANGUAGES or tag in locales.PSEUDO else language()


def kept(
    before: Mapping[str, Any], now: Mapping[str, Any], known: Mapping[str, str], tag: str
) -> dict[str, str]:
    """Tell of each text in which language it is: one that was not changed keeps its own."""
    same = {name: known[name] for name in known if name in now and now[name] == before.get(name)}
    return same | {name: tag for name, text in now.items() if text and text != before.get(name)}


def is_known(tag: str) -> bool:
    """Tell whether a text can be filed under a tag: a language that CLDR names, in its letters."""
    return tag == UNKNOWN or tag in locales.PSEUDO or tag in _all() or _is_lettered(tag)


def named(tag: str) -> str:
    """Name a language in the language of the page, and as its own speakers do."""
    own, name = _endonyms().get(tag, ""), named_in(tag, language())
    return f"{name} · {_ISOLATED.format(own)}" if own and own != name else name


def named_in(tag: str, reader: str) -> str:
    """Name a language in that of a reader."""
    if tag in locales.PSEUDO:
        return locales.get(tag).endonym
    if message := locales.CALLED.get(tag):
        return translation(reader, message)
    return _name(tag, locales.get(reader).babel)


def names(tag: str, readers: Iterable[str]) -> list[str]:
    """List under which names people look for a language, in those of some readers as well."""
    named = (named_in(tag, reader) for reader in (*readers, _ENGLISH))
    return [*filter(None, (_endonyms().get(tag),)), *named, *_OTHER_NAMES.get(tag, ())]


def read_names(typed: str, readers: Iterable[str]) -> tuple[list[str], list[str]]:
    """Read languages that somebody typed between commas: their tags, and what names none."""
    known = _by_any_name(tuple(readers))
    named = [part.strip() for part in _BETWEEN.split(typed) if part.strip()]
    found = {name: known.get(" ".join(without_the_word(fold(name).split()))) for name in named}
    found |= {name: tag for name in named if (tag := known.get(fold(name)))}
    return list(dict.fromkeys(filter(None, found.values()))), [n for n in named if not found[n]]


def without_the_word(words: list[str]) -> list[str]:
    """Leave out of what somebody looks for the word “language”, unless that is all."""
    return [word for word in words if word not in _THE_WORD] or words


def offered(
    first: Iterable[str], value: str = "", used: Iterable[str] = (), likely: Iterable[str] = ()
) -> list[Group]:
    """List what a text can be filed under: some languages first, then all others by name.

    Of the first, those with letters of their own are offered in Latin ones as well. After them
    come those that are in use, and what is likely; others stand there under each name that people
    look for, and not in letters that whoever reads the others reads, too.
    """
    front = [tag for one in first for tag in (one, *_in_latin(one))]
    known = (tag for tag in (*used, value) if tag and is_known(tag))
    after = [tag for tag in dict.fromkeys(known) if tag not in (*front, UNKNOWN)]
    near = [(tag, named(tag)) for tag in (*front, UNKNOWN)]
    in_use = [(tag, named(tag)) for tag in after]
    tags = (tag for tag in likely if tag not in {*front, *after})
    often = sorted(((tag, named(tag)) for tag in tags), key=lambda one: _plain(one[1]))
    above = {*near, *in_use, *often}
    others = [one for one in _by_name(language()) if one not in above]
    groups = [
        (gettext("Languages of the council"), near),
        (gettext("Languages in use here"), in_use),
        (gettext("Languages often spoken"), often),
        (gettext("Other languages"), others),
    ]
    return [group for group in groups if group[1]]


@lru_cache(maxsize=16)
def _by_name(reader: str) -> Sequence[tuple[str, str]]:
    # What has no name in the language of the page has only its own there, and stands below.
    alone = {tag for tag in _all() if not _has_name(tag, reader)}
    tags = [tag for tag in _all().difference(_SPOKEN_NO_MORE.split()) if _stands_apart(tag)]
    listed = [(tag, _endonyms().get(tag, "") if tag in alone else named(tag)) for tag in tags]
    listed += [
        (tag, f"{_ISOLATED.format(other)} · {named(tag)}")
        for tag, names in _OTHER_NAMES.items()
        for other in names
        if other.isascii() == (locales.script(reader) == "Latn")
    ]
    by_name = sorted(listed, key=lambda one: (one[0] in alone, _plain(one[1])))
    return [one for one in by_name if one[1]]


def _has_name(tag: str, reader: str) -> bool:
    tongue = tag.partition("-")[0]
    name = Locale.parse(locales.get(reader).babel).languages.get(tongue)
    return tag in locales.CALLED or name not in (None, tongue)


def _stands_apart(tag: str) -> bool:
    """Tell whether a tag is a language, or its letters are read the other way, or are Chinese."""
    tongue, _, letters = tag.partition("-")
    turned = locales.direction(tag) != locales.direction(tongue)
    return len(letters) != 4 or turned or letters.startswith("Han")


def _plain(name: str) -> str:
    return name.strip("\u2068").casefold()


@lru_cache(maxsize=16)
def _by_any_name(readers: tuple[str, ...]) -> Mapping[str, str]:
    # Those that are named first lose a name that several have: a plain tag wins.
    tags = sorted(_all(), key=lambda tag: (-len(tag), tag))
    return {fold(name): tag for tag in tags for name in (*names(tag, readers), tag)}


@cache
def _all() -> frozenset[str]:
    plain = (str(tag) for tag in Locale(_ENGLISH).languages if "_" not in str(tag))
    return frozenset({*plain, *_REGIONAL, *_other_letters()} - _SPECIAL) | locales.LANGUAGES.keys()


def _other_letters() -> Iterator[str]:
    """List the languages that are written in letters which are not their usual ones."""
    for identifier in localedata.locale_identifiers():
        tag, _, letters = identifier.partition("_")
        if len(letters) == 4 and letters != locales.script(tag):
            yield f"{tag}-{letters}"


def _in_latin(tag: str) -> list[str]:
    return [] if locales.script(tag) in (None, "Latn") else [f"{tag}-Latn"]


def _is_lettered(tag: str) -> bool:
    try:
        tongue, territory, letters, *_ = parse_locale(tag, sep="-")
    except ValueError:
        return False
    named = tongue in _all() and letters in Locale(_ENGLISH).scripts
    return named and not territory and tag == f"{tongue}-{letters}"


def _name(tag: str, reader: str) -> str:
    tongue, _, letters = tag.partition("-")
    mine, english = Locale.parse(reader), Locale(_ENGLISH)
    known = tag.replace("-", "_") if tag in _REGIONAL else tongue
    name = mine.languages.get(known) or english.languages.get(known) or tag
    script = mine.scripts.get(letters) or english.scripts.get(letters)
    return f"{name} ({script})" if script else str(name)


@cache
def _endonyms() -> Mapping[str, str]:
    with _ENDONYMS.open(encoding="utf-8", newline="") as file:
        own = dict(csv.reader(file))
    return own | {tag: one.endonym for tag, one in locales.LANGUAGES.items()}
