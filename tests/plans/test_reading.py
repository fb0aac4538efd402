"""Everybody reads a plan: how it stands, what is late, each item with its history, as a file."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from time import process_time
from typing import Any

import html5lib
import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from portal import lengths
from portal.languages.i18n import today
from portal.plans import queries, rules, shown, tree
from portal.plans.models import ItemVersion, Plan, PlanItem
from portal.plans.rules import Level, Standing, Status
from tests.everywhere.weights import KILOBYTE, prose, weigh
from tests.plans.factories import PUBLIC, SLUG, action, item, kept, plan, reported
from tests.query_plans import asked
from tests.walking import walked

CSV = f"{PUBLIC}/plan.csv"


def drawn(browser: TestClient, path: str) -> Any:
    """Read a page as a browser would."""
    page = browser.get(path)
    assert page.status_code == 200, path
    return html5lib.parse(page.text, namespaceHTMLElements=False)


def text(element: Any) -> str:
    """Give the words of a part of a page."""
    return " ".join(" ".join(element.itertext()).split())


def words(browser: TestClient, path: str) -> str:
    return text(drawn(browser, path))


def of_class(page: Any, name: str) -> Iterator[Any]:
    return (one for one in page.iter() if name in one.get("class", "").split())


def table(browser: TestClient, path: str) -> list[dict[str, str]]:
    reply = browser.get(path)
    assert reply.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(reply.text.removeprefix("\ufeff"))))


def large(session: Session, number: int) -> Plan:
    """Keep a plan of many actions under twenty aims, each aim with five objectives."""
    one, past = plan(session), today() - timedelta(days=9)
    for n in range(20):
        aim = item(session, one, text={"en": f"Aim {n}"}, place=n)
        for m in range(5):
            objective = item(session, one, aim, text={"en": f"Objective {n}.{m}"}, place=m)
            session.add_all(
                PlanItem(
                    plan_id=one.id or 0,
                    parent_id=objective.id,
                    level=2,
                    place=place,
                    number=f"{n}.{m}.{place}",
                    text={"en": prose("en", 220, n * 977 + m * 131 + place)},
                    language="en",
                    leads=[f"Lead {place % 7}", "Head of the equality service"],
                    due=past if place % 3 else None,
                    status=list(Status)[place % 5],
                )
                for place in range((number - 120) // 100)
            )
    session.commit()
    return one


@pytest.mark.both
def test_a_plan_stands_on_its_page_as_in_the_list(
    browser: TestClient, session: Session, engine: Engine
) -> None:
    one, days = plan(session), (None, -1, 0, 1)
    for status in Status:
        for day in days:
            due = None if day is None else today() + timedelta(days=day)
            action(session, one, status=status, due=due)
    told = shown.glances(session, [one])[one.id or 0]
    nodes = queries.nodes(session, one)
    assert rules.glance(one.levels, tree.alike(nodes, today())) == told
    assert (told.late, told.undated) == (3, 3)
    with asked(engine) as statements:
        browser.get(PUBLIC)
    assert sum("FROM plan_item" in one for one, _ in statements) == 2


def test_a_draft_is_nowhere(browser: TestClient, session: Session) -> None:
    one = action(session, plan(session, standing=Standing.DRAFT))
    for path in (PUBLIC, f"{PUBLIC}/{one.id}", CSV):
        assert browser.get(path).status_code == 404
    assert "No plan is published yet." in words(browser, "/en/plans")
    assert SLUG not in browser.get("/sitemap.xml").text


def test_an_item_of_another_plan_or_of_none_is_not_found(
    browser: TestClient, session: Session
) -> None:
    plan(session)
    other = item(session, plan(session, slug="other"))
    for number in (other.id, 0, "none", "9" * 12, "١"):
        assert browser.get(f"{PUBLIC}/{number}").status_code == 404


def test_formulas_and_html_in_a_plan_run_nowhere(browser: TestClient, session: Session) -> None:
    nasty = {"en": "=HYPERLINK(1)<script>alert(1)</script>"}
    one = action(session, plan(session, title=nasty), text=nasty, leads=["=1+1<b>"])
    assert table(browser, CSV)[-1]["text"].startswith("'=HYPERLINK")
    for path in ("/en/plans", PUBLIC, f"{PUBLIC}/{one.id}"):
        assert "<script>alert" not in browser.get(path).text
        assert "=1+1<b>" not in browser.get(path).text


def test_a_plan_tells_at_a_glance_how_many_are_done_late_or_without_a_date(
    browser: TestClient, session: Session
) -> None:
    one = plan(session)
    objective = item(session, one, item(session, one))
    past = today() - timedelta(days=1)
    for status, due in (
        (Status.DONE, past),
        (Status.UNDER_WAY, past),
        (Status.NOT_STARTED, None),
        (Status.UNSAID, today()),
    ):
        item(session, one, objective, status=status, due=due)
    page = drawn(browser, PUBLIC)
    (chart,) = of_class(page, "chart")
    assert [text(row) for row in chart.iter("tr")][1:] == [
        *("Done 1", "Under way 1", "Not started 1", "Stopped 0", "Nothing reported yet 1"),
    ]
    assert len([one for one in chart.iter() if one.tag.endswith("svg")]) == 5
    assert [text(one) for one in of_class(page, "figure")] == ["Late 1", "No date 1"]
    assert "%" not in text(page)
    assert "Done: 1 of 4" in words(browser, "/en/plans")


@pytest.mark.both
def test_a_plan_is_narrowed_by_status_lead_and_date_in_its_address(
    browser: TestClient, session: Session
) -> None:
    past = today() - timedelta(days=1)
    of = plan(session)
    late = action(session, of, text={"en": "Late one"}, due=past, leads=["Housing"])
    above = session.get(PlanItem, late.parent_id)
    item(session, of, above, text={"en": "Done one"}, due=past, status="done", leads=["Schools"])
    item(session, of, above, text={"en": "Open one"}, status="not_started", leads=["Schools"])
    for query, found in (
        ("due=late", "Late one"),
        ("status=done", "Done one"),
        ("status=not_started", "Open one"),
        ("status=unsaid", "Late one"),
        ("lead=Housing", "Late one"),
        ("due=undated", "Open one"),
        ("lead=Schools&status=done", "Done one"),
    ):
        page = words(browser, f"{PUBLIC}?{query}")
        assert found in page
        assert "Lead the agenda" in page
        assert "1 item" in page
        others = {"Late one", "Done one", "Open one"} - {found}
        assert not any(one in page for one in others)
        assert [row["text"] for row in table(browser, f"{CSV}?{query}")] == [found]
    assert "Nothing in this plan" in words(browser, f"{PUBLIC}?lead=Housing&status=done")
    for odd in ("status=x", "lead=x", "due=x", "under=x", "under=1&under=2", "after=x", "all=no"):
        assert browser.get(f"{PUBLIC}?{odd}").status_code == 200


def test_an_item_shows_all_that_it_says_and_what_was_reported_of_it(
    browser: TestClient, session: Session
) -> None:
    one = action(
        session,
        plan(session),
        leads=["Head of schools", "Police"],
        timescale="Summer term",
        measure="How many were trained",
        outcome="Fewer incidents",
        resources="Two days",
        evidence="Minutes of May",
        comment="Slow",
        reach="local",
        due=today() - timedelta(days=3),
    )
    reported(session, one, words="Pierwsza grupa gotowa.", language="pl")
    page = words(browser, f"{PUBLIC}/{one.id}")
    for said in (
        *("Action 1.1.1", "Late", "Police", "Summer term", "How many were trained", "Slow"),
        *("Fewer incidents", "Two days", "Minutes of May", "Local", "Pierwsza grupa gotowa."),
        "Every service knows its duty",
    ):
        assert said in page


def test_words_that_nobody_translated_stand_in_their_own_language(
    browser: TestClient, session: Session
) -> None:
    texts = {"en": "Train every school", "ur": "ہر سکول کی تربیت"}
    one = action(session, plan(session), text=texts, measure="How many", timescale="Summer term")
    urdu = drawn(browser, f"/ur/plans/{SLUG}")
    assert texts["ur"] in text(urdu)
    assert texts["en"] not in text(urdu)
    lone = drawn(browser, f"/ur/plans/{SLUG}/{one.id}")
    for page, said in ((urdu, "1 Lead the agenda"), (lone, "How many"), (lone, "Summer term")):
        marked = [element for element in page.iter("bdi") if text(element) == said]
        assert {(element.get("lang"), element.get("dir")) for element in marked} == {("en", "ltr")}


def test_a_number_stands_before_words_of_another_direction(
    browser: TestClient, session: Session
) -> None:
    """Apart from them it would end their first line where the page reads from right to left."""
    action(session, plan(session), text={"en": "Train every school and library", "ur": "تربیت"})
    for tag, said in (
        ("ur", "1.1 Every service knows its duty"),
        ("ar", "1.1.1 Train every school"),
    ):
        page = drawn(browser, f"/{tag}/plans/{SLUG}")
        (one,) = {text(bdi): bdi for bdi in page.iter("bdi") if text(bdi).startswith(said)}.values()
        assert (one.get("lang"), one.get("dir")) == ("en", "ltr")


def test_who_leads_is_offered_in_the_language_of_the_plan(
    browser: TestClient, session: Session
) -> None:
    action(session, plan(session), leads=["Head of housing"])
    page = drawn(browser, f"/ur/plans/{SLUG}")
    offered = [one for one in page.iter("option") if one.get("value") == "Head of housing"]
    assert [(one.get("lang"), one.get("dir")) for one in offered] == [("en", "ltr")]


def test_what_narrows_a_plan_is_folded_until_something_is_chosen(
    browser: TestClient, session: Session
) -> None:
    action(session, plan(session), leads=["Police"])
    for address, opened in ((PUBLIC, False), (f"{PUBLIC}?due=undated", True)):
        (fold,) = of_class(drawn(browser, address), "narrow")
        assert (fold.get("open") is not None) == opened


def test_a_self_assessment_counts_what_is_met(browser: TestClient, session: Session) -> None:
    one = plan(session, levels=[Level.SECTION.value, Level.QUESTION.value])
    section = item(session, one)
    past = today() - timedelta(days=1)
    for met in ("met", "met", "partly_met", "not_met"):
        item(session, one, section, assessment=met, text={"en": f"Is it {met}"}, due=past)
    assert [text(one) for one in of_class(drawn(browser, PUBLIC), "figure")] == ["Late 2"]
    assert "Met: 2 of 4" in words(browser, "/en/plans")
    assert "Met 2 Partly met 1 Not met 1" in words(browser, PUBLIC)
    assert "Is it partly_met" in words(browser, f"{PUBLIC}?status=partly_met")


def test_a_large_plan_is_read_page_by_page_or_aim_by_aim(
    browser: TestClient, session: Session
) -> None:
    large(session, 2_000)
    whole, seen = table(browser, CSV), set[str]()
    for one in walked(browser, PUBLIC):
        page = html5lib.parse(one, namespaceHTMLElements=False)
        ways = (way for part in of_class(page, "plan__ways") for way in part.iter("a"))
        seen |= {way.get("href").rpartition("/")[2] for way in ways}
    assert seen == {row["id"] for row in whole}
    (seventh,) = [row["id"] for row in whole if row["text"] == "Aim 7"]
    page = drawn(browser, PUBLIC)
    tops = [one for one in page.iter("a") if "under=" in one.get("href", "")]
    assert [text(one) for one in tops] == [f"Aim {n}" for n in range(20)]
    assert tops[7].get("href") == f"{PUBLIC}?under={seventh}#items"
    assert "Objective 7.3" in words(browser, f"{PUBLIC}?under={seventh}")


def test_a_large_plan_opens_and_filters_fast_and_weighs_no_more_than_other_pages(
    browser: TestClient, session: Session
) -> None:
    large(session, 2_000)
    for path in (PUBLIC, f"{PUBLIC}?status=done&lead=Lead 3", f"{PUBLIC}?due=late"):
        browser.get(path)
        took = []
        for _ in range(5):
            begun = process_time()
            assert browser.get(path).status_code == 200
            took.append(process_time() - begun)
        assert min(took) < 0.1, path
        weight, requests = weigh(browser, path)
        assert weight <= 30 * KILOBYTE
        assert requests <= 4


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_fullest_item_weighs_no_more_than_other_pages(
    browser: TestClient, session: Session, tag: str
) -> None:
    fields = {
        name: prose(tag, lengths.ITEM, number * 991)
        for number, name in enumerate(
            ("resources", "timescale", "measure", "outcome", "evidence", "comment")
        )
    }
    text = {"en": prose("en", lengths.ITEM_WORDS), "ur": prose("ur", lengths.ITEM_WORDS)}
    one = action(session, plan(session), text=text, language=tag, **fields)
    for number in range(12):
        told = prose(tag, lengths.PARAGRAPH, number * 7919)
        reported(session, one, words=told, language=tag)
        was = {"measure": prose(tag, lengths.ITEM, number * 5003)}
        kept(session, ItemVersion(item_id=one.id or 0, changed=today(), language=tag, was=was))
    address = f"/{tag}/plans/{SLUG}/{one.id}"
    weight, requests = weigh(browser, address)
    assert weight <= 30 * KILOBYTE
    assert requests <= 4
    assert fields["comment"] not in browser.get(address).text
    whole = words(browser, f"{address}?all=yes")
    assert " ".join(fields["comment"].split()) in whole
    assert " ".join(prose(tag, lengths.ITEM, 0).split()) in whole


def test_the_whole_of_a_plan_stands_unfolded_on_one_page_to_print(
    browser: TestClient, session: Session
) -> None:
    one = plan(session)
    objective = item(session, one, item(session, one))
    for n in range(shown.MOST + 5):
        item(session, one, objective, text={"en": f"Action no. {n} " + "x" * 1_500})
    page = drawn(browser, f"{PUBLIC}?all=yes")
    assert all(one.get("open") is not None for one in of_class(page, "govuk-details"))
    assert f"Action no. {shown.MOST + 4} " + "x" * 1_500 in text(page)


def test_a_plan_is_found_by_search_engines(browser: TestClient, session: Session) -> None:
    kept(session, plan(session))
    assert f"/en/plans/{SLUG}" in browser.get("/sitemap.xml").text


def test_whoever_reads_a_plan_writes_a_card_or_asks_for_it_in_another_form(
    browser: TestClient, session: Session
) -> None:
    one = action(session, plan(session))
    for here in (PUBLIC, f"{PUBLIC}/{one.id}"):
        page = browser.get(here).text
        assert 'href="/en/comment"' in page
        assert "/en/help/ask?about=Race+equality+plan" in page
