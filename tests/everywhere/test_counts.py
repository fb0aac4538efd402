"""Every number that is a link is the length of the list behind it, on every page of staff.

The links are found by following the pages, as somebody would who holds all roles.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations import document_files, hidden_texts
from portal.consultations.models import Consultation, Document, WrittenAnswer
from portal.consultations.rules import Channel, Respondent, ResponseState
from portal.languages.i18n import today
from portal.store.db import now
from tests.analysis.factories import QUESTIONS, response
from tests.consultations.factories import consultation, question
from tests.incidents.factories import open_vault, person, report, team

pytestmark = pytest.mark.both

STAFF = "/en/staff"
PARKS = f"{STAFF}/consultations/parks"
GROUP = {"name": "Mothers of Ebbw Vale", "asked": 40, "how": "At a meeting"}
OTHER = [{"code": "x", "label": {"en": "X"}, "other": True}]
ASKED = [*QUESTIONS, question("pick", "single", options=OTHER)]
_COUNT = re.compile(r"(?:: |\(|^)(\d+)(?:\)| [^\d]+)?$")
_SPACE = re.compile(r"\s+")


class Page:
    """A page that was opened, and what a reader makes out on it."""

    def __init__(self, browser: TestClient, address: str) -> None:
        reply = browser.get(address)
        assert reply.status_code == 200, (address, reply.status_code)
        html = reply.headers["content-type"].startswith("text/html")
        page = html5lib.parse(reply.text, namespaceHTMLElements=False) if html else Element("main")
        self.address = str(reply.url)
        self.body, self.main = page, page.find(".//main") if html else page

    def links(self) -> list[tuple[str, str]]:
        """Give address and words of each link to staff's pages."""
        return [one for one in self._every_link() if urlsplit(one[0]).path.startswith(STAFF)]

    @property
    def total(self) -> int:
        """Tell how long the list on it is: what its heading says, which has to be true."""
        numbered = "ol[@class='govuk-list govuk-list--number']/li"
        listed = len(self._all("tbody/tr") or self._all("article") or self._all(numbered))
        said = [int(n) for one in self._all("h2") for n in re.findall(r"^(\d+) ", words(one))]
        assert said[:1] in ([], [listed])
        return said[0] if said else listed

    def _every_link(self) -> Iterator[tuple[str, str]]:
        for figure in self._all("div[@class='figure']"):
            number = words(figure.find("dd"))
            for link in figure.iter("a"):
                yield self._to(link), f"{words(link)}: {number}"
        for link in self.body.iter("a"):
            # What somebody is called is no count, as of a service that is called by its number.
            if not (len(link) == 1 and link[0].tag == "bdi" and words(link[0]) == words(link)):
                yield self._to(link), words(link)

    def _all(self, what: str) -> list[Element]:
        return [] if self.main is None else self.main.findall(f".//{what}")

    def _to(self, link: Element) -> str:
        return urljoin(self.address, link.get("href", "")).partition("#")[0]


def words(element: Element | None) -> str:
    """Read what stands in an element."""
    return "" if element is None else _SPACE.sub(" ", "".join(element.itertext())).strip()


def pages(browser: TestClient, start: str) -> Iterator[Page]:
    """Open every page of staff that links lead to."""
    left, seen = [start], {start}
    while left:
        page = Page(browser, left.pop())
        yield page
        found = sorted({address for address, _ in page.links()} - seen)
        seen.update(found)
        left += found


@pytest.fixture
def parks(session: Session) -> Consultation:
    """Have people and organisations answer in several ways; some is hidden, aside or withdrawn."""
    parks = consultation(session, ASKED, content={"languages": ["en", "ur"]})
    for language in ("en", "en", "ur"):
        response(session, parks, use="yes", texts={"why": "Shade"}, language=language)
    paper = {"channel": Channel.PAPER, "language": "ku"}
    one = response(session, parks, pick="x", texts={"why": "Ducks", "pick.other": "Swans"}, **paper)
    shut = response(session, parks, pick="x", texts={"why": "Jo", "pick.other": "Al"}, rushed=True)
    group = {"respondent": Respondent.ORGANISATION, "organisation": GROUP}
    for language in ("en", "en", "pl"):
        response(session, parks, texts={"why": "We"}, language=language, rushed=True, **group)
    spam = {"state": ResponseState.SET_ASIDE, "reason": "spam: links"}
    aside = response(session, parks, texts={"why": "Buy", "pick.other": "Now"}, **spam)
    response(session, parks, texts={"why": "Sell"}, rushed=True, **spam, **group)
    response(session, parks, state=ResponseState.WITHDRAWN)
    for hidden in (shut, aside):
        hidden_texts.hide(session, [hidden.id], "why", "Names somebody")
    hidden_texts.hide(session, [shut.id], "pick.other", "Names somebody")
    for text in session.exec(select(WrittenAnswer)):
        flagged = text.response_id in (one.id, shut.id, aside.id)
        text.flags = ["safeguarding"] if flagged else []
    plan = Document(
        consultation_id=parks.id or 0,
        title={"en": "Plan"},
        language="en",
        filename="a.pdf",
        media_type="application/pdf",
        size=1,
    )
    document_files.write(session.info["settings"], plan, b"%PDF")
    session.add(plan)
    parks.closes = now() + timedelta(days=3)
    session.commit()
    return parks


def test_a_number_and_the_list_behind_it_agree(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    team(session)
    everything = (Role.OFFICER, Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR)
    someone = person(session, Role.CASEWORKER, *everything)
    for _ in range(2):
        report(session, day=today()).held = True
    report(session, day=today())
    session.commit()
    open_vault(browser, session, someone)
    session.commit()
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for page in pages(browser, STAFF):
        for address, said in page.links():
            if count := _COUNT.search(said):
                found[said, address] = (int(count[1]), Page(browser, address).total)
    assert {link: both for link, both in found.items() if both[0] != both[1]} == {}
    assert {said for said, _ in found} >= {
        "English: 2 texts",
        "Hidden: 2 texts",
        "4 responses came in a rush",
        "Responses of organisations: 3",
        "Set aside: 2",
        "Held back (2)",
        "Documents (1)",
    }


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 8),
        ("?who=individual", 5),
        ("?who=organisation", 3),
        ("?who=individual&language=ku", 2),
        ("?flag=safeguarding", 6),
        ("?flag=safeguarding&who=organisation", 0),
        ("?show=hidden", 3),
        ("?show=hidden&flag=safeguarding&question=why", 2),
        *((f"?{name}=nonsense", 8) for name in ("who", "flag", "question", "language", "show")),
    ],
)
def test_a_list_of_texts_holds_what_its_filters_promise(
    browser: TestClient, session: Session, parks: Consultation, query: str, number: int
) -> None:
    open_vault(browser, session, person(session, Role.ANALYST))
    session.commit()
    assert Page(browser, f"{PARKS}/written{query}").total == number


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 8),
        ("?who=individual", 5),
        ("?who=organisation", 3),
        ("?who=organisation&rushed=yes", 3),
        ("?state=set_aside&who=organisation", 1),
    ],
)
def test_a_list_of_responses_holds_what_its_filters_promise(
    browser: TestClient, session: Session, parks: Consultation, query: str, number: int
) -> None:
    open_vault(browser, session, person(session, Role.ANALYST))
    session.commit()
    assert Page(browser, f"{PARKS}/responses{query}").total == number


def test_a_list_of_texts_offers_only_languages_that_it_holds(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    spam = {"state": ResponseState.SET_ASIDE, "reason": "spam: links"}
    response(session, parks, texts={"why": "Salut"}, language="fr", **spam)
    open_vault(browser, session, person(session, Role.ANALYST))
    session.commit()
    assert '<option value="fr"' not in browser.get(f"{PARKS}/written").text
    assert '<option value="ku"' in browser.get(f"{PARKS}/written").text


def test_what_is_set_aside_or_hidden_is_marked_on_the_list_of_its_flag_and_not_read_out(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    open_vault(browser, session, person(session, Role.ANALYST))
    session.commit()
    page = Page(browser, f"{PARKS}/written?flag=safeguarding")
    listed = words(page.main)
    assert "Set aside" in listed
    assert "Names somebody" in listed
    assert "Jo " not in listed
