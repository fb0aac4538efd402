"""Acting on one thing: it is found, a form is checked, something is done, logged and said.

The act keeps its reason where it belongs: beside the words it is about, sealed with the case, or in
the log. What is logged and what is said come of the same act, so that neither is forgotten.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.forms.form import Fields, held, read, show, typed
from portal.problems import Problems
from portal.store import saving
from portal.web.page import View, done, page, post

Item = TypeVar("Item")


class Did(NamedTuple):
    """What was done, as the log names it, and what the log says of it."""

    action: str
    details: Mapping[str, Any] = {}


class Asked(NamedTuple, Generic[Item]):
    """What somebody asks to be done and with which thing; the `values` of the form's fields."""

    request: Request
    session: Session
    item: Item
    values: Mapping[str, Any]

    @property
    def sent(self) -> FormData:
        """Give all that was sent, also what no field of the form is declared for."""
        form: FormData = self.request.state.form
        return form


@dataclass(frozen=True)
class Matter(Generic[Item]):
    """How things of a kind are found by who may act on them, shown and logged, and where they are.

    `find` takes the request, the session and what the guard hands a view; `shown` takes those
    two, the thing, `problems` and `status`; `log` the session, the thing, the action and details.
    """

    guard: Callable[[Any], View]
    find: Callable[..., Item]
    shown: Callable[..., Response]
    log: Callable[..., None]
    address: Callable[[Item], str]
    is_stale: Callable[[Request, Item], bool] | None = None

    def act(
        self,
        path: str,
        fields: Fields,
        do: Callable[[Asked[Item]], Did | Problems | None],
        *,
        name: str,
        said: str = "",
        kept: Callable[[Item], object] | None = None,
    ) -> Route:
        """Make the address of an act; who sends its form twice is told the same both times.

        The act gives what it did, what is wrong, or nothing where nothing is left to do or log.
        Where its form shows a row that is `kept`, nobody saves over what a colleague kept.
        """

        def view(request: Request, session: Session, *handed: Any) -> Response:
            item = self.find(request, session, *handed)
            if self.is_stale and self.is_stale(request, item):
                return self.shown(request, session, item, status=409)
            sent = request.state.form
            if kept:
                stored, mine = show(fields, held(fields, kept(item))), typed(fields, sent)
                if stored == mine:
                    return done(request, self.address(item), said)
                if refusal := saving.overtaken(sent, stored, mine):
                    return self.shown(request, session, item, **refusal.shown)
            reading = read(fields, sent)
            did = reading.problems or do(Asked(request, session, item, reading.values))
            if isinstance(did, Did):
                self.log(session, item, did.action, **did.details)
            elif did:
                return self.shown(request, session, item, problems=did)
            return done(request, self.address(item), said)

        return post(path, page(self.guard(view)), name=name)
