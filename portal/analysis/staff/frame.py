"""What every page of exact counts has around its content."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Answer

from portal.analysis.staff import words
from portal.consultations import hidden_texts
from portal.consultations.models import Consultation, Response
from portal.languages.i18n import gettext
from portal.problems import mark
from portal.web.page import link, render

_TABS = {
    "results": mark("Overview"),
    "result_answers": mark("Answers"),
    "organisations": mark("Organisations"),
    "written_answers": mark("Written answers"),
    "equality_texts": mark("Equality texts"),
    "responses": mark("Responses"),
    "export": mark("Export"),
}


def show(
    request: Request,
    template: str,
    consultation: Consultation,
    current: str,
    **context: Any,
) -> Answer:
    """Render a page of exact counts with the tabs of its consultation."""
    tabs = [
        (gettext(label), link(name, slug=consultation.slug), name == current)
        for name, label in _TABS.items()
    ]
    return render(
        request,
        f"analysis/staff/{template}.html",
        consultation=consultation,
        tabs=tabs,
        word=words.of,
        way=words.way,
        done=request.query_params.get("done", ""),
        **({"theirs": ()} | context),
    )


def hidden(session: Session, responses: Iterable[Response]) -> dict[str, dict[str, str]]:
    """Say which words of some responses are hidden and why, as the templates ask it."""
    return hidden_texts.of(session, [one.id for one in responses])
