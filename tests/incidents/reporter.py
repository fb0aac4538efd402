"""Somebody who reports, in a browser without JavaScript."""

import html
import re
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from portal.incidents.records import codes

ADDRESS = "/en/help/speak-up"
_SO_FAR = re.compile(r'name="so_far" value="([^"]*)"')
_CODE = re.compile(r'<bdi class="code"[^>]*>(.*?)</bdi>', re.DOTALL)


class Reporter:
    """A browser, the page it shows, and what the page carries."""

    def __init__(self, browser: TestClient, address: str = ADDRESS) -> None:
        self.browser, self.address = browser, address
        self.page = browser.get(address)

    @property
    def text(self) -> str:
        return self.page.text

    @property
    def so_far(self) -> str:
        found = _SO_FAR.search(self.text)
        return html.unescape(found[1]) if found else ""

    @property
    def code(self) -> str:
        """Read the code off the page, as the portal carries it."""
        shown = [re.sub(r"<[^>]*>", "", one) for one in _CODE.findall(self.text)]
        parsed = next((code for one in shown if (code := codes.parse(one))), None)
        assert parsed, self.text
        return parsed

    def post(self, step: str, files: Any = None, **fields: Any) -> Response:
        """Send the form of a step."""
        data = {"step": step, "so_far": self.so_far, **fields}
        self.page = self.browser.post(self.address, data=data, files=files)
        return self.page

    def begin(self) -> "Reporter":
        """Come as far as the first question."""
        self.post("start")
        self.post("before")
        return self

    def tell(self, what: str, *, danger: str = "no", **fields: Any) -> "Reporter":
        """Say what happened."""
        self.post("what", what=what, danger=danger, **fields)
        return self

    def wish(self, reply: str = "code", **contact: str) -> "Reporter":
        """Say whether and how we may reply."""
        self.post("reply", reply=reply, **contact)
        return self

    def send(self, **fields: str) -> "Reporter":
        """Press the last button."""
        self.post("send", **fields)
        return self

    def report(self, what: str) -> str:
        """Make the shortest report there is, and give its code."""
        return self.begin().tell(what).wish().send().code

    def come_back(self, code: str) -> Response:
        """Use a code on the first page, as it was typed."""
        self.page = self.browser.get(self.address)
        return self.post("return", code=code)
