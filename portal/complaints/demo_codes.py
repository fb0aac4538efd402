"""The complaints of the demonstration, and the codes with which anybody opens them."""

from collections.abc import Iterator

from sqlmodel import Session
from starlette.requests import Request

from portal.complaints import keeping
from portal.sealing import crypto
from portal.settings import Settings
from portal.web.brought import Chapter

_MOST = 2


def code(settings: Settings, number: int) -> str:
    """Give the code of a complaint by its place; in no other portal is there such a one."""
    return crypto.demonstration_code(settings.secret, "complaints", str(number))


def chapter(request: Request, session: Session) -> Iterator[Chapter]:
    """Tell how to read what came of the complaints."""
    codes = [code(request.state.settings, number) for number in range(_MOST)]
    if shown := [crypto.format_code(one) for one in codes if keeping.known(session, one)]:
        yield Chapter("complaints/demo.html", {"codes": shown})
