"""No group is called like those who speak for the council, in any language and in any letters."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.groups.models import Group
from tests.groups.factories import apply
from tests.members.factories import all_of

CALLED = (
    *("Council", "The Council", "The chair", "Moderator"),
    *("Cyngor", "Y Cyngor", "Cadeirydd", "Y Cadeirydd"),
    *("Rada", "Przewodniczący", "کونسل", "صدر", "المجلس", "الرئيس"),
)
ALIKE = ("Cоuncil", "C0uncil", "C o u n c i l", "Сyngor", "Rаda", "Coun\u200bcil", "Ra\u2060da")
GROUPS = ("Council of Mosques", "Rada Osiedla Polonia", "Chairil Anwar Society", "مجلس المسنين")


@pytest.mark.parametrize("name", [*CALLED, *ALIKE])
def test_no_group_is_called_like_the_council_or_the_chair(
    browser: TestClient, session: Session, name: str
) -> None:
    assert apply(browser, name=name).status_code == 422
    assert all_of(session, Group) == []


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_is_called_as_it_is(browser: TestClient, session: Session, name: str) -> None:
    apply(browser, name=name)
    assert [one.name for one in all_of(session, Group)] == [name]
