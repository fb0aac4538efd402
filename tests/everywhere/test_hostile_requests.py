"""Hostile requests to every form: each is answered in two seconds of work, and none with a fault.

The forms' own fields are read off the pages that show them, so that a new field is tried, too.
"""

import base64
import html
import itertools
import json
import re
import time
from collections.abc import Iterable, Iterator
from encodings.aliases import aliases
from typing import Any
from urllib.parse import parse_qsl, quote

import pytest
from httpx2 import Response
from sqlmodel import Session
from starlette.routing import Route
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.features import FEATURES, LINKS
from portal.incidents.records import codes
from portal.incidents.report_settings import Arrangements
from portal.incidents.reporting.views import STEPS
from portal.incidents.staff.settings import sections
from portal.sealing import crypto
from portal.settings import Settings
from portal.site.staff import settings_sections
from portal.web import cookies, feature
from portal.web.body import FORM_BYTES
from tests.accounts.factories import sign_in
from tests.consultations.factories import consultation, content, question
from tests.incidents.factories import Person, open_vault, report, team
from tests.matrix import WHOLE

SECONDS = 2
UPLOADS = ("/en/help/speak-up", "/en/staff/consultations/parks/documents")
REPORTS = "/en/help/speak-up"
STOPS = ("/en/mails", "/en/groups/mails")
KINDS = ("short", "long", "single", "multiple", "scale", "ranking", "number", "date", "matrix")
URL_ENCODED = "application/x-www-form-urlencoded"
_FORM = re.compile(r"(<form\b[^>]*>)(.*?)</form>", re.DOTALL)
_ACTION = re.compile(r'\baction="([^"]+)"')
_LINK = re.compile(r'\bhref="([^"?#]+)\?([^"#]+)"')
_FIELD = re.compile(r"<(?:input|textarea|select|button)\b[^>]*>")
_NAME, _VALUE = re.compile(r'\bname="([^"]+)"'), re.compile(r'\bvalue="([^"]*)"')

# Each made something take the square of its length. Two of them are as much as a form may hold.
LONG = {
    "marks": quote("a" + "\u0316" + "\u0301" * 17_000 + "\u0316" * 17_000),
    "address": "a@" + "." * 100_000 + " https://" + "b" * 100_000 + " /",
    "markup": "[" * 50_000 + "> " * 25_000 + "*a **b " * 9_000 + "`" * 20_000,
}
ODD = [
    "%ED%A0%80",  # half of a sign
    "%00",
    "9" * 4400,
    "-1e999",
    "//[",
    "%F0%9F%8F%B4" + "%E2%80%AE" * 40,
    quote('{"a":' * 500),
    "%FF%FE",
    quote("\u0660" * 30),
]
SHAPES: list[Any] = [
    None,
    [],
    "x",
    {},
    {"code": 1},
    {"code": "CODE", "fields": []},
    {"code": "CODE", "fields": {"what": []}},
    {"code": "CODE", "fields": {}, "channel": ["web"]},
    {"code": "CODE", "fields": {}, "sent": "yes", "kept_code": 7},
    {"code": "CODE", "fields": {step: {} for step in STEPS}, "sent": 1},
    *(
        {
            "code": "CODE",
            "fields": {step: dict.fromkeys(("what", "day", "reply", "harm"), value)},
        }
        for step in ("what", "when_where", "reply", "about", "harm")
        for value in (1, [], {"a": None}, [[1]], None, "9" * 5000)
    ),
]


FORGED = [
    b"",
    b"\xff",
    b"\xff" * 60,
    b"send".ljust(16) + b"\xff" * 40,
    b"send".ljust(16) + b"\0" * 48,
    b"nowhere".ljust(16) + b"a" * 48,
    b"one",
    b"a b c",
    b"a 1e9 1",
    b"a 99999999999 1 2",
    b"a 99999999999 1",
    b"a " + b"9" * 5000 + b" 1",
    "a \u0669\u0669 1".encode(),
    b"\0 99999999999 1",
]
"""What somebody may have sealed in an address with the key that their browser holds."""


@pytest.fixture
def world(browser: TestClient, session: Session, settings: Settings) -> Person:
    """Keep something behind every address, and somebody who may open all of it."""
    if not settings.database_url.startswith("sqlite"):
        pytest.skip("the database has no part in this")
    asked = [question(f"q{kind}", kind, maximum=5, minimum=1) for kind in KINDS]
    consultation(session, content=content(asked))
    someone, _other = team(session)
    someone.account.roles = list(Role)
    session.add(someone.account)
    session.commit()
    return someone


@pytest.fixture
def case(session: Session, world: Person) -> str:
    return report(session).reference


@pytest.fixture
def careful(browser: TestClient) -> Iterator[TestClient]:
    """Open a browser that is told of faults as others are."""
    with TestClient(browser.app, str(browser.base_url), raise_server_exceptions=False) as client:
        client.headers["sec-fetch-site"] = "same-origin"
        yield client


def address(route: Route, case: str, section: str = "") -> str:
    """Write the address of a page, of what there is in this world."""
    known = {"id": "1", "holder": "1", "slug": "parks", "section": section, "reference": case}
    known |= {"tag": "cy", "characteristic": "ethnic_group", "code": "white", "token": "x.y"}
    return "/en" + re.sub(r"{(\w+)(:path)?}", lambda name: known.get(name[1], "x"), route.path)


def addresses(case: str, method: str) -> Iterator[str]:
    several = {
        "respond_section": ["s1"],
        "council_section": [one.code for one in settings_sections.sections(("en",))],
        "report_section": [one.code for one in sections.sections(Arrangements())],
        "report_support_one": ["0", "17", "checks"],
    }
    for route in feature.routes(FEATURES):
        if method in (route.methods or ()) and route.name not in LINKS.bare:
            for section in several.get(route.name, [""]):
                yield address(route, case, section)


Fields = dict[str, dict[str, str]]
"""The fields of the form at each address, with what the hidden ones carry."""


def fields(pages: Iterable[Response]) -> Fields:
    """Read the forms off some pages."""
    found: Fields = {}
    for page in pages:
        for form, inside in _FORM.findall(page.text):
            action = _ACTION.search(form)
            place = html.unescape(action[1]) if action else page.url.path
            found.setdefault(place, {}).update(_inside(inside))
    return found


def _inside(form: str) -> Iterator[tuple[str, str]]:
    for tag in _FIELD.findall(form):
        name, value = _NAME.search(tag), _VALUE.search(tag)
        if name and name[1] != "_switch":
            carried = html.unescape(value[1]) if value and 'type="hidden"' in tag else ""
            yield html.unescape(name[1]), carried


def send(browser: TestClient, address: str, pairs: dict[str, str], **headers: str) -> Response:
    """Send a form whose values are encoded already, and hold it to its time."""
    body = "&".join(f"{quote(name)}={value}" for name, value in pairs.items()).encode()
    assert len(body) <= FORM_BYTES
    return work(browser, address, body, {"content-type": URL_ENCODED} | headers)


def work(browser: TestClient, address: str, body: bytes, headers: dict[str, str]) -> Response:
    started = time.process_time()
    answer = browser.post(address, content=body, headers=headers, follow_redirects=False)
    spent = time.process_time() - started
    assert answer.status_code != 500, (address, body[:300])
    assert spent < SECONDS, (address, spent, body[:300])
    return answer


def multipart(*parts: bytes, kind: str = "boundary=XX") -> tuple[bytes, dict[str, str]]:
    joined = b"".join(b"--XX\r\n" + part + b"\r\n" for part in parts) + b"--XX--\r\n"
    return joined, {"content-type": f"multipart/form-data; {kind}"}


def part(name: str, value: bytes = b"x", more: str = "") -> bytes:
    return f'Content-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value


def test_no_field_of_any_form_takes_long_or_fails(
    careful: TestClient, session: Session, world: Person, case: str
) -> None:
    sign_in(careful, session, world.account)
    shown = fields(careful.get(one) for one in addresses(case, "GET"))
    open_vault(careful, session, world)
    shown |= fields(careful.get(one) for one in addresses(case, "GET"))
    # Some close the vault for good, or have others wait before they sign in again.
    last = ("/en/staff/vault", "/en/account")
    for place in sorted(addresses(case, "POST"), key=lambda one: one.startswith(last)):
        open_vault(careful, session, world)
        shown |= fields([send(careful, place, {})])
        for pairs in hostile(shown.get(place, {})):
            send(careful, place, pairs)


def test_no_value_that_an_address_does_not_know_is_a_fault(
    careful: TestClient, session: Session, world: Person, case: str
) -> None:
    open_vault(careful, session, world)
    shown: dict[str, set[str]] = {}
    for page in [careful.get(one) for one in addresses(case, "GET")]:
        for form, inside in _FORM.findall(page.text):
            if (action := _ACTION.search(form)) and 'method="get"' in form:
                shown.setdefault(html.unescape(action[1]), set()).update(dict(_inside(inside)))
        for place, query in _LINK.findall(page.text):
            shown.setdefault(place, set()).update(dict(parse_qsl(html.unescape(query))))
    assert "who" in shown["/en/staff/consultations/parks/written"]
    for place, names in shown.items():
        asked = [f"{quote(name)}=nonsense" for name in sorted(names)]
        asked += ["&".join(f"{quote(name)}={odd[:300]}" for name in names) for odd in ODD]
        for query in asked:
            assert careful.get(f"{place}?{query}").status_code != 500, (place, query)


def hostile(form: dict[str, str]) -> Iterator[dict[str, str]]:
    """Fill a form in hostile ways, two long values at a time; of fields alike only one is long.

    Without the whole matrix each two have one of the long values, and the next two the next.
    """
    kept = {name: quote(value) for name, value in form.items() if len(value) < 5000}
    for odd in (ODD, ODD[::-1]):
        yield kept | dict(zip(form, itertools.cycle(odd), strict=False))
    empty = [name for name, value in form.items() if not value]
    alike = [*{name.partition(".")[0]: name for name in empty}.values(), "_"]
    turns = itertools.cycle(LONG.values())
    for first, second in zip(alike[::2], alike[1::2], strict=False):
        for value in LONG.values() if WHOLE else [next(turns)]:
            yield kept | {first: value, second: value}


def test_no_character_set_but_that_of_the_web_is_read(
    careful: TestClient, session: Session, world: Person
) -> None:
    open_vault(careful, session, world)
    for place in UPLOADS:
        for name in {*aliases, *aliases.values(), "idna", "undefined", "none", "utf-8; x=y"}:
            body, headers = multipart(
                part("a-", b"b" * 100_000), kind=f"boundary=XX; charset={name}"
            )
            read = name in ("utf8", "utf-8; x=y")
            assert (work(careful, place, body, headers).status_code == 415) != read, name
    kind = {"content-type": f"{URL_ENCODED}; charset=utf-7"}
    assert work(careful, "/en/receipt", b"receipt_code=+2AA-", kind).status_code == 415


@pytest.mark.parametrize("place", UPLOADS)
def test_no_multipart_form_takes_long_or_fails(
    careful: TestClient, session: Session, world: Person, place: str
) -> None:
    open_vault(careful, session, world)
    nested = multipart(part("b"))[0]
    file = '; filename="%s"'
    for parts in (
        [part(f"a{number}") for number in range(1999)],
        [part(f"a{number}") for number in range(2001)],
        [part("a", nested * 50, "\r\nContent-Type: multipart/mixed; boundary=XX")],
        [part("a" * 5000)],
        [part("a", more=file % ("b" * 4000))],
        [part("a", more=file % ("b" * 6000))],
        [part("files", more=file % ("\u0316\u0301" * 400 + "../\0.pdf"))],
        [part("a", more="\r\nX: " + "b" * 200_000)],
        [part("a", more="\r\nX: b" * 20_000)],
        [part("a", more=";" * 4000), part("b", more='"' * 4000), part("c", more="\\" * 4000)],
        [part("a", b"\r\n--X" * 80_000)],
        [part("a", b"\r\n--X" * 4_000_000, file % "a")],
        [part("files", b"", file % "a") for _ in range(5)],
        [part("step", b"files", file % "a"), part("so_far", b"x", file % "b")],
        [b"\r\n" * 100_000],
        [b"no header at all"],
        [],
    ):
        work(careful, place, *multipart(*parts))
    for kind in (
        "",
        "boundary=",
        "boundary=" + "X" * 300,
        "boundary*0=X; boundary=XX",
        'boundary="',
    ):
        work(careful, place, *multipart(part("a"), kind=kind))


def test_no_odd_body_or_origin_is_a_fault_of_any_form(
    careful: TestClient, session: Session, world: Person, case: str
) -> None:
    bodies = [b"\xff=\xfe&" * 99, b"&" * 100_000, b"a=&" * 2_001, b"=" * 9_999, b"%" * 9_999]
    kinds = ["multipart/form-data", "", "a;" * 900]
    for place in addresses(case, "POST"):
        open_vault(careful, session, world)
        for body in bodies:
            work(careful, place, body, {"content-type": URL_ENCODED})
        for kind in kinds:
            work(careful, place, b"{}", {"content-type": kind})
        for origin in ("http://[", "//"):
            old = {"sec-fetch-site": "", "origin": origin, "content-type": URL_ENCODED}
            # Mail programs post to the address that stops mails, whatever they say of themselves.
            refused = 410 if place.rpartition("/")[0] in STOPS else 403
            assert work(careful, place, b"", old).status_code == refused
        if not WHOLE:
            # Every form is read by the same lines, so the first tells what much of it costs.
            bodies, kinds = bodies[:1], kinds[:1]


@pytest.mark.parametrize("next_", ["//[", "http://[", "/\\[", "//[::1", "/%00", "\u2100//["])
def test_no_address_to_go_on_to_is_a_fault(
    careful: TestClient, session: Session, next_: str
) -> None:
    assert careful.get("/en/account/sign-in", params={"next": next_}).status_code in (200, 404)
    page = send(
        careful, "/en/account/sign-in", {"next": quote(next_), "email": "a", "password": "b"}
    )
    assert page.status_code == 422


@pytest.mark.parametrize("step", STEPS)
def test_no_forged_state_of_another_shape_is_a_fault(
    careful: TestClient, session: Session, settings: Settings, step: str
) -> None:
    team(session)
    signed = cookies.signed(settings, "visit", b"k" * 32)
    careful.cookies.set("__Host-visit", signed, domain="voices.example")
    key = cookies.bound(settings, "visit", b"k" * 32)
    for shape in SHAPES:
        text = json.dumps(shape).replace("CODE", codes.new())
        sealed = base64.b64encode(crypto.seal(key, text.encode(), "speak-up")).decode()
        for more in ({}, {"_back": step}, {"_switch": "ur"}):
            send(careful, REPORTS, {"step": step, "so_far": quote(sealed)} | more)


@pytest.mark.parametrize("inside", FORGED, ids=range(len(FORGED)))
def test_no_forged_address_is_a_fault(
    careful: TestClient, session: Session, settings: Settings, inside: bytes
) -> None:
    team(session)
    keys = {name: cookies.bound(settings, name, b"k" * 32) for name in ("visit", "receipt")}
    for cookie in keys:
        signed = cookies.signed(settings, cookie, b"k" * 32)
        careful.cookies.set(f"__Host-{cookie}", signed, domain="voices.example")
    at = cookies.sealed(keys["visit"], inside, "speak-up page")
    opened = cookies.sealed(keys["receipt"], inside, "receipt")
    for address in (f"{REPORTS}?at={at}", f"/en/receipt?opened={opened}"):
        assert careful.get(address).status_code in (200, 404)
