"""Which language a visitor reads, and how words, dates and numbers reach them in it."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError, dates, numbers, parse_locale
from babel.support import NullTranslations, Translations
from markupsafe import Markup, escape

from portal.languages import locales
from portal.languages.calendar import Calendar
from portal.problems import Ours
from portal.settings import resource

_log = logging.getLogger(__name__)
_current: ContextVar[str] = ContextVar("language", default="en")
_LONDON = Calendar()
_calendar: ContextVar[Calendar] = ContextVar("calendar", default=_LONDON)
_order: ContextVar[tuple[str, ...]] = ContextVar("order", default=())
_AN_INSTANT = timedelta(microseconds=1)
_DOMAINS = ("public", "staff")


class Picked(str):
    """Staff-written text in one language, which knows the language it is in."""

    __slots__ = ("language",)
    language: str

    @property
    def foreign(self) -> bool:
        """Tell whether the text is in another language than the page."""
        return self.language != language()

    @property
    def direction(self) -> str:
        """Give the direction in which the text is read."""
        return locales.direction(self.language)


def language() -> str:
    """Return the tag of the language of the request being served."""
    return _current.get()


def speak(tag: str) -> None:
    """Serve the rest of this request in a language."""
    _current.set(tag)


def prefer(order: Sequence[str]) -> None:
    """Fall back, for the rest of this request, to the council's languages in this order."""
    _order.set(tuple(order))


def in_order(tags: Iterable[str]) -> list[str]:
    """Put languages into the council's order, and after them those it does not offer."""
    wanted, order = list(tags), _order.get()
    return [tag for tag in order if tag in wanted] + [tag for tag in wanted if tag not in order]


def keep_time(calendar: Calendar) -> None:
    """Show the rest of this request's times, and count its days, as the council's calendar does."""
    _calendar.set(calendar)


def calendar() -> Calendar:
    """Give the calendar of the council on which this request counts days."""
    return _calendar.get()


def gettext(message: str, /, **values: Any) -> str:
    """Translate a message and fill in its values; a bad translation falls back to English."""
    return _filled(translation(language(), message), message, values)


def ngettext(singular: str, plural: str, n: int, /, **values: Any) -> str:
    """Translate a message that counts something; the number is also the value `num`."""
    values.setdefault("num", n)
    english = singular if n == 1 else plural
    tag = language()
    if tag in locales.PSEUDO:
        return _filled(locales.pseudo(tag, english), english, values)
    return _filled(_catalogue(tag).ungettext(singular, plural, n), english, values)


def gettext_markup(message: str, /, **values: Any) -> Markup:
    """Translate a message of a template; the values are escaped, the message is ours."""
    return Markup(_filled(Markup(translation(language(), message)), Markup(message), values))  # noqa: S704


def ngettext_markup(singular: str, plural: str, n: int, /, **values: Any) -> Markup:
    """Translate a counting message of a template; the values are escaped."""
    escaped = {
        name: value if isinstance(value, int) else escape(value) for name, value in values.items()
    }
    return Markup(ngettext(singular, plural, n, **escaped))  # noqa: S704


def pick(text: Mapping[str, str]) -> Picked:
    """Choose staff-written text in the current language, else in the council's order, else any."""
    for tag in (language(), *_order.get(), *sorted(text)):
        if text.get(tag):
            return picked(text[tag], tag)
    return picked("", language())


def picked(text: str, tag: str) -> Picked:
    """Say of words in which language they are."""
    words = Picked(text)
    words.language = tag
    return words


def day(value: date | datetime | None, tag: str = "") -> str:
    """Write a day with its weekday, in the language of a tag or page: Friday 4 December 2026."""
    if value is None:
        return ""
    local = calendar().day(value) if isinstance(value, datetime) else value
    return dates.format_date(local, "EEEE d MMMM y", locale=locales.get(tag or language()).babel)


def weekday(number: int) -> str:
    """Name a day of the week, of which Monday is the first and has the number 0."""
    return str(dates.get_day_names("wide", locale=_babel())[number])


def month(value: date) -> str:
    """Write the month of a day: December 2026."""
    return dates.format_skeleton("yMMMM", value, locale=_babel())


def today() -> date:
    """Tell which day it is where the council is."""
    return calendar().day(datetime.now(UTC))


def moment(value: datetime | None) -> str:
    """Write a moment in the council's time zone: 4 December 2026, 17:00."""
    if value is None:
        return ""
    local = calendar().local(value)
    return _at(local, f"{local:%H:%M}")


def clock(value: datetime) -> str:
    """Write the time of a moment on the council's clocks: 17:00."""
    return f"{calendar().local(value):%H:%M}"


def last_day(value: datetime | None) -> str:
    """Write the last day before a moment: what ends at midnight ends with the day before."""
    return day(calendar().last_day(value)) if value else ""


def until(value: datetime | None) -> str:
    """Write a moment at which something ends; midnight is 24:00 of the day before."""
    if value is None:
        return ""
    local = calendar().local(value)
    if (local.hour, local.minute) != (0, 0):
        return moment(value)
    return _at(local - _AN_INSTANT, "24:00")


def comma() -> str:
    """Give what stands between the parts of a list in the current language."""
    return locales.get(language()).comma


def number(value: float) -> str:
    """Write a number, unrounded, with the separators of the current language and Latin digits."""
    return str(numbers.format_decimal(value, locale=_babel(), decimal_quantization=False))


def percent(value: float) -> str:
    """Write a share between 0 and 1 as a whole percentage."""
    return str(numbers.format_percent(value, format="#,##0%", locale=_babel()))


def endonym(tag: str) -> Picked:
    """Name a language as its own speakers do, also one that the portal does not speak."""
    if (tag in locales.LANGUAGES or tag in locales.PSEUDO) and not locales.shares_endonym(tag):
        return picked(locales.get(tag).endonym, tag)
    if message := locales.CALLED.get(tag):
        return picked(gettext(message), language())
    try:
        return picked(_in_letters(tag, Locale.parse(tag, sep="-")), tag)
    except (UnknownLocaleError, ValueError):
        # Of some languages CLDR only has the names that others give them.
        names = Locale.parse(_babel()).languages
        return picked(str(names.get(tag) or Locale("en").languages.get(tag, tag)), language())


def _in_letters(tag: str, locale: Locale) -> str:
    """Name a language with its script, which Babel drops where it has no words in it."""
    script = parse_locale(tag, sep="-")[2]
    if not script or locale.script:
        return locale.get_display_name() or tag
    # Whoever reads it in Latin letters may read no others.
    naming = Locale("en") if script == "Latn" else locale
    name = naming.languages.get(locale.language, locale.display_name)
    return f"{name} ({naming.scripts.get(script, script)})"


def translation(tag: str, message: str) -> str:
    """Give a message as its catalogue has it in a language, its values not filled in."""
    if tag in locales.PSEUDO:
        return locales.pseudo(tag, message)
    return _catalogue(tag).ugettext(message)


def said(tag: str, message: str, /, **values: Any) -> str:
    """Say a message in another language than the page's, such as that of a mail."""
    return _filled(translation(tag, message), message, values)


def _filled(translated: str, english: str, values: Mapping[str, Any]) -> str:
    if "%" not in translated:
        return translated
    said = {n: translation(language(), v) if isinstance(v, Ours) else v for n, v in values.items()}
    try:
        return translated % said
    except (KeyError, TypeError, ValueError):
        _log.exception("Bad placeholder in %s: %r", language(), english)
        return english % said


def _at(local: datetime, time: str) -> str:
    return f"{dates.format_date(local, 'd MMMM y', locale=_babel())}{comma()}{time}"


def _babel() -> str:
    return locales.get(language()).babel


@cache
def _catalogue(tag: str) -> NullTranslations:
    folder = str(resource("locales"))
    merged: NullTranslations = NullTranslations()
    for domain in reversed(_DOMAINS):
        found = Translations.load(folder, [tag], domain=domain)
        if isinstance(found, Translations):
            found.add_fallback(merged)
            merged = found
    return merged
