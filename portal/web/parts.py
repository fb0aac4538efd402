"""A part of a page, which htmx puts in the place of the old one.

It is cut from the whole page, once that is complete: a part then has all that a page gives to its
forms, and what stands around it, such as its title and the links to other languages, is told too.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote

from jinja2 import Template
from jinja2.runtime import Context
from starlette.requests import Request

AT = "_at"
"""The field of an address that tells a browser what to go to, which htmx forgets after a #."""

_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_ENDS = re.compile(r"[?#]")
_AROUND = "languages"


def is_asked(request: Request) -> bool:
    """Tell whether htmx asks for a part, and not for a page in the place of the whole."""
    return request.headers.get("hx-request-type") == "partial"


def marked(template: Template, context: dict[str, object], block: str) -> str:
    """Render a whole page, with marks around what will be cut from it."""
    whole = template.new_context(context)
    for name in (block, _AROUND):
        whole.blocks.setdefault(name, []).insert(0, _between_marks(name))
    return "".join(template.root_render_func(whole))


def cut(page: str, block: str) -> str:
    """Cut a block from a page with marks, and what changes around it."""
    title = _TITLE.search(page)
    around = f'<hx-partial hx-target="#{_AROUND}">{page.split(_mark(_AROUND))[1]}</hx-partial>'
    return f"{title[0] if title else ''}{page.split(_mark(block))[1]}{around}"


def headers(request: Request, block: str) -> dict[str, str]:
    """Say where a part belongs; a page that was not cut belongs in the place of the whole one."""
    if not is_asked(request):
        return {"Vary": "HX-Request-Type"} if block else {}
    target, swap = (f"#part-{block}", "innerHTML") if block else ("body", "outerHTML")
    return {"Vary": "HX-Request-Type", "HX-Retarget": target, "HX-Reswap": swap}


def forwarding(request: Request, path: str) -> str | None:
    """Give the address at which htmx finds the page that stands open; None if it leads elsewhere.

    That page changes in place; any other is opened as a whole.
    """
    address, _, place = path.partition("#")
    bare, _, query = address.partition("?")
    shown = request.headers.get("hx-current-url", "").partition("://")[2].partition("/")[2]
    if _ENDS.split(f"/{shown}")[0] != bare:
        return None
    fields = "&".join(filter(None, (query, place and f"{AT}={quote(place)}")))
    return f"{bare}?{fields}" if fields else bare


def _between_marks(name: str) -> Callable[[Context], Iterator[str]]:
    def drawn(context: Context) -> Iterator[str]:
        yield _mark(name)
        yield from context.blocks[name][1](context)
        yield _mark(name)

    return drawn


def _mark(name: str) -> str:
    return f"<!--{name}-->"
