"""Whichever page somebody in an office opens first on a day: it opens, and the day is noted."""

from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.rules import Office
from portal.features import FEATURES
from portal.languages.i18n import today
from portal.web import feature
from tests.bodies.factories import HERE, body, holder, read
from tests.members.factories import member, sign_in

OF_OFFICES = [
    route
    for route in feature.routes(FEATURES)
    if "GET" in (route.methods or ()) and getattr(route.endpoint, "writes", False)
]
YESTERDAY = today() - timedelta(days=1)


@pytest.mark.both
def test_every_page_of_an_office_opens_as_the_first_of_the_day(
    browser: TestClient, session: Session
) -> None:
    made, person = body(session), member(session)
    held = holder(session, made, Office.CHAIR, person, seen=YESTERDAY)
    sign_in(browser, session, person)
    failed = []
    for route in OF_OFFICES:
        read(session, held).seen = YESTERDAY
        session.commit()
        path = route.path.replace("{body}", "race-equality")
        for part in route.param_convertors:
            path = path.replace(f"{{{part}}}", "nothing")
        if browser.get(f"/en{path}").status_code >= 500:
            failed.append(route.path)
    assert failed == []
    assert len(OF_OFFICES) > 20
    browser.get(f"{HERE}/today")
    assert read(session, held).seen == today()
