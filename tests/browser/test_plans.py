"""An officer brings a document in without JavaScript, and two sides agree on a compact."""

import pytest
from playwright.sync_api import Browser, Page
from sqlmodel import select

from portal.features import LINKS
from portal.membership.rules import Role
from portal.plans.compact import queries, staff_drawing
from portal.plans.models import Plan
from portal.plans.rules import Level, Standing
from portal.web import links
from tests.browser.eyes import assert_good, watched
from tests.browser.hands import follow
from tests.browser.server import EVERYTHING, Portal
from tests.browser.test_forum import sign_in
from tests.membership.factories import belongs, verified
from tests.plans.factories import plan

DUTIES = "duties-of-the-public-sector-and-of-the-bme-sector"
TEXT = "Aim 1: Homes\nAction\tStatus\nTrain\tDone\nMeet\tParked\n=1+1\tDone\n"
CONFIRM = "main form .govuk-button"


def draft(portal: Portal, tag: str) -> str:
    """Keep a draft, and give the address at which documents are brought into it."""
    slug = f"brought-in-{tag}-{len(TEXT)}"
    with portal.session() as session:
        levels = [Level.AIM.value, Level.ACTION.value]
        plan(session, slug=slug, standing=Standing.DRAFT, published=None, levels=levels)
    return f"/{tag}/staff/plans/{slug}/import"


def test_without_javascript_a_document_is_confirmed_looked_at_and_taken_in(
    chromium: Browser, portal: Portal
) -> None:
    at = draft(portal, "cy")
    context = chromium.new_context(base_url=portal.url, java_script_enabled=False)
    portal.sign_in(context, EVERYTHING)
    page = context.new_page()
    page.goto(at)
    page.locator("[name=text]").fill(TEXT)
    follow(page.locator("form[enctype] .govuk-button"))
    follow(page.locator(CONFIRM).last)
    assert page.locator("form[action$='/leave']").count() == 1
    page.goto(f"{at}/mapping")
    page.locator("[name='table.0.column.1.word.1']").select_option("stopped")
    follow(page.locator(CONFIRM).last)
    follow(page.locator("#take .govuk-button"))
    assert page.locator(".plan__item").count() == 4
    context.close()


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_every_page_from_a_document_to_taking_it_out_again_is_good(
    chromium: Browser, portal: Portal, tag: str
) -> None:
    at = draft(portal, tag)
    context = chromium.new_context(base_url=portal.url)
    portal.sign_in(context, EVERYTHING)
    page = watched(context.new_page())
    page.goto(at)
    page.locator("[name=text]").fill(TEXT.replace("Parked", "Done"))
    follow(page.locator("form[enctype] .govuk-button"))
    for name in ("part", "preview?view=left", "mapping"):
        page.goto(f"{at}/{name}")
        assert_good(page)
    follow(page.locator(CONFIRM).last)
    assert_good(page)
    follow(page.locator("#take .govuk-button"))
    page.goto(at)
    assert_good(page)
    follow(page.locator("a[href$='/undo']"))
    assert_good(page)
    page.locator("[name=sure]").check()
    follow(page.locator(CONFIRM).last)
    assert page.locator("a[href$='/undo']").count() == 0
    context.close()


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_both_sides_of_a_compact_and_what_they_agreed_on_are_good(
    page: Page, staff_page: Page, portal: Portal, tag: str
) -> None:
    links.use(LINKS)
    with portal.session() as session:
        group = verified(session, name=f"Duties {tag}")
        who = belongs(session, group, Role.REPRESENTATIVE)
        of = session.exec(select(Plan).where(Plan.slug == DUTIES)).one()
        council = queries.sections(session, of)[0].id
        said = {"with": f"group/{group.slug}", "year": 2026, "council": council}
        made, _ = staff_drawing.draw(session, of, said)
        name, slug, member = made.id, group.slug, who.id
        session.commit()
    sign_in(page.context, portal, member)
    page.goto(f"/{tag}/member/groups/{slug}/compacts")
    assert_good(page)
    follow(page.locator(f"a[href$='{name}']"))
    assert_good(page)
    staff_page.goto(f"/{tag}/staff/plans/{DUTIES}/compacts/{name}")
    assert_good(staff_page)
    for side in (page, staff_page):
        for met in side.locator("[name^='met.'][value=met]").all():
            met.check()
        follow(side.locator("form:has([name^='met.']) .govuk-button"))
        assert_good(side)
    for side in (page, staff_page):
        side.reload()
        follow(side.locator("#agree"))
    page.goto(f"/{tag}/plans/{DUTIES}/compacts/{name}")
    assert_good(page)
