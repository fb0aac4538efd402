"""Any reader says whether an entry answers what people said; once a page, and within limits."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.feedback.models import Entry
from portal.feedback.reactions import keeping, views
from portal.feedback.reactions.models import Reaction
from portal.feedback.rules import Count, Verdict
from portal.languages.i18n import today
from portal.store.memory import Memory
from tests.bodies.factories import only, rows
from tests.feedback import factories as made
from tests.feedback.reactions.factories import SAID, address, published, reactions, say


@pytest.fixture
def entry(session: Session) -> Entry:
    (row,) = published(session)
    return row


def test_of_an_entry_that_nobody_can_read_nothing_is_said(
    browser: TestClient, session: Session
) -> None:
    report = made.report(session, "lamps")
    (row,) = made.written(session, report)
    made.frozen(session, report)
    session.commit()
    assert browser.get(address(row)).status_code == 404
    assert say(browser, row).status_code == 404
    assert rows(session, Reaction) == []


def test_an_entry_of_another_consultation_is_not_found(browser: TestClient, entry: Entry) -> None:
    assert browser.get(address(entry).replace("parks", "roads")).status_code == 404
    assert browser.get(address(entry).replace(entry.key, "nothing")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"verdict": ""}, "verdict"),
        ({"verdict": "perhaps"}, "verdict"),
        ({"because": "x" * 1501}, "because"),
        ({"language": "nonsense"}, "language"),
    ],
)
def test_what_says_nothing_is_refused_and_nothing_typed_is_lost(
    browser: TestClient, session: Session, entry: Entry, changes: dict[str, str], field: str
) -> None:
    page = say(browser, entry, **changes)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert (SAID | changes)["because"] in page.text
    assert rows(session, Reaction) == []


def test_too_many_at_once_wait_and_keep_what_they_wrote(
    browser: TestClient, session: Session, entry: Entry, memory: Memory
) -> None:
    here = memory.of(views.Saying)
    here.rise(b"everybody", here.seconds_each_of_all, here.usual_of_all)
    page = say(browser, entry)
    assert page.status_code == 429
    assert int(page.headers["retry-after"]) > 0
    assert SAID["because"] in page.text
    assert rows(session, Reaction) == []


def test_one_network_does_not_crowd_out_the_others(
    browser: TestClient, session: Session, entry: Entry
) -> None:
    settings = browser.app_state["settings"]
    browser.app_state["settings"] = replace(settings, source_header="x-network")
    browser.headers["x-network"] = "192.0.2.1"
    sent = [say(browser, entry, because=f"Reason {n}").status_code for n in range(11)]
    assert sent == [303] * 10 + [429]
    browser.headers["x-network"] = "192.0.2.2"
    assert say(browser, entry, because="Another").status_code == 303


def test_the_same_page_counts_once(browser: TestClient, session: Session, entry: Entry) -> None:
    sent = {"_key": "of-this-page"}
    assert say(browser, entry, **sent).status_code == 303
    assert say(browser, entry, **sent).status_code == 303
    other = say(browser, entry, **sent, verdict="answers", because="Now it is light.")
    assert other.status_code == 409
    assert "This page has already sent something." in other.text
    assert "Now it is light." in other.text
    assert only(session, Reaction).verdict is Verdict.DOES_NOT


def test_the_same_words_after_going_back_are_kept_once(
    browser: TestClient, session: Session, entry: Entry
) -> None:
    assert say(browser, entry).status_code == 303
    assert say(browser, entry).status_code == 303
    assert len(rows(session, Reaction)) == 1


def test_many_readers_may_say_the_same_without_a_reason(
    browser: TestClient, session: Session, entry: Entry
) -> None:
    for _ in range(3):
        assert say(browser, entry, verdict="answers", because="").status_code == 303
    assert len(rows(session, Reaction)) == 3


@pytest.mark.both
def test_what_is_kept_tells_nothing_of_who_it_was(
    browser: TestClient, session: Session, entry: Entry
) -> None:
    reply = say(browser, entry, _key="of-this-page", because="لیمپ بند ہیں", language="ur")
    page = browser.get(reply.headers["location"])
    assert "Thank you. It is noted." in page.text
    row = only(session, Reaction)
    assert (row.because, row.language, row.answered) == ("لیمپ بند ہیں", "ur", False)
    assert "of-this-page" not in row.mark
    assert len(row.mark) == 64


def test_reading_and_saying_set_no_cookie(browser: TestClient, entry: Entry) -> None:
    assert "set-cookie" not in browser.get(address(entry)).headers
    assert "set-cookie" not in say(browser, entry).headers


def test_the_form_goes_on_in_another_language(browser: TestClient, entry: Entry) -> None:
    page = browser.post(address(entry), data=SAID | {"_key": "k", "_switch": "ur"})
    assert page.url.path == address(entry, tag="ur")
    assert SAID["because"] in page.text
    assert "ہم مئی میں مرمت کریں گے۔" in page.text


def test_a_reason_is_read_by_nobody_in_public(
    browser: TestClient, session: Session, entry: Entry
) -> None:
    say(browser, entry)
    for path in (address(entry), "/en/consultations/parks", "/en/"):
        assert SAID["because"] not in browser.get(path).text


@pytest.mark.both
def test_few_readers_are_not_counted(session: Session, entry: Entry) -> None:
    reactions(session, entry, *[Verdict.ANSWERS] * 9, *[Verdict.DOES_NOT] * 3)
    assert keeping.shown(session, [entry])[entry.key].readers == Count(None, None)
    reactions(session, entry, Verdict.ANSWERS)
    assert keeping.shown(session, [entry])[entry.key].readers == Count(10, None)


def test_what_was_said_of_other_words_is_not_counted_any_more(
    session: Session, entry: Entry
) -> None:
    reactions(session, entry, *[Verdict.ANSWERS] * 10)
    entry.changed = today() + timedelta(days=1)
    session.add(entry)
    session.flush()
    assert keeping.shown(session, [entry])[entry.key].readers == Count(None, None)


def test_an_entry_of_which_nobody_said_anything_is_counted_as_none(
    session: Session, entry: Entry
) -> None:
    assert keeping.shown(session, [entry])[entry.key].readers == Count(None, None)
