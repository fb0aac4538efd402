"""A group asks to be listed: nothing typed is lost, and nothing is shown before it was reached."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session, func, select
from starlette.testclient import TestClient

from portal.groups.applications import Applying
from portal.groups.models import Group
from portal.groups.rules import State
from portal.store.db import now
from portal.web import kept_forms
from tests.groups.factories import DIRECTORY, EMAIL, ENTRY, apply, group, mails, newest_link, read

FORM = f"{DIRECTORY}/apply"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def as_form(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Put together what a page carries, as it is sent."""
    return {name: [value for one, value in pairs if one == name] for name, _ in pairs}


def count(session: Session) -> int:
    session.rollback()
    return session.exec(select(func.count()).select_from(Group)).one()


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", "", "Fill in: Name of the group"),
        ("name", "Women\u202eneila", "signs that cannot be seen"),
        ("name", "No\u200bthing", "signs that cannot be seen"),
        ("name", "The Council", "looks like the name of somebody else"),
        ("name", "Vоices", "looks like the name of somebody else"),
        ("name", "n" * 121, "at most 120 characters"),
        ("serves", "s" * 60_000, "at most 1500 characters"),
        ("serves", "\u200b\u2060", "Fill in: Whom the group serves"),
        ("meets", "m" * 501, "at most 500 characters"),
        ("speaks", "Elvish, Somali", "do not know the language “Elvish”"),
        ("speaks", "", "Fill in: Languages spoken in the group"),
        ("language", "xx-nonsense", "form that is asked for"),
        ("email", "", "Fill in: Email address"),
        ("email", "nobody", "Write an email address"),
        ("email", "a@b.example\nbcc: c@d.example", "Write an email address"),
        ("contact_name", "The Council", "looks like the name of somebody else"),
        ("contact_name", "Th\u0435 Ch\u0430ir", "looks like the name of somebody else"),
        ("telephone", "call me", "telephone number"),
        ("website", "javascript:alert(1)", "begins with https://"),
        ("website", "https://ex\u202eample.org", "begins with https://"),
        ("communities", "martian", "Choose one of the answers listed."),
        ("areas", "nowhere", "Choose one of the answers listed."),
        ("helps", "money", "Choose one of the answers listed."),
    ],
)
def test_a_wrong_form_comes_back_with_all_that_was_typed(
    browser: TestClient, session: Session, field: str, typed: str, message: str
) -> None:
    page = apply(browser, **{"wishes": "Ring in the evening", field: typed})
    assert page.status_code == 422
    assert message in page.text
    assert "Ring in the evening" in page.text
    assert count(session) == 0
    assert mails(session) == []


def test_it_is_shown_as_everybody_would_see_it_before_it_is_kept(
    browser: TestClient, session: Session
) -> None:
    said = {"contact_name": "Amina", "telephone": "01632 960999", "telephone_public": "yes"}
    page = apply(browser, _do="", helps=["advice"], serves="<b>Hi</b>", **said)
    assert page.status_code == 200
    shown, _, hidden = page.text.partition("Only the council sees this")
    assert "01632 960999" in shown
    assert "Advice to people in our language" in shown
    assert "&lt;b&gt;Hi" in shown
    assert "Amina" not in shown.partition("<main")[2]
    assert "Amina" in hidden
    assert EMAIL in hidden
    assert count(session) == 0
    assert mails(session) == []


def test_from_there_it_is_sent_changed_or_read_in_another_language(
    browser: TestClient, session: Session
) -> None:
    page = apply(browser, _do="", communities=["african", "everybody"]).text
    carried = [("_do", "change"), *HIDDEN.findall(page)]
    form = browser.post(FORM, data=as_form(carried)).text
    assert 'value="Valley Women"' in form
    assert form.count(" checked") == 2
    carried[0] = ("_switch", "cy")
    welsh = browser.post(FORM, data=as_form(carried))
    assert welsh.url.path == "/cy/groups/apply"
    assert 'value="send"' in welsh.text
    assert count(session) == 0
    carried = [("_do", "send"), *HIDDEN.findall(welsh.text)]
    browser.post("/cy/groups/apply", data=as_form(carried))
    assert read(session).communities == ["african", "everybody"]
    assert read(session).mail_language == "cy"


@pytest.mark.both
def test_the_page_on_which_it_is_checked_is_there_again_on_the_way_back(
    browser: TestClient, session: Session
) -> None:
    browser.headers["sec-fetch-site"] = "same-origin"
    page = apply(browser, _do="", _key="k" * 22, wishes="Ring in the evening")
    assert page.history[0].status_code == 303
    back = browser.get(str(page.url)).text
    assert 'value="send"' in back
    assert "Ring in the evening" in back
    carried = HIDDEN.findall(back)
    form = browser.post(FORM, data=as_form([("_do", "change"), *carried]))
    assert form.history[0].status_code == 303
    again = browser.get(str(form.url)).text
    assert "Ring in the evening" in again
    assert 'value="send"' not in again
    assert count(session) == 0
    sent = browser.post(FORM, data=as_form([("_do", "send"), *carried]))
    assert sent.url.path == f"{FORM}/sent"
    assert browser.get(str(page.url)).url.path == f"{FORM}/sent"
    assert count(session) == 1


def test_nobody_reads_in_an_address_what_was_typed_and_not_for_long(
    browser: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.headers["sec-fetch-site"] = "same-origin"
    page = apply(browser, _do="", wishes="Ring in the evening")
    assert "Ring" not in str(page.url)
    assert EMAIL.partition("@")[0] not in str(page.url)
    later = now() + timedelta(minutes=61)
    monkeypatch.setattr(kept_forms, "now", lambda: later)
    assert "Ring in the evening" not in browser.get(str(page.url)).text
    monkeypatch.undo()
    address = str(page.url)
    assert "Ring in the evening" not in browser.get(f"{address[:-6]}AAAAAA").text
    assert "Ring in the evening" not in browser.get(f"{FORM}?kept=nonsense").text


def test_words_that_fit_into_no_address_are_shown_all_the_same(browser: TestClient) -> None:
    browser.headers["sec-fetch-site"] = "same-origin"
    words = "".join(chr(0x20000 + (7919 * n) % 40000) for n in range(2500))
    said = {"serves": words[:1500], "meets": words[1500:2000], "wishes": words[2000:]}
    page = apply(browser, _do="", **said)
    assert page.history == []
    assert said["wishes"] in page.text


@pytest.mark.both
def test_an_application_waits_until_its_address_is_confirmed_and_an_officer_agrees(
    browser: TestClient, session: Session
) -> None:
    sent = apply(browser, communities=["african", "everybody"], email_public="yes")
    assert sent.url.path == f"{FORM}/sent"
    kept = read(session)
    assert (kept.state, kept.confirmed, kept.agreed) == (State.APPLIED, None, None)
    assert kept.communities == ["african", "everybody"]
    assert kept.speaks == ["so", "en"]
    assert browser.get(f"{DIRECTORY}/valley-women").status_code == 404


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("women.example", "https://women.example"),
        ("www.women.example/about us", None),
        ("http://women.example/a", None),
        ("https://women.example/", "https://women.example/"),
        ("women", None),
    ],
)
def test_a_website_is_taken_as_people_write_it(
    browser: TestClient, session: Session, typed: str, kept: str | None
) -> None:
    page = apply(browser, website=typed)
    if kept is None:
        assert "begins with https://" in page.text
        assert f'value="{typed}"' in page.text
    else:
        assert read(session).website == kept


def test_whom_nobody_can_reach_is_told_so_before_they_send(browser: TestClient) -> None:
    page = apply(browser, _do="").text
    assert "does not show how to reach it. Call the council" in page
    assert "does not show how to reach it" not in apply(browser, _do="", email_public="yes").text


def test_communities_are_folded_until_one_is_chosen(browser: TestClient) -> None:
    form = browser.get(FORM).text
    folded = re.compile(
        r'<details class="govuk-details"( open)?>(?:(?!</details>).)*name="comm', re.DOTALL
    )
    assert [one[1] for one in folded.finditer(form)] == [None]
    again = apply(browser, name="", communities=["african"]).text
    assert [one[1] for one in folded.finditer(again)] == [" open"]


def test_the_mail_holds_nothing_that_somebody_typed(browser: TestClient, session: Session) -> None:
    apply(browser, name="Buy at shop.example", email=f"  {EMAIL.upper()}  ")
    (mail,) = mails(session)
    assert mail.recipient == EMAIL
    assert "shop.example" not in mail.body + mail.subject
    assert "/en/groups/link/" in mail.body


def test_it_is_written_in_the_language_of_the_page_and_shown_in_its_own(
    browser: TestClient, session: Session
) -> None:
    sent = ENTRY | {"name": "نور", "language": "pa-Arab", "_do": "send"}
    browser.post("/ur/groups/apply", data=sent)
    kept = read(session, "group")
    assert (kept.language, kept.mail_language) == ("pa-Arab", "ur")
    assert "/ur/groups/link/" in mails(session)[0].body


def test_another_language_of_the_page_keeps_what_was_typed(browser: TestClient) -> None:
    page = browser.post(FORM, data={"name": "Half a name", "_switch": "cy"})
    assert page.url.path == "/cy/groups/apply"
    assert page.status_code == 200
    assert 'value="Half a name"' in page.text


@pytest.mark.both
def test_two_taps_make_one_application(browser: TestClient, session: Session) -> None:
    form = browser.get(FORM).text
    key = re.findall(r'name="_key" value="([^"]+)"', form)[0]
    for _ in range(2):
        assert apply(browser, _key=key).url.path == f"{FORM}/sent"
    assert count(session) == 1
    assert len(mails(session)) == 1


def test_another_group_from_the_same_page_is_not_lost(
    browser: TestClient, session: Session
) -> None:
    for name in ("Valley choir", "Hill choir", "Hill choir"):
        assert apply(browser, _key="k" * 22, name=name).url.path == f"{FORM}/sent"
    assert count(session) == 2
    assert len(mails(session)) == 2


def test_a_key_that_somebody_made_up_is_not_kept(browser: TestClient, session: Session) -> None:
    apply(browser, _key="x" * 60_000)
    assert len(read(session).sent_as or "") == 22


def test_no_more_come_at_once_than_somebody_can_look_at_and_nothing_typed_is_lost(
    browser: TestClient, session: Session
) -> None:
    browser.headers["x-forwarded-for"] = "198.51.100.7"
    gate = browser.app_state["memory"].of(Applying)
    for _ in range(40):
        gate.rise(b"everybody", 60.0)
    page = apply(browser, wishes="Ring in the evening")
    assert page.status_code == 429
    assert "Nothing is lost" in page.text
    assert "Ring in the evening" in page.text
    assert count(session) == 0


def test_groups_of_one_name_get_addresses_of_their_own(
    browser: TestClient, session: Session
) -> None:
    for name in ("Valley Women", "valley women!", "Import", "谷镇"):
        apply(browser, name=name)
    session.rollback()
    slugs = set(session.exec(select(Group.slug)))
    assert slugs == {"valley-women", "valley-women-2", "import-2", "group"}


@pytest.mark.parametrize("name", ["Valley Women", "the vаlley women", "ᴠᴀʟʟᴇʏ Women!"])
def test_the_name_of_a_group_in_the_directory_is_taken_and_that_of_no_other(
    browser: TestClient, session: Session, name: str
) -> None:
    group(session)
    group(session, name="Waiting Women", state=State.APPLIED)
    page = apply(browser, name=name)
    assert page.status_code == 422
    assert "There is a group with this name already." in page.text
    assert apply(browser, name="Waiting Women").status_code == 200
    assert apply(browser, name="Valley Women Abertawe").status_code == 200


def test_who_confirms_the_address_is_looked_at(browser: TestClient, session: Session) -> None:
    apply(browser)
    link = newest_link(session)
    assert "Is this your address?" in browser.get(link).text
    assert read(session).confirmed is None
    assert "An officer looks at your group" in browser.post(link).text
    kept = read(session)
    assert kept.confirmed
    assert kept.agreed
    assert kept.state is State.APPLIED
