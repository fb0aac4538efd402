"""The demonstration sends no mail: whoever looks at it reads what it would send."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.app import create_app
from portal.demo import mails
from portal.languages import locales
from portal.members import cards, demo_people
from portal.members.models import Member
from portal.members.rules import whose
from portal.sealing import crypto
from portal.settings import Settings
from portal.store.mail import write
from portal.store.outgoing import OutgoingMail
from portal.web import sealed_forms
from tests.demonstration import SEEDED
from tests.groups.factories import ENTRY
from tests.groups.factories import newest_link as newest

MAILS = "/en/demo/mails"
NEW = {"name": "Fatima Bibi", "language": "en"}


@pytest.fixture
def visitor(settings: Settings) -> Iterator[TestClient]:
    """Open a browser before the demonstration of the same database."""
    app = create_app(replace(settings, demo=True))
    with TestClient(app, base_url="https://voices.example") as client:
        client.headers["sec-fetch-site"] = "same-origin"
        yield client


def a_mail(session: Session, html: str = "") -> OutgoingMail:
    write(session, "amina@members.example", "Your link", "Open https://voices.example/x\n", SEEDED)
    kept = session.exec(select(OutgoingMail)).one()
    kept.html = html
    session.add(kept)
    session.commit()
    return kept


def test_no_other_portal_shows_a_mail(browser: TestClient, session: Session) -> None:
    kept = a_mail(session, "<p>Hello</p>")
    for address in (MAILS, f"{MAILS}/{kept.id}", f"{MAILS}/{kept.id}/styled"):
        assert browser.get(address).status_code == 404
    assert "/demo/mails" not in browser.get("/en/groups/apply/sent").text


def test_nobody_reads_whose_address_it_is_and_a_mail_that_is_none_is_not_found(
    visitor: TestClient, session: Session
) -> None:
    kept = a_mail(session)
    assert "amina" not in visitor.get(MAILS).text + visitor.get(f"{MAILS}/{kept.id}").text
    assert visitor.get(f"{MAILS}/{kept.id}/styled").status_code == 404
    assert visitor.get(f"{MAILS}/nothing").status_code == 404


def test_a_mail_that_a_page_says_was_sent_is_read_and_its_link_opened(
    visitor: TestClient, session: Session
) -> None:
    sent = visitor.post("/en/groups/apply", data=ENTRY | {"_do": "send"})
    assert f'href="{MAILS}"' in sent.text.partition("<main")[2]
    listed = visitor.get(MAILS).text
    (address,) = re.findall(rf'href="({MAILS}/[^"]+)"', listed)
    shown = visitor.get(address).text
    assert f'href="{newest(session)}"' in shown
    assert "Is this your address?" in visitor.get(newest(session)).text


@pytest.mark.parametrize(
    ("address", "typed"),
    [("/en/groups/own", {}), ("/en/member/sign-in", {})],
)
def test_wherever_a_link_is_mailed_the_way_to_it_stands(
    visitor: TestClient, address: str, typed: dict[str, str]
) -> None:
    sent = visitor.post(address, data={"email": "somebody@groups.example"} | typed)
    assert f'href="{MAILS}"' in sent.text.partition("<main")[2]


@pytest.mark.both
def test_the_weekly_mail_is_there_from_the_first_moment_and_nothing_runs_in_it(
    visitor: TestClient, seeded: Session, settings: Settings
) -> None:
    before = set(seeded.exec(select(OutgoingMail.id)))
    seeded.info["settings"] = replace(settings, demo=True)
    mails.seed(seeded, SEEDED)
    seeded.commit()
    written = [one for one in seeded.exec(select(OutgoingMail)) if one.id not in before]
    assert len(written) > 5
    languages = {one.language for one in seeded.exec(select(Member))} & locales.LANGUAGES.keys()
    assert len({one.subject for one in written}) >= len(languages)
    styled = visitor.get(f"{MAILS}/{written[0].id}/styled")
    assert "race-equality-forum" in styled.text
    assert "\x1f" not in styled.text
    policy = styled.headers["content-security-policy"]
    assert "script" not in policy
    assert "default-src 'none'" in policy


def test_what_was_typed_goes_on_with_whoever_is_chosen_and_the_page_wanted_is_kept(
    visitor: TestClient, seeded: Session, settings: Settings
) -> None:
    plain = demo_people.code(settings, 1)
    typed, person = crypto.format_code(plain), cards.opened(seeded, plain)
    assert person
    wanted = visitor.get("/en/member/following").text
    assert f'href="/en/member/card?code={typed}&amp;next=/en/member/following"' in wanted
    owner = sealed_forms.signed_owner(settings, whose(person.id))
    ended = visitor.post("/en/member/name", data=NEW | {"_owner": owner}).text
    sealed = re.findall(r'name="_form" value="([^"]+)"', ended)[0]
    assert re.search(rf'<button [^>]*name="code" value="{typed}"', ended)
    assert f"card?code={typed}" not in ended
    arrived = visitor.post("/en/member/card", data={"_form": sealed, "code": typed})
    assert arrived.url.path == "/en/member"
    seeded.rollback()
    seeded.refresh(person)
    assert person.name == "Fatima Bibi"
