"""Texts whose misreading could harm: shown with English beneath until a native reader signs off.

A sign-off is bound to the very words that were read. If the English or the translation
changes, it counts no more, and the English is shown again.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup
from sqlmodel import Session
from starlette.requests import Request

from portal.incidents import report_settings
from portal.incidents.report_settings import Arrangements, SignOff
from portal.incidents.safety import cautions, limits, returns, urgent
from portal.incidents.safety.cautions import Caution
from portal.languages import i18n
from portal.store import saving
from portal.web.rendering import environment

_PREFIX = re.compile(r"(sms:|https://)")

SOURCE = "en"
"""The language in which the texts are written; it needs no sign-off."""

TEXTS: Mapping[str, Caution] = {
    caution.id: caution
    for caution in (
        *cautions.REPORT,
        *urgent.REPORT,
        *returns.REPORT,
        *limits.PROTECTED,
        limits.PAPER_KEY,
        *limits.NOT_PROTECTED,
        *limits.ADVICE,
    )
}


class Shown(NamedTuple):
    """A text as a page shows it: in the page's language, in English, or in both."""

    words: str
    english: str


def digest(caution: Caution, tag: str) -> str:
    """Name a text by all that its reader sees: English, ways to call, translation."""
    english = json.dumps([caution.message, dict(caution.ways)], sort_keys=True)
    return f"{_short(english)}.{_short(i18n.translation(tag, caution.message))}"


def is_translated(caution: Caution, tag: str) -> bool:
    """Tell whether the text exists in a language."""
    return tag == SOURCE or i18n.translation(tag, caution.message) != caution.message


def signed_off(decided: Arrangements, tag: str, caution: Caution) -> SignOff | None:
    """Find the reader who signed off a text in a language as it is now."""
    found = decided.sign_offs.get(tag, {}).get(caution.id)
    return found if found and found.digest == digest(caution, tag) else None


def changed(sign_off: SignOff, tag: str, caution: Caution) -> tuple[bool, bool]:
    """Say whether the English and whether the translation differ from what its reader read."""
    read, now = sign_off.digest.split("."), digest(caution, tag).split(".")
    return read[0] != now[0], read[-1] != now[-1]


def missing(decided: Arrangements, tag: str) -> list[Caution]:
    """List the texts that no reader has signed off in a language as they are now."""
    if tag == SOURCE:
        return []
    return [text for text in TEXTS.values() if not signed_off(decided, tag, text)]


def missing_by_language(decided: Arrangements, tags: tuple[str, ...]) -> dict[str, int]:
    """Count the texts that are not signed off, by language; one that lacks none is left out."""
    counted = {tag: len(missing(decided, tag)) for tag in tags}
    return {tag: number for tag, number in counted.items() if number}


def version(decided: Arrangements, tag: str) -> str:
    """Name all texts of a language and their sign-offs, so that a late editor sees a change."""
    signed = decided.sign_offs.get(tag, {})
    rows = [(name, digest(text, tag), repr(signed.get(name))) for name, text in TEXTS.items()]
    return saving.version_of(rows)


def shower(request: Request, session: Session) -> Callable[..., Markup]:
    """Give templates `safety("id", …)`: the texts with these ids, the way they have to be shown.

    The telephone line stands once on a page, beside the first text that needs it.
    """
    council = request.state.council
    # Whichever text needs it first takes the only one out; no page without one asks the settings.
    telephones = iter([council.telephone(i18n.language())])

    @cache
    def decided() -> Arrangements:
        return report_settings.current(session)

    def show(*ids: str, listed: bool = False) -> Markup:
        tag = i18n.language()
        vouched = Arrangements() if tag == SOURCE else decided()
        texts = [shown(vouched, tag, _arranged(TEXTS[name], decided)) for name in ids]
        telephone = next(telephones, None) if any(text.english for text in texts) else None
        return _drawn(texts, telephone, listed=listed)

    return show


def unsigned(*ids: str) -> Markup:
    """Show texts where the database is not asked who signed them off: English stands beneath."""
    return _unsigned(i18n.language(), ids)


@cache
def _unsigned(tag: str, ids: tuple[str, ...]) -> Markup:
    # Drawn once in each language: in a flood it is asked for hundreds of times a second.
    return _drawn([shown(Arrangements(), tag, TEXTS[name]) for name in ids], None)


def _drawn(texts: list[Shown], telephone: Any, *, listed: bool = False) -> Markup:
    page: Any = environment().get_template("incidents/safety/safety.html").module
    return Markup(page.safety(texts, telephone, listed))  # noqa: S704


def shown(decided: Arrangements, tag: str, caution: Caution) -> Shown:
    """Say how a text has to be shown in the language of the request."""
    words, english = in_page_language(caution), in_english(caution)
    if not is_translated(caution, tag):
        return Shown("", english)
    signed = tag == SOURCE or signed_off(decided, tag, caution)
    return Shown(words, "" if signed else english)


def in_page_language(caution: Caution) -> Markup:
    """Write a text in the language of the request, with ways to call that can be pressed."""
    return i18n.gettext_markup(caution.message, **_ways(caution))


def in_english(caution: Caution) -> Markup:
    """Write a text in English, with ways to call that can be pressed."""
    return Markup(caution.message) % _ways(caution)  # noqa: S704 - the message is ours


def to_compare(tag: str, caution: Caution) -> Markup:
    """Write a text in any language, with ways to call that can only be read."""
    words = i18n.translation(tag, caution.message)
    return Markup(words) % _ways(caution, "ltr")  # noqa: S704 - the translation is ours


def _arranged(caution: Caution, decided: Callable[[], Arrangements]) -> Caution:
    """Fill in what the council decided; a sign-off counts for the words around it."""
    values = {name: str(getattr(decided().clocks, name)) for name in caution.settings}
    return caution._replace(settings=values)


def _ways(caution: Caution, macro: str = "") -> dict[str, Any]:
    ui: Any = environment().globals["ui"]
    calls = {
        name: getattr(ui, macro or _macro(way))(_PREFIX.sub("", way))
        for name, way in caution.ways.items()
    }
    return {**caution.settings, **calls}


def _macro(way: str) -> str:
    if way.startswith("https://"):
        return "website"
    return "text_message" if way.startswith("sms:") else "telephone"


def _short(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
