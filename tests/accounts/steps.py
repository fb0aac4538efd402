"""What somebody who signs in does, step by step."""

import re
from datetime import timedelta

from httpx2 import Response
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Account, FailedSignIns
from portal.accounts.signing_in import waiting
from portal.web.security import SESSION_COOKIE, cookie_name
from tests.accounts.factories import PASSWORD, one_time_code

AGAIN = "/en/account/sign-in?again=yes"
SESSION = cookie_name(SESSION_COOKIE, https=True)


def give_password(
    browser: TestClient, email: str, password: str = PASSWORD, next_: str = ""
) -> Response:
    sent = {"email": email, "password": password, "next": next_}
    return browser.post("/en/account/sign-in", data=sent, follow_redirects=False)


def give_code(browser: TestClient, code: str) -> Response:
    return browser.post("/en/account/code", data={"code": code}, follow_redirects=False)


def give_recovery_code(
    browser: TestClient, email: str, code: str, password: str = PASSWORD
) -> Response:
    sent = {"email": email, "password": password, "recovery_code": code}
    return browser.post("/en/account/recovery", data=sent, follow_redirects=False)


def choose_password(browser: TestClient, link: str, password: str) -> Response:
    sent = {"new_password": password, "again": password}
    return browser.post(link, data=sent, follow_redirects=False)


def owner_on(page: Response) -> dict[str, str]:
    """Give what each form of a page says about whose page it is."""
    (owner,) = set(re.findall(r'name="_owner" value="([^"]+)"', page.text))
    return {"_owner": owner}


def is_signed_in(browser: TestClient) -> bool:
    return browser.get("/en/account", follow_redirects=False).status_code == 200


def sign_in_fully(browser: TestClient, session: Session, account: Account) -> Response:
    give_password(browser, account.email)
    return give_code(browser, one_time_code(session, account))


def let_time_pass(browser: TestClient, session: Session, much: timedelta) -> None:
    """Have everybody who failed wait for that much less."""
    session.rollback()
    for kept in session.exec(select(FailedSignIns)):
        kept.until -= much
    session.commit()
    for known in browser.app_state["memory"].of(waiting.Strangers).failed.values():
        known.until -= much
