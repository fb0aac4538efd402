"""What the demonstration says of itself on whatever leaves it: that all of it is invented."""

from portal.languages.direction import marked
from portal.languages.i18n import translation
from portal.problems import mark
from portal.settings import Settings

_INVENTED = mark("This is a demonstration. The council, the people and the answers are invented.")


def said(settings: Settings, tag: str) -> str:
    """Say so in a language; nothing anywhere else than in the demonstration."""
    return translation(tag, _INVENTED) if settings.demo else ""


def under(settings: Settings, tag: str, text: str) -> str:
    """Say so below the text of a mail, which ends its last line."""
    words = said(settings, tag)
    return f"{text}\n{marked(words, tag)}\n" if words else text
