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

from portal.forms.fields import Text
from portal.forms.form import Fields, held, read, show, typed
from portal.forms.words import Shown, sent_text
from portal.problems import Problems
from portal.store import saving
from portal.web import staff_pages
from portal.web.page import View, done, page, post
from portal.web.rendering import environment

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
        do: Callable[[Asked[Item]], Did | Problems],
        *,
        name: str,
        said: str = "done",
        meanwhile: "Meanwhile[Item] | None" = None,
    ) -> Route:
        """Make the address of an act; who sends its form twice is told the same both times.

        The act gives what it did or what is wrong. What a colleague did `meanwhile` is not
        undone, and whoever is later is told of it.
        """

        def acted(request: Request, session: Session, item: Item) -> Response | None:
            if self.is_stale and self.is_stale(request, item):
                return self.shown(request, session, item, status=409)
            met = meanwhile(session, item, fields, request.state.form) if meanwhile else None
            if met is not None:
                return None if met is ALREADY else self._met(request, session, item, fields, met)
            reading = read(fields, request.state.form)
            did = reading.problems or do(Asked(request, session, item, reading.values))
            if not isinstance(did, Did):
                return self.shown(request, session, item, problems=did)
            self.log(session, item, did.action, **did.details)
            return None

        def view(request: Request, session: Session, *handed: Any) -> Response:
            item = self.find(request, session, *handed)
            return acted(request, session, item) or done(request, self.address(item), said)

        return post(path, page(self.guard(view)), name=name)

    def _met(
        self,
        request: Request,
        session: Session,
        item: Item,
        fields: Fields,
        refusal: saving.Refusal,
    ) -> Response:
        if refusal.theirs:
            return self.shown(request, session, item, **refusal.shown)
        sent, own = request.state.form, {field.name for field in fields}
        words = [sent_text(sent, field.name) for field in fields if isinstance(field, Text)]
        # The page has another form now, whose fields may have the same names.
        rest = [pair for pair in sent.multi_items() if pair[0].partition(".")[0] not in own]
        request.state.form = FormData(rest)
        return _beside(self.shown(request, session, item, status=refusal.status), words)


Meanwhile = Callable[[Session, Item, Fields, FormData], saving.Refusal | None]
"""What may have been done with a thing since a form about it was drawn."""

ALREADY = saving.Refusal(303)
"""What is asked for is so already: the second of two taps on one button is harmless."""


def saved(row: Callable[[Item], object]) -> Meanwhile[Item]:
    """Let nobody save over what a colleague saved in a row that the form shows."""

    def met(_: Session, item: Item, fields: Fields, sent: FormData) -> saving.Refusal | None:
        stored, mine = show(fields, held(fields, row(item))), typed(fields, sent)
        return ALREADY if stored == mine else saving.overtaken(sent, stored, mine)

    return met


def once(before: Callable[[Session, Item], Shown | None]) -> Meanwhile[Item]:
    """Let nobody do again, for a reason of their own, what a colleague did already.

    `before` gives what was said when it was done, or nothing while it is still to do.
    """

    def met(session: Session, item: Item, fields: Fields, sent: FormData) -> saving.Refusal | None:
        theirs = before(session, item)
        if theirs is None:
            return None
        mine = typed(fields, sent)
        is_same = theirs == {name: mine.get(name, "") for name in theirs}
        return ALREADY if is_same else saving.Refusal(409)

    return met


def _beside(shown: Response, words: list[str]) -> Response:
    ui: Any = environment().globals["ui"]
    told = ui.overtaken([text for text in words if text])
    shown.body = staff_pages.beside(bytes(shown.body).decode(), told).encode()
    shown.headers["content-length"] = str(len(shown.body))
    return shown
