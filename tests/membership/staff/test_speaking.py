"""An officer sees to it that somebody speaks for a group, and sees no member."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.accounts.models import Role as StaffRole
from portal.groups.models import Group
from portal.groups.rules import State
from portal.languages.i18n import today
from portal.membership import keeping
from portal.membership.models import Concern, Invitation, Membership
from portal.membership.rules import Role
from portal.membership.staff import start_page
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.members.factories import all_of, outbox
from tests.membership.factories import belongs, invited, roles, verified

LIST = "/en/staff/representatives"
ONE = f"{LIST}/valley-women"


@pytest.fixture
def officer(browser: TestClient, session: Session) -> TestClient:
    """Sign an officer in."""
    sign_in(browser, session, account(session, StaffRole.OFFICER, email="officer@council.example"))
    return browser


@pytest.fixture
def group(session: Session) -> Group:
    return verified(session)


def logged(session: Session) -> list[str]:
    session.rollback()
    query = select(AuditEntry.action).where(col(AuditEntry.action).startswith("group.rep"))
    return list(session.exec(query.order_by(col(AuditEntry.id))))


def telephone(code: str) -> dict[str, str]:
    day = today() - timedelta(days=1)
    boxes = {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
    return {f"{code}_who": "Amina Ali"} | {f"{code}_day.{name}": it for name, it in boxes.items()}


def proposed(session: Session, group: Group) -> None:
    """Have a helper proposed by the one who speaks for the group."""
    belongs(session, group, Role.REPRESENTATIVE, name="Fatima Noor", name_shown=True)
    belongs(session, group, Role.HELPER, name="Nasreen Bibi", name_shown=True)
    both = {one.role: one for one in all_of(session, Membership)}
    keeping.propose(session, both[Role.HELPER], both[Role.REPRESENTATIVE])
    keeping.answer(session, both[Role.HELPER], yes=True)
    session.commit()


@pytest.mark.parametrize("role", [StaffRole.ADMINISTRATOR, StaffRole.ANALYST])
def test_nobody_but_officers_sees_to_it(
    browser: TestClient, session: Session, group: Group, role: StaffRole
) -> None:
    sign_in(browser, session, account(session, role))
    for path in (LIST, ONE):
        assert browser.get(path).status_code == 403
    assert browser.post(f"{ONE}/invite", data={"way": "code"}).status_code == 403
    assert all_of(session, Invitation) == []


@pytest.mark.parametrize("state", [State.LISTED, State.PAUSED, State.CLOSED])
def test_nobody_is_invited_to_a_group_that_is_not_verified(
    officer: TestClient, session: Session, state: State
) -> None:
    verified(session, state=state)
    assert officer.post(f"{ONE}/invite", data={"way": "code"}).status_code == 422
    assert all_of(session, Invitation) == []


@pytest.mark.both
def test_an_officer_invites_who_will_speak_for_a_group(
    officer: TestClient, session: Session, group: Group
) -> None:
    assert "Verified, and nobody speaks for them" in officer.get("/en/staff").text
    assert ONE in officer.get("/en/staff/groups/valley-women").text
    shown = officer.post(f"{ONE}/invite", data={"way": "code"})
    assert "is shown only now" in shown.text
    officer.post(f"{ONE}/invite", data={"way": "mail", "email": "first@mail.example"})
    assert [one.recipient for one in outbox(session)] == ["first@mail.example"]
    assert "first@mail.example" not in officer.get(ONE).text
    assert len(all_of(session, Invitation)) == 1
    assert logged(session) == ["group.representative_invited"] * 2
    belongs(session, group, Role.REPRESENTATIVE)
    assert officer.post(f"{ONE}/invite", data={"way": "code"}).status_code == 422
    assert "Verified, and nobody speaks" not in officer.get("/en/staff").text


@pytest.mark.both
@pytest.mark.parametrize(
    ("answer", "then"),
    [("yes", ["representative", "representative"]), ("no", ["helper", "representative"])],
)
def test_an_officer_who_rang_the_contact_answers_and_sees_no_name(
    officer: TestClient, session: Session, group: Group, answer: str, then: list[str]
) -> None:
    refused = officer.post(f"{ONE}/proposal-{answer}", data=telephone(f"proposal_{answer}"))
    assert refused.status_code == 422
    proposed(session, group)
    pages = officer.get("/en/staff").text + officer.get(f"{LIST}?view=proposed").text
    pages += officer.get(ONE).text
    assert "A new representative was proposed" in pages
    assert "Nasreen" not in pages
    assert "Fatima" not in pages
    assert officer.post(f"{ONE}/proposal-{answer}", data={}).status_code == 422
    assert roles(session) == ["helper", "representative"]
    officer.post(f"{ONE}/proposal-{answer}", data=telephone(f"proposal_{answer}"))
    assert roles(session) == then
    assert logged(session) == [f"group.representative_proposal_{answer}"]
    again = officer.post(f"{ONE}/proposal-{answer}", data=telephone(f"proposal_{answer}"))
    assert again.status_code == 422


@pytest.mark.both
def test_an_officer_lets_nobody_speak_for_a_group_any_more_for_a_reason(
    officer: TestClient, session: Session, group: Group
) -> None:
    proposed(session, group)
    invited(session, group)
    assert officer.post(f"{ONE}/silence", data={}).status_code == 422
    officer.post(f"{ONE}/silence", data={"silence_why": "The committee was voted out."})
    assert roles(session) == ["helper", "member"]
    assert all_of(session, Invitation) == []
    assert [one.proposed_by for one in all_of(session, Membership)] == [None, None]
    assert logged(session) == ["group.representative_silenced"]


@pytest.mark.both
def test_what_is_wrong_in_a_group_comes_to_officers_by_a_mail_that_says_nothing_of_it(
    officer: TestClient, session: Session, group: Group
) -> None:
    session.rollback()
    keeping.say_wrong(session, group, "The money is gone.", today())
    session.commit()
    for _ in range(2):
        start_page.tell(session, now())
        session.commit()
    (mail,) = outbox(session)
    assert mail.recipient == "officer@council.example"
    assert "Valley" not in mail.subject + mail.body
    assert "money" not in mail.subject + mail.body
    assert "Somebody says that something is wrong" in officer.get("/en/staff").text
    assert "The money is gone." in officer.get(ONE).text
    (concern,) = all_of(session, Concern)
    number = concern.id
    assert officer.post(f"{ONE}/concern", data={"concern": number}).status_code == 422
    seen = {"concern": number, "concern_why": "Rang the contact."}
    assert officer.post(f"{ONE}/concern", data=seen).status_code == 200
    assert all_of(session, Concern) == []
    assert "something is wrong" not in officer.get("/en/staff").text
