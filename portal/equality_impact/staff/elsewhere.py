"""Which actions of plans can be what is done against a bad effect."""

from sqlmodel import Session
from starlette.requests import Request

from portal.equality_impact.models import Measure
from portal.languages import i18n
from portal.problems import mark
from portal.web import brought

_GONE = mark("Something that is no longer public")
_LONGEST = 90


def offered(
    request: Request, session: Session, row: Measure | None = None
) -> list[tuple[str, str]]:
    """List the actions of plans that somebody can choose, with the one that is chosen already."""
    listed = brought.actions(request, session)
    kept = row.thing if row else ""
    if kept and kept not in {one.key for one in listed}:
        listed += brought.actions(request, session, [kept])
    found = [(one.key, _short(one)) for one in listed]
    gone = kept and kept not in {key for key, _ in found}
    return [*found, (kept, i18n.gettext(_GONE))] if gone else found


def _short(one: brought.Thing) -> str:
    said = i18n.pick(one.title)
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST].rstrip()}…"
