"""The one address of reports, and the steps that share it.

Every page of a report stands at the same address, so that neither history nor a log of
addresses tells how far somebody came. Which step a form is of, it says in a field.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, NamedTuple, Protocol

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portal.incidents import report_settings
from portal.incidents.reporting import journey, memory
from portal.incidents.reporting.journey import Journey
from portal.incidents.reporting.memory import Page
from portal.incidents.safety import urgent
from portal.languages import text_languages
from portal.problems import Problems
from portal.web.page import link, render
from portal.web.rendering import fill_up, same_for_all

STEP = "step"
BACK = "_back"
SWITCH = "_switch"
_STEP_OF = {
    "first": "start",
    "kept": "sent",
    "kept_back": "send",
    "withdrawn": "status",
}
"""The step that shows a page whose name is another."""
_OURS = frozenset({STEP, BACK, SWITCH, journey.FIELD, text_languages.TYPED_IN})


class Show(Protocol):
    """Show the page of a step, with what is wrong on it."""

    def __call__(
        self, request: Request, session: Session, here: Journey, problems: Problems, /
    ) -> Response:
        """Draw the page."""


class Step(NamedTuple):
    """The page of a step, what is done with its form, and whether anything is written then.

    `adds` says that a report that was sent grows by it.
    """

    show: Show
    run: Callable[[Request, Session, Journey], Response]
    writes: bool = False
    adds: bool = False


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


def with_typed(
    request: Request, here: Journey, step: str, said: Mapping[str, Any] | None = None
) -> Journey:
    """Keep what was typed on a step, and in which language the page was."""
    language = text_languages.of_form(request.state.form)
    return here.with_step(step, typed(request) if said is None else said, language)


def several(said: Mapping[str, Any], name: str) -> list[str]:
    """Give all values of a field in which several may be chosen."""
    value = said.get(name, [])
    return value if isinstance(value, list) else [value]


def shown(
    request: Request,
    template: str,
    here: Journey | None,
    problems: Problems | None = None,
    notes: Mapping[str, Any] | None = None,
    **context: Any,
) -> Response:
    """Show a page of a report, or lead to it after a form, so that Back and Forward work.

    What was said so far travels sealed in its forms; the templates put it there with the macro
    `carried` of `incidents/reporting/form.html`. Texts whose misreading could harm they show with
    `safety("id")`, see `incidents/safety/safety.html`. `notes` are what the form came to, which the
    page that is fetched finds with `noted`.
    """
    step = _step_of(template, context)
    if turned := _turned(request, step, here, problems or {}, notes or {}):
        return turned
    page = render(
        request,
        f"incidents/reporting/{template}",
        here=here,
        so_far=journey.sealed(request, here) if here else "",
        speak_up=link("speak_up"),
        problems=problems,
        **_at_hand(request),
        **context,
    )
    return _discreet(request, page)


def noted(request: Request, name: str) -> Any:
    """Give what the last form came to, on the page to which it led."""
    return getattr(request.state, "notes", {}).get(name)


def shown_alike(
    request: Request, template: str, here: Journey, key: Hashable, values: Mapping[str, str]
) -> Response:
    """Show a page, as `shown` does, that differs between reporters by these values only.

    It is drawn once, because drawing it takes longer than keeping the report. The key holds
    whatever else the page depends on; the groups of a value stand apart, as in a code.

        drawn once, and kept by its key    <b>mark1-mark2</b> … value="mark3"
        sent to one reporter               <b>K7QM-2FXD</b> … value="what they said, sealed"
    """
    if turned := _turned(request, _step_of(template, {}), here, {}, {}):
        return turned
    values = {**values, "so_far": journey.sealed(request, here)}
    marks = {name: _marks(name, value) for name, value in values.items()}
    fill = {
        mark: group
        for name, value in values.items()
        for mark, group in zip(marks[name], value.split("-"), strict=True)
    }

    def draw() -> Response:
        drawn: dict[str, Any] = {name: "-".join(mark) for name, mark in marks.items()}
        return render(
            request,
            f"incidents/reporting/{template}",
            here=here,
            speak_up=link("speak_up"),
            **_at_hand(request),
            before="",
            **drawn,
        )

    return _discreet(request, same_for_all(request, (template, key), draw, fill))


def _at_hand(request: Request) -> dict[str, Any]:
    """Give what any page of a report may show: safety texts, buttons, what the council decided."""
    return {
        "safety": request.state.safety,
        "presses": urgent.PRESSES,
        "arranged": getattr(request.state, "decided", report_settings.Arrangements),
        "lacking": report_settings.lacking,
    }


def _step_of(template: str, context: Mapping[str, Any]) -> str:
    name = template.removesuffix(".html")
    return str(context["act"]) if name == "sure" else _STEP_OF.get(name, name)


def _turned(
    request: Request,
    step: str,
    here: Journey | None,
    problems: Problems,
    notes: Mapping[str, Any],
) -> Response | None:
    if request.method == "GET" or here is None:
        return None
    address = memory.keep(request, Page(step, here, problems, notes))
    if address is None:
        return None
    reply = RedirectResponse(f"{link('speak_up')}?{memory.AT}={address}", 303)
    reply.headers["referrer-policy"] = "no-referrer"
    return reply


def _discreet(request: Request, page: Response) -> Response:
    page.headers["referrer-policy"] = "no-referrer"
    if request.method != "GET" or memory.AT in request.query_params:
        fill_up(page)
    return page


def _marks(name: str, value: str) -> list[str]:
    return [f"zq.{name}.{number}.qz" for number in range(value.count("-") + 1)]
