"""Groups with members for tests, and their invitations."""

from datetime import timedelta
from typing import Any

from httpx2 import Response
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.groups import queries as groups
from portal.groups.models import Group
from portal.groups.rules import State
from portal.languages.i18n import today
from portal.members.models import Member
from portal.membership import inviting, keeping, queries
from portal.membership.models import Invitation, Membership
from portal.membership.rules import Role
from portal.sealing import crypto
from portal.settings import Settings
from portal.store.db import now
from tests.groups.factories import group
from tests.members.factories import member

HERE = "/en/member/groups/valley-women"


def verified(session: Session, **changes: Any) -> Group:
    """Keep a group that is verified."""
    return group(session, **{"state": State.VERIFIED} | changes)


def belongs(session: Session, one: Group, role: Role = Role.MEMBER, **of_member: Any) -> Member:
    """Keep a member of a group."""
    made = member(session, **of_member)
    keeping.add(session, one, made, today(), role)
    session.commit()
    return made


def invited(
    session: Session, one: Group, role: Role = Role.MEMBER, *, days: int = 7, **more: Any
) -> tuple[Invitation, str]:
    """Make an invitation; give it and its code."""
    session.rollback()
    made, code = keeping.invite(session, one, role, now() + timedelta(days=days), **more)
    session.commit()
    session.refresh(made)
    session.commit()
    return made, crypto.format_code(code)


def path(settings: Settings, made: Invitation) -> str:
    """Give the path of the link of an invitation."""
    return inviting.address(settings, made, "en").removeprefix(settings.public_url)


def join(browser: TestClient, link: str) -> Response:
    """Press the button of an invitation, as who is signed in."""
    return browser.post(link.replace("/en/", "/en/member/"))


def roles(session: Session) -> list[str]:
    """List what everybody is in their groups."""
    session.rollback()
    return sorted(session.exec(select(Membership.role)))


def role_of(session: Session, one: Group, who: Member) -> Role | None:
    """Give what somebody is in a group."""
    session.rollback()
    found = queries.one(session, one, who.id)
    return found.role if found else None


def held(session: Session, slug: str = "valley-women") -> Group:
    """Read a group as it is now."""
    session.rollback()
    found = groups.by_slug(session, slug)
    assert found
    return found
