"""A list in an address: what was chosen of it, and from where on it is shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from portal.store.keyset import Place, Slice, among
from portal.web.page import sent_text

__all__ = ["among"]


@dataclass(frozen=True)
class Pages:
    """Where the pages beside this one are; an address is empty where there is none."""

    first: str
    previous: str
    next: str


def place(request: Request) -> Place | None:
    """Read from where on a list is asked for; the first page is in no place."""
    after, before = (sent_text(request.query_params, name) for name in ("after", "before"))
    return Place(after or before, back=not after) if after or before else None


def chosen(
    sent: Mapping[str, Any], name: str, offered: Collection[str], otherwise: str = ""
) -> str:
    """Read what was chosen of that which is offered; anything else is as if nothing was."""
    said = sent_text(sent, name)
    return said if said in offered else otherwise


def address(path: str, choice: Mapping[str, str]) -> str:
    """Say where a list stands with what was chosen of it."""
    said = {name: value for name, value in choice.items() if value}
    return f"{path}?{urlencode(said)}" if said else path


def pages(part: Slice[Any], path: str, choice: Mapping[str, str]) -> Pages:
    """Say where the pages beside this one are, with what was chosen kept."""
    return Pages(
        address(path, choice) if part.before else "",
        address(path, {**choice, "before": part.before}) if part.before else "",
        address(path, {**choice, "after": part.after}) if part.after else "",
    )
