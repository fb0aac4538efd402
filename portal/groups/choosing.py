"""What groups of this council choose from, as it stands now."""

from collections.abc import Iterable

from sqlmodel import Session

from portal.categories import queries as categories
from portal.categories.rules import PREFER_NOT, Characteristic, option_of, path
from portal.council import queries as council
from portal.groups import arrangements
from portal.groups.vocabulary import EVERYBODY, EVERYWHERE, OTHER, Lists, Option
from portal.languages import locales
from portal.languages.i18n import translation
from portal.problems import mark

_SPEAKERS = (mark("The council"), mark("The chair"), mark("Moderator"), mark("Administrator"))
_EVERYBODY = mark("Everybody, whatever their ethnic group")
_EVERYWHERE = mark("The whole area of the council")
_OTHER = mark("Something else")


def lists(session: Session) -> Lists:
    """Read what groups choose from."""
    settings = council.current(session)
    asked = {one.code: one for one in categories.questions(session, settings.nation)}
    return Lists(
        communities=_communities(asked["ethnic_group"]),
        areas=areas(session),
        reserved=(*settings.name.values(), settings.wordmark, *_who_speaks()),
    )


def areas(session: Session) -> list[Option]:
    """List the parts of the council's area, and the whole of it."""
    listed = [Option(one.code, one.label) for one in arrangements.current(session).areas]
    return [*listed, Option(EVERYWHERE, _in_every_language(_EVERYWHERE))]


def services(session: Session) -> list[Option]:
    """List the council's services as residents choose from them, and whatever is none of them."""
    listed = [Option(one.code, one.label) for one in arrangements.current(session).services]
    return [*listed, Option(OTHER, _in_every_language(_OTHER))]


def _communities(asked: Characteristic) -> list[Option]:
    groups = [one for one in asked.options if one.code != PREFER_NOT]
    listed = [_option(asked, one.code) for one in groups]
    places = {one.code: place for place, one in enumerate(listed)}
    # Each option below the one above it, however the list of the question is ordered.
    listed.sort(key=lambda one: [places[code] for code in (*one.above, one.code)])
    return [*listed, Option(EVERYBODY, _in_every_language(_EVERYBODY))]


def _option(asked: Characteristic, code: str) -> Option:
    *above, _ = path(asked, code)
    return Option(code, option_of(asked, code).label, tuple(above))


def _in_every_language(message: str) -> dict[str, str]:
    return {tag: translation(tag, message) for tag in locales.LANGUAGES}


def _who_speaks() -> Iterable[str]:
    return [name for one in _SPEAKERS for name in _in_every_language(one).values()]
