"""The addresses of pages by their names, and of the page that is being shown."""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from portal.languages import i18n
from portal.settings import Settings


class Links:
    """The address of every named page; those in `bare` have no language in front."""

    def __init__(self, routes: Iterable[Route], bare: frozenset[str]) -> None:
        self.bare = bare
        self.folders = frozenset(one.path.split("/")[1] for one in routes if one.name in bare)
        self._paths = {one.name: one.path.replace(":path}", "}") for one in routes}

    def path(self, name: str, lang: str, params: dict[str, Any]) -> str:
        """Write the path of a page in a language."""
        template = self._paths[name]
        path = template.format_map(params) if params else template
        return path if name in self.bare else f"/{lang}{path}"


_links: ContextVar[Links] = ContextVar("links")


def use(links: Links) -> None:
    """Write the links of this request, or of this command, with these addresses."""
    _links.set(links)


class LinksMiddleware:
    """Write the links of every page with the addresses of its own application."""

    def __init__(self, app: ASGIApp, links: Links) -> None:
        self.app, self.links = app, links

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Use the addresses before anything is served."""
        use(self.links)
        await self.app(scope, receive, send)


def link(name: str, lang: str = "", **params: Any) -> str:
    """Write the path of a named page, in the current language or the one given."""
    return _links.get().path(name, lang or i18n.language(), params)


def link_in(tag: str, request: Request) -> str:
    """Write the path of the page being shown, in another language."""
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return f"/{tag}{path}"


def link_here(request: Request) -> str:
    """Write the address of the page being shown, as it was asked for."""
    query = request.scope["query_string"].decode("latin-1")
    path = quote(request.scope["path"])
    return f"{path}?{query}" if query else path


def absolute(settings: Settings, path: str) -> str:
    """Write an address for a mail or a poster; it never comes from what a visitor claimed."""
    return settings.public_url + path
