"""What was taken out of a report is read on a telephone, and who can sign one off on any screen."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import Session, col, delete, select

from portal.accounts.models import Account
from portal.consultations.models import Consultation
from portal.feedback import queries
from portal.languages.i18n import today
from portal.store import audit
from tests.browser.eyes import assert_good
from tests.browser.server import EVERYTHING, Portal
from tests.browser.test_forum import TAGS
from tests.feedback import factories as made

SLUG = "taken-out-again"
SAID = {"en": "The lamps are dark.", "ur": "بتیاں بجھی ہوئی ہیں۔", "ar": "المصابيح مطفأة."}


@pytest.fixture(scope="module", autouse=True)
def report(portal: Portal) -> Iterator[None]:
    """Let everybody read a report of which an entry was changed and taken out; more of it waits."""
    with portal.session() as session:
        _publish(session)
        session.commit()
    yield
    with portal.session() as session:
        session.exec(delete(Consultation).where(col(Consultation.slug) == SLUG))
        session.commit()


def _publish(session: Session) -> None:
    of = made.report(session, "lamps", "paths", slug=SLUG)
    first, second = made.written(session, of, said=SAID)
    made.published(session, of, "en", "ur", "ar", on=today() - timedelta(days=9))
    first.taken_out = True
    session.add(first)
    made.published(session, of, "en", "ur", "ar", on=today(), reason="It is said twice.")
    second.did = {"en": "All shine."}
    session.add(second)
    made.frozen(session, of)


@pytest.mark.parametrize("tag", TAGS)
def test_what_was_taken_out_is_good(page: Page, portal: Portal, tag: str) -> None:
    page.goto(f"/{tag}/feedback/{SLUG}")
    gone = page.locator("article.feedback").last
    gone.locator("summary").click()
    expect(gone).to_contain_text(SAID[tag if tag in SAID else "en"])
    assert_good(page)


@pytest.mark.parametrize("tag", TAGS)
def test_who_can_sign_it_off_is_good(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    portal.sign_in(visitor, EVERYTHING)
    with portal.session() as session:
        of = queries.by_slug(session, SLUG)
        assert of
        waits = queries.waiting(session, of)
        assert waits
        me = session.exec(select(Account).where(Account.email == EVERYTHING)).one()
        waits.asked_by, waits.writers = me.id, [me.id or 0]
        other = session.exec(select(Account).where(Account.email != EVERYTHING)).first()
        assert other
        audit.record(session, me.id or 0, "account.password_reset", other.email)
        session.add(waits)
        session.commit()
        path = f"/{tag}/staff/feedback/{SLUG}/sign/{waits.id}"
    page.goto(path)
    expect(page.locator("#seconds li").first).to_be_visible()
    assert_good(page)
