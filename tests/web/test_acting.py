"""What every act shares: the page that says what was done."""

import pytest
from starlette.requests import Request

from portal.web.page import done

PLAIN = Request({"type": "http", "headers": []})
HTMX = Request({"type": "http", "headers": [(b"hx-request", b"true")]})


@pytest.mark.parametrize(
    ("address", "said", "there"),
    [
        ("/en/case", "", "/en/case"),
        ("/en/case", "hidden", "/en/case?done=hidden"),
        ("/en/texts?question=why", "hidden", "/en/texts?question=why&done=hidden"),
    ],
)
def test_the_page_that_says_what_was_done_keeps_its_address(
    address: str, said: str, there: str
) -> None:
    assert done(PLAIN, address, said).headers["location"] == there
    assert done(HTMX, address, said).headers["hx-redirect"] == there
