"""What nobody is called who does not speak for the council."""

from collections.abc import Iterable, Iterator

from portal.council.rules import Council
from portal.forms import names
from portal.languages.messages import Message
from portal.problems import Problem

_PARTS = (
    Message("Council"),
    Message("The council"),
    Message("Chair"),
    Message("The chair"),
    Message("Moderator"),
    Message("The moderators"),
    Message("Administrator"),
)
_OTHERS = (
    *("Chairman", "Chairwoman", "Chairperson", "Cadeiryddes", "Przewodnicząca"),
    *("Golaha", "Guddoomiye", "Guddoomiyaha", "Guddoomiso", "Guddoomisada"),
    *("Gudoomiye", "Gudoomiyaha", "Dowladda hoose", "Dawladda hoose"),
    *("সভাপতি", "সভানেত্রী", "চেয়ার", "চেয়ারম্যান", "চেয়ারপারসন", "কাউন্সিল", "পরিষদ"),
    *("主席", "会长", "會長", "议会", "議會", "議会", "议會", "理事会", "理事會", "市政"),
    *("مجلس", "الرئيسة", "چیئر", "چیئرمین", "چیئرپرسن"),
    *("رئيس المنتدى", "رئيسة المنتدى", "رئيس اللجنة", "رئيسة اللجنة"),
)
"""What the chair and the council are called besides, also where there is no catalogue."""

_ALONE = ("رئيس", "رئيسة")
"""What is a name beside another, and an office by itself."""

_ARTICLES = frozenset({"the", "y", "yr"})

_MUTATED = {
    "c": ("g", "ngh", "ch"),
    "p": ("b", "mh", "ph"),
    "t": ("d", "nh", "th"),
    "g": ("", "ng"),
    "b": ("f", "m"),
    "d": ("dd", "n"),
    "m": ("f",),
}
"""How a Welsh word begins after certain others."""


def problem(name: str, council: Council, others: Iterable[str] = ()) -> Problem | None:
    """Say what is wrong with the name that somebody chose; `others` are not theirs either."""
    said = [words for part in _PARTS for words in part.values()]
    said += [words.partition(" ")[2] for words in said if words.split()[0].casefold() in _ARTICLES]
    welsh = [form for part in _PARTS for form in _mutated(part["cy"])]
    places = filter(None, map(_place, council.name.values()))
    ours = [*council.name.values(), *places, council.wordmark]
    return names.problem(name, [*said, *welsh, *_OTHERS, *ours, *others], _ALONE)


def _place(name: str) -> str:
    """Give the name of a council without the word for one, if that is still more than a place."""
    councils = {words.casefold() for words in _PARTS[0].values()}
    rest = [word for word in name.split() if word.casefold() not in councils]
    return " ".join(rest) if 1 < len(rest) < len(name.split()) else ""


def _mutated(words: str) -> Iterator[str]:
    for word in words.casefold().split():
        yield from (begins + word[1:] for begins in _MUTATED.get(word[0], ()))
