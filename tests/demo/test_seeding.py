"""A demonstration is complete from its first moment, and nobody takes it for a real portal."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, func, select
from starlette.testclient import TestClient

from portal.accounts import commands
from portal.accounts.models import Account
from portal.bodies.models import Body
from portal.consultations import queries
from portal.consultations.models import Consultation, EqualityAnswers, Response, WrittenAnswer
from portal.consultations.rules import Status
from portal.council import queries as council_queries
from portal.demo import seeding
from portal.group_responses.rules import WAYS
from portal.groups import queries as groups
from portal.groups.models import Group
from portal.groups.rules import Act
from portal.incidents import report_settings
from portal.incidents.case_models import Agency
from portal.incidents.models import KeyHolder
from portal.incidents.records import keys, pieces, take_in
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Circle
from portal.incidents.staff.keys import vault
from portal.incidents.staff.keys.vault_pages import DEMO_PASSPHRASE
from portal.incidents.staff.settings import duties as of_reports
from portal.languages.calendar import Calendar, add_months
from portal.membership.models import Membership
from portal.plans.leading.models import Lead
from portal.sealing import crypto
from portal.settings import Settings
from portal.settings_pages.sections import unfinished
from portal.site.staff.duties import DUTIES
from portal.store import audit, staff_audit
from portal.store.db import now
from tests.demonstration import SEEDED

NOW = SEEDED


def consultation(session: Session, slug: str) -> Consultation:
    found = queries.by_slug(session, slug)
    assert found
    return found


def answered(session: Session, slug: str) -> list[Response]:
    """List what residents sent, and no group."""
    kept = consultation(session, slug)
    query = select(Response).where(Response.consultation_id == kept.id)
    return list(session.exec(query.where(col(Response.channel).not_in(WAYS))))


def test_a_portal_in_use_is_not_empty_and_no_demonstration(session: Session) -> None:
    assert seeding.is_empty(session)
    audit.record(session, "operator", "account.invited", "ann@council.example")
    assert not seeding.is_empty(session)
    assert not seeding.is_demonstration(session)


def test_a_demonstration_is_known_again(seeded: Session) -> None:
    assert seeding.is_demonstration(seeded)
    assert not seeding.is_empty(seeded)


def test_one_consultation_is_open_one_closed_and_one_opens_soon(seeded: Session) -> None:
    statuses = {
        plan.slug: queries.status_of(consultation(seeded, plan.slug), NOW) for plan in seeding.PLANS
    }
    assert statuses == {
        "race-equality-scheme": Status.OPEN,
        "translation-drop-ins": Status.CLOSED,
        "festival-of-cultures": Status.SOON,
    }


@pytest.mark.parametrize("page", ["", "/print"])
def test_each_page_says_once_who_gets_the_answers(
    browser: TestClient, seeded: Session, page: str
) -> None:
    for slug in ("race-equality-scheme", "translation-drop-ins", "festival-of-cultures"):
        text = browser.get(f"/en/consultations/{slug}{page}").text
        assert text.count("Home Office") == 1, slug
        assert text.count("Council analysts") == 1, slug
        assert text.count("A court can order us") == 1, slug


def test_they_open_and_close_by_the_councils_clock(seeded: Session) -> None:
    scheme = consultation(seeded, "race-equality-scheme")
    assert scheme.opens == datetime(2026, 11, 1, 9, tzinfo=UTC)
    assert scheme.closes == datetime(2026, 12, 27, 17, tzinfo=UTC)


def test_they_keep_the_councils_promises(seeded: Session) -> None:
    closed = consultation(seeded, "translation-drop-ins")
    council = council_queries.stored(seeded)
    assert closed.closes
    assert closed.report_back
    assert closed.report_back > NOW.date()
    assert closed.report_back == (closed.closes + timedelta(weeks=12)).date()
    assert closed.delete_equality == add_months(closed.closes.date(), council.equality_months)


def test_all_of_them_say_that_they_are_made_up(seeded: Session) -> None:
    marked = seeded.exec(select(Consultation.synthetic)).all()
    assert list(marked) == [True, True, True]


def test_the_council_lacks_only_its_day_of_testing(seeded: Session) -> None:
    missing = unfinished(DUTIES, council_queries.stored(seeded))
    assert [duty.message for duty in missing] == [
        "The accessibility statement has no date of testing."
    ]


def test_responses_came_on_every_day_until_now(seeded: Session) -> None:
    days = {response.day for response in answered(seeded, "race-equality-scheme")}
    assert len(answered(seeded, "race-equality-scheme")) == 400
    assert min(days) == NOW.date() - timedelta(days=21)
    assert NOW.date() - timedelta(days=2) <= max(days) <= NOW.date()


def test_responses_to_the_closed_one_came_while_it_was_open(seeded: Session) -> None:
    closed = consultation(seeded, "translation-drop-ins")
    days = [response.day for response in answered(seeded, closed.slug)]
    assert closed.opens
    assert closed.closes
    # One more holds a receipt, so that everybody can read what came of it.
    assert len(days) == 60 + 1
    assert closed.opens.date() <= min(days)
    assert max(days) <= closed.closes.date()


def test_nobody_answers_before_the_opening(seeded: Session) -> None:
    assert answered(seeded, "festival-of-cultures") == []


@pytest.mark.both
def test_the_same_is_answered_every_time(seeded: Session, settings: Settings) -> None:
    first = sorted(repr(r.answers) for r in answered(seeded, "race-equality-scheme"))
    tables: tuple[type[SQLModel], ...]
    tables = (Response, Consultation, Agency, KeyHolder, Body, Membership, Lead, Account)
    for table in tables:
        for row in seeded.exec(select(table)):
            seeded.delete(row)
        seeded.flush()
    seeding.seed(seeded, settings, NOW)
    assert sorted(repr(r.answers) for r in answered(seeded, "race-equality-scheme")) == first


def test_words_are_known_to_be_in_the_language_they_are_in(seeded: Session) -> None:
    languages = seeded.exec(select(WrittenAnswer.language).distinct()).all()
    assert {"en", "cy", "pl", "ur", "ar", "so", "bn", "pa", "ur-Latn"} <= set(languages)


def test_only_people_told_about_themselves(seeded: Session) -> None:
    told = select(func.count()).select_from(EqualityAnswers).join(Response)
    assert seeded.exec(told).one() > 150
    assert seeded.exec(told.where(col(Response.respondent) == "organisation")).one() == 0


def test_everybody_of_the_demonstration_can_sign_in(seeded: Session, settings: Settings) -> None:
    accounts = seeded.exec(select(Account)).all()
    assert all(account.usable for account in accounts)
    assert commands.demo_accounts(seeded, settings, NOW) == []


def test_the_log_is_intact(seeded: Session, settings: Settings) -> None:
    key = crypto.installation_key(settings.secret, "audit")
    assert staff_audit.verify(seeded, key, settings.anchor) == []


def test_residents_see_it_in_their_language(
    browser: TestClient, engine: Engine, session: Session, settings: Settings
) -> None:
    seeding.seed(session, settings, now())
    session.commit()
    page = browser.get("/cy/consultations").text
    assert "Ein cynllun cydraddoldeb hil drafft" in page


def test_its_reports_are_sealed_synthetic_and_in_several_states(seeded: Session) -> None:
    holder = seeded.exec(select(KeyHolder).where(KeyHolder.circle == Circle.TEAM)).first()
    opened = vault.unlock(holder, DEMO_PASSPHRASE) if holder else None
    assert opened
    found = list(keys.opened_reports(seeded, opened.holder, opened.private))
    words = [
        record["what"]
        for report, private in found
        for _, record in pieces.opened(seeded, report, private, Item.REPORT)
    ]
    assert len(words) == 6
    assert all(text.startswith("[") for text in words)
    assert len({report.state for report, _ in found}) >= 4
    assert take_in.why_closed(seeded, NOW.date(), Calendar()) is None


def test_it_lacks_no_decision_about_reports(seeded: Session) -> None:
    assert unfinished(of_reports.DUTIES, report_settings.current(seeded)) == []


def test_a_small_one_has_a_tenth_of_the_answers(session: Session, settings: Settings) -> None:
    seeding.seed(session, settings, NOW, small=True)
    query = select(func.count()).select_from(Response)
    answers = session.exec(query.where(col(Response.channel).not_in(WAYS))).one()
    # And the one whose receipt everybody has.
    assert answers == sum(plan.responses for plan in seeding.PLANS) // 10 + 1


def test_what_became_of_a_group_is_dated_as_its_state_is(seeded: Session) -> None:
    shown = [one for one in seeded.exec(select(Group)) if one.public]
    assert shown
    for one in shown:
        listed = groups.last(seeded, one, Act.LIST)
        assert listed
        assert listed.at.date() == one.since
