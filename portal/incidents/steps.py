"""The one address of reports, and the steps that share it.

Every page of a report stands at the same address, so that neither history nor a log of
addresses tells how far somebody came. Which step a form is of, it says in a field.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.incidents import journey
from portal.incidents.journey import Journey
from portal.problems import Problems
from portal.web import link, render

STEP = "step"
BACK = "_back"
SWITCH = "_switch"
_BLOCK = 16 * 1024
_OURS = frozenset({STEP, BACK, SWITCH, journey.FIELD})


class Show(Protocol):
    """Show the page of a step, with what is wrong on it."""

    def __call__(
        self, request: Request, session: Session, here: Journey, problems: Problems, /
    ) -> Response:
        """Draw the page."""


class Step(NamedTuple):
    """The page of a step, what is done with its form, and whether anything is written then."""

    show: Show
    run: Callable[[Request, Session, Journey], Response]
    writes: bool = False


Steps = Mapping[str, Step]


def typed(request: Request) -> dict[str, Any]:
    """Give what was typed on a step; a field with several values keeps them all, in a list."""
    form = request.state.form
    said: dict[str, Any] = {}
    for name in form:
        values = [value for value in form.getlist(name) if isinstance(value, str)]
        if name not in _OURS and values:
            said[name] = values if len(values) > 1 else values[0]
    return said


def several(said: Mapping[str, Any], name: str) -> list[str]:
    """Give all values of a field in which several may be chosen."""
    value = said.get(name, [])
    return value if isinstance(value, list) else [value]


def shown(
    request: Request,
    template: str,
    here: Journey | None,
    problems: Problems | None = None,
    **context: Any,
) -> Response:
    """Show a page of a report; what was said so far travels sealed in its forms.

    The templates put it there with the macro `carried` of `incidents/form.html`. Texts whose
    misreading could harm they show with `safety("id")`, see `incidents/safety.html`.
    """
    sealed = journey.sealed(request, here) if here else ""
    page = render(
        request,
        f"incidents/{template}",
        status=422 if problems else 200,
        here=here,
        so_far=sealed,
        speak_up=link("speak_up"),
        problems=problems or {},
        safety=request.state.safety,
        **context,
    )
    page.headers["referrer-policy"] = "no-referrer"
    if request.method != "GET":
        _fill_up(page)
    return journey.carry(request, page)


def _fill_up(page: Response) -> None:
    # Whoever watches the line sees how long a page is: with a reply or without one, it is the
    # same. Compressed it would also tell what is in it (BREACH), so it is sent as it is.
    page.body = bytes(page.body) + b"\n" * (-len(page.body) % _BLOCK)
    page.headers["content-length"] = str(len(page.body))
    page.headers["content-encoding"] = "identity"
