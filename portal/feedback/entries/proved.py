"""What shows that something was done, in the languages in which everybody reads the entry."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from portal.feedback.models import EntryProof
from portal.feedback.rules import TEXTS, Content, Proof
from portal.store.db import Translated


@dataclass(frozen=True)
class Proved:
    """A document, a link or a picture, with the words of it that were signed off."""

    id: str
    proof: Proof
    title: Translated
    alternative: Translated
    language: str
    address: str
    size: int


def read(proofs: Iterable[EntryProof], said: Content) -> list[Proved]:
    """Give what shows that an entry was done, as it is read beside what that says."""
    tags = {tag for name in TEXTS for tag in said[name]}
    return [_read(one, {*tags, one.language}) for one in proofs]


def _read(one: EntryProof, tags: Collection[str]) -> Proved:
    title, alternative = (
        {tag: text for tag, text in words.items() if tag in tags}
        for words in (one.title, one.alternative)
    )
    return Proved(one.id, one.proof, title, alternative, one.language, one.address, one.size)
