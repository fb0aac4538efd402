"""What a first visit to a page weighs, without a browser, and prose that weighs what prose does."""

import re
from functools import cache

from babel.messages.pofile import read_po
from httpx2 import Response
from starlette.testclient import TestClient

from portal.settings import resource

KILOBYTE = 1024
_LOADED = re.compile(r'<(?:script|link rel="(?:icon|stylesheet)")[^>]*?(?:src|href)="([^"]+)"')
_SENTENCE = 40
_SIGNS = re.compile(r"%\(\w+\)[a-z]|%%|<[^>]+>|\{[^}]*\}")


def weigh(browser: TestClient, address: str) -> tuple[int, int]:
    """Give the bytes on the wire of a page with all that it loads, heads included, and how many."""
    page = _fetched(browser, address)
    loaded = [_fetched(browser, one) for one in set(_LOADED.findall(page.text))]
    return sum(_bytes(one) for one in (page, *loaded)), 1 + len(loaded)


def prose(tag: str, letters: int, begin: int = 0) -> str:
    """Give so many letters of what people wrote in a language, from somewhere in it."""
    words = _all_of(tag)
    start = begin % (len(words) - letters)
    return words[start : start + letters].strip()


@cache
def _all_of(tag: str) -> str:
    """Read what the catalogues say, in English as it is looked up."""
    translated = tag if tag != "en" else "cy"
    with (resource("locales") / translated / "LC_MESSAGES" / "public.po").open("rb") as file:
        texts = [one.id if tag == "en" else one.string for one in read_po(file)]
    prose = (text for text in texts if isinstance(text, str) and len(text) > _SENTENCE)
    return _SIGNS.sub("", " ".join(prose))


def _fetched(browser: TestClient, address: str) -> Response:
    with browser.stream("GET", address) as answer:
        answer.read()
    assert answer.status_code == 200, address
    return answer


def _bytes(answer: Response) -> int:
    return answer.num_bytes_downloaded + len(str(answer.headers.raw))
