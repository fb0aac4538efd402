"""Reports of the same incident become one case, and nobody loses the way back to theirs."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.models import Report
from portal.incidents.records import codes, keys, merging, replies, take_in
from portal.incidents.rules import State
from portal.incidents.staff.cases import conflicts, statistics
from portal.store.audit import AuditEntry
from tests.incidents.factories import TODAY, Person, open_vault, person, report, team

pytestmark = pytest.mark.both

WHY = "The same shouting in the same bus."
Send = Callable[..., int]


@pytest.fixture
def people(session: Session) -> list[Person]:
    return team(session, 3)


@pytest.fixture
def send(browser: TestClient, session: Session, people: list[Person]) -> Send:
    """Send a form about a case as the first of the team."""
    open_vault(browser, session, people[0])

    def sent(kept: Report, page: str, **form: str) -> int:
        session.commit()
        address = f"/en/staff/cases/{kept.reference}/{page}"
        status = browser.post(address, data=form, follow_redirects=False).status_code
        session.rollback()
        return status

    return sent


def case(session: Session, state: State = State.ACCEPTED, **changes: str) -> Report:
    kept = report(session, **changes)
    kept.state = state
    session.commit()
    session.refresh(kept)
    return kept


def stored(session: Session, kept: Report) -> Report:
    return session.get_one(Report, kept.id, populate_existing=True)


def test_a_case_is_merged_with_a_reason_only(session: Session, send: Send) -> None:
    one, other = case(session), case(session)
    assert send(one, "merge", into=other.reference) == 422
    assert stored(session, one).merged_into is None


def test_a_case_is_not_merged_into_itself_or_into_none(session: Session, send: Send) -> None:
    one = case(session)
    assert send(one, "merge", into=one.reference, reason=WHY) == 422
    assert send(one, "merge", into="", reason=WHY) == 422
    assert send(one, "merge", into="ABCD-EFGH", reason=WHY) == 422
    assert stored(session, one).state is State.ACCEPTED


def test_a_case_is_not_merged_into_one_that_somebody_cannot_open(
    session: Session, send: Send, people: list[Person], browser: TestClient
) -> None:
    one, other = case(session), case(session)
    keys.take(session, other.id, people[0].vault.holder)
    session.commit()
    assert send(one, "merge", into=other.reference, reason=WHY) == 422
    assert send(other, "merge", into=one.reference, reason=WHY) == 404
    assert stored(session, one).merged_into is None


@pytest.mark.parametrize("state", [State.SPAM, State.WITHDRAWN, State.NOT_HATE, State.MERGED])
def test_a_case_is_not_merged_into_one_that_was_put_aside(
    session: Session, send: Send, state: State
) -> None:
    one, other = case(session), case(session, state)
    assert send(one, "merge", into=other.reference, reason=WHY) == 422
    assert stored(session, one).state is State.ACCEPTED


def test_a_case_into_which_others_were_merged_stays_where_it_is(
    session: Session, send: Send
) -> None:
    one, middle, other = case(session), case(session), case(session)
    assert send(one, "merge", into=middle.reference, reason=WHY) == 303
    assert send(middle, "merge", into=other.reference, reason=WHY) == 422


def test_what_was_typed_is_not_lost(session: Session, send: Send, browser: TestClient) -> None:
    one = case(session)
    address = f"/en/staff/cases/{one.reference}/merge"
    page = browser.post(address, data={"into": "zzzz 2222", "reason": WHY})
    assert "zzzz 2222" in page.text
    assert WHY in page.text


def test_a_case_is_merged_however_its_reference_is_typed(session: Session, send: Send) -> None:
    one, other = case(session), case(session)
    typed = other.reference.lower().replace("-", " ")
    assert send(one, "merge", into=typed, reason=WHY) == 303
    kept = stored(session, one)
    assert (kept.state, kept.merged_into) == (State.MERGED, other.id)
    assert [found.id for found in merging.merged_into(session, other)] == [one.id]


def test_both_cases_know_of_it_and_the_log_does_without_saying_why(
    session: Session, send: Send, browser: TestClient
) -> None:
    one, other = case(session), case(session)
    send(one, "merge", into=other.reference, reason=WHY)
    of_one = browser.get(f"/en/staff/cases/{one.reference}/merge").text
    of_other = browser.get(f"/en/staff/cases/{other.reference}/merge").text
    assert other.reference in of_one
    assert WHY in of_one
    assert WHY in of_other
    assert one.reference in of_other
    log = session.exec(select(AuditEntry).where(AuditEntry.action == "case.merged")).one()
    assert (log.subject, log.details) == (one.reference, {"into": other.reference})


def test_the_reporter_of_each_still_comes_back_and_sees_replies(
    session: Session, send: Send
) -> None:
    mine, theirs = codes.new(), codes.new()
    one, other = case(session, code=mine), case(session, code=theirs)
    send(one, "merge", into=other.reference, reason=WHY)
    found = take_in.found(session, mine)
    assert found
    assert found.id == one.id
    session.rollback()
    replies.write(session, stored(session, one), "We heard from the driver.", TODAY)
    session.commit()
    assert [read.text for read in replies.for_reporter(session, one, mine)] == [
        "We heard from the driver."
    ]
    assert replies.for_reporter(session, other, theirs) == []


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (State.ACTION, State.ACCEPTED),
        (State.WAITING, State.ACCEPTED),
        (State.WITHDRAWN, State.ACCEPTED),
        (State.CLOSED, State.CLOSED),
    ],
)
def test_the_reporter_is_told_how_far_the_case_is_into_which_theirs_was_merged(
    session: Session, send: Send, state: State, shown: State
) -> None:
    one, other = case(session), case(session)
    send(one, "merge", into=other.reference, reason=WHY)
    kept = stored(session, other)
    kept.state = state
    session.commit()
    assert merging.shown_state(session, stored(session, one)) is shown


def test_a_case_that_was_never_merged_is_as_far_as_it_is(session: Session) -> None:
    team(session)
    assert merging.shown_state(session, case(session, State.REVIEW)) is State.REVIEW


def test_merged_cases_are_counted_once(session: Session, send: Send, people: list[Person]) -> None:
    one, other = case(session), case(session)
    send(one, "merge", into=other.reference, reason=WHY)
    send(one, "close", outcome="civil", reason=WHY)
    version = str(stored(session, other).version)
    send(other, "close", outcome="civil", reason=WHY, _version=version)
    assert len(statistics.read(session, people[0].vault) or []) == 1


def test_a_merged_case_is_taken_apart_with_a_reason(session: Session, send: Send) -> None:
    one, other = case(session), case(session)
    send(one, "merge", into=other.reference, reason=WHY)
    assert send(one, "separate") == 422
    assert send(one, "separate", reason="It was another bus.") == 303
    kept = stored(session, one)
    assert (kept.state, kept.merged_into) == (State.TRIAGE, None)
    assert merging.merged_into(session, other) == []


def test_who_merges_or_separates_after_somebody_else_did_is_told_so(
    session: Session, send: Send
) -> None:
    one, other, third = (case(session) for _ in range(3))
    typed = other.reference.lower().replace("-", " ")
    for into, reason, status in (
        (typed, WHY, 303),
        (typed, WHY, 303),
        (typed, "They were seen together.", 409),
        (third.reference, WHY, 409),
    ):
        assert send(one, "merge", into=into, reason=reason) == status
    for reason, status in (("Another bus.", 303), ("Another bus.", 303), ("Another day.", 409)):
        assert send(one, "separate", reason=reason) == status
    assert stored(session, one).merged_into is None


def test_cases_that_keep_out_the_same_colleague_are_merged_by_the_only_other_one(
    session: Session, send: Send, people: list[Person]
) -> None:
    one, other = case(session), case(session)
    people[2].account.roles = [Role.OFFICER.value]
    session.add(people[2].account)
    keys.retire(session, people[2].vault.holder, TODAY)
    for kept in (one, other):
        conflicts.block(session, kept, people[1].number, "Theirs.", by=people[1].number)
    assert send(one, "merge", into=other.reference, reason=WHY) == 303
    assert stored(session, one).merged_into == other.id


def test_whoever_must_not_read_one_of_them_is_kept_from_both(
    session: Session, send: Send, people: list[Person]
) -> None:
    one, other = case(session), case(session)
    friend, neighbour = people[1], person(session, Role.CASEWORKER)
    conflicts.block(session, one, friend.number, "A friend.", by=people[0].number)
    conflicts.block(session, other, neighbour.number, "A neighbour.", by=people[0].number)
    session.commit()
    send(one, "merge", into=other.reference, reason=WHY)
    both = frozenset({friend.number, neighbour.number})
    assert conflicts.blocked(session, one.id) == conflicts.blocked(session, other.id) == both
    assert friend.vault.report_private(session, stored(session, other)) is None
