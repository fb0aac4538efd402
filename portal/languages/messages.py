"""Our own words as a text in each language, so that they can stand where staff's words do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.languages import locales
from portal.languages.i18n import translation


@dataclass(frozen=True)
class Message(Mapping[str, str]):
    """A message in English, which the catalogues have in every language the portal speaks.

    `pick` says it in the current language, as it does with what staff wrote; so whatever asks,
    shows or writes out a question need not know whose words it is made of.
    """

    english: str

    def __getitem__(self, tag: str) -> str:
        """Give the message in a language."""
        if tag not in locales.LANGUAGES and tag not in locales.PSEUDO:
            raise KeyError(tag)
        return translation(tag, self.english)

    def __iter__(self) -> Iterator[str]:
        """Go through the languages that the portal speaks."""
        return iter(locales.LANGUAGES)

    def __len__(self) -> int:
        """Count them."""
        return len(locales.LANGUAGES)
