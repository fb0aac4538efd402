"""What people said rests on what stands in the portal; what was done is shown by a link or file."""

import io
import os
from datetime import timedelta

import pytest
from PIL import Image
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.feedback import proofs
from portal.feedback.models import EntryEvidence, EntryProof
from portal.feedback.rules import Outcome, Proof
from portal.forum.topics.rules import Room
from portal.settings import Settings
from portal.store.db import now
from tests.bodies.factories import body
from tests.feedback import factories as of_all
from tests.feedback.staff import factories as made
from tests.forum.factories import topic
from tests.groups.factories import group
from tests.pdfs import pdf

LINK = {"title.en": "The new lamps", "address": "https://council.example/lamps"}
TITLE = {"title.en": "The new <b>lamps</b>"}
SEEN = {"alternative.en": "A bright lamp"}


def picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (9, 9)).save(drawn, "PNG")
    return drawn.getvalue()


def kept(session: Session) -> list[EntryProof]:
    session.rollback()
    session.expire_all()
    return list(session.exec(select(EntryProof)))


def files(settings: Settings) -> list[str]:
    folder = settings.proofs
    return sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []


def sign_off(session: Session) -> None:
    of_all.published(session, made.kept(session))
    session.commit()


def test_a_topic_of_a_closed_room_is_no_evidence(browser: TestClient, session: Session) -> None:
    secret = topic(session, body(session), room=Room.MEMBERS).id
    (row,) = made.begun(session, "lamps")
    made.officer(browser, session)
    page = f"{made.page_of(row)}/evidence"
    assert secret not in browser.get(page).text
    for key in (f"topic/{secret}", "", "topic/nothing"):
        assert browser.post(page, data={"key": key}).status_code == 422
    assert session.exec(select(EntryEvidence)).all() == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title.en": ""}, "title-en"),
        ({"address": ""}, "address"),
        ({"address": "javascript:alert(1)"}, "address"),
    ],
)
def test_a_link_without_a_name_or_to_no_page_is_refused(
    browser: TestClient, session: Session, changes: dict[str, str], field: str
) -> None:
    (row,) = made.begun(session, "lamps")
    made.officer(browser, session)
    page = browser.post(f"{made.page_of(row)}/proofs", data=LINK | changes)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert kept(session) == []


def test_a_file_that_acts_or_is_none_is_refused(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    (row,) = made.begun(session, "lamps")
    made.officer(browser, session)
    page = f"{made.page_of(row)}/proofs/file"
    script = pdf(catalog=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>")
    for content in (script, b"<svg onload='alert(1)'/>", b""):
        answer = browser.post(page, data=TITLE, files={"file": ("lamp.pdf", content)})
        assert answer.status_code == 422
        assert "The new &lt;b&gt;lamps" in answer.text
    assert (kept(session), files(settings)) == ([], [])


def test_a_picture_is_refused_without_words_for_who_does_not_see_it(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    (row,) = made.begun(session, "lamps")
    made.officer(browser, session)
    page = f"{made.page_of(row)}/proofs/file"
    answer = browser.post(page, data=TITLE, files={"file": ("lamp.png", picture())})
    assert answer.status_code == 422
    assert 'href="#alternative-en"' in answer.text
    assert (kept(session), files(settings)) == ([], [])


def test_a_proof_that_nobody_signed_off_is_nobodys_to_open(
    browser: TestClient, session: Session
) -> None:
    (row,) = made.written(session, outcome=Outcome.DONE)
    made.officer(browser, session)
    page = f"{made.page_of(row)}/proofs/file"
    browser.post(page, data=TITLE, files={"file": ("lamp.pdf", pdf())})
    (proof,) = kept(session)
    assert browser.get(f"/en/feedback/parks/proofs/{proof.id}").status_code == 404
    assert browser.get(f"{made.ONE}/proofs/{proof.id}").content.startswith(b"%PDF")
    browser.cookies.clear()
    assert browser.get(f"{made.ONE}/proofs/{proof.id}").url.path.endswith("/sign-in")
    assert browser.get("/en/feedback/parks/proofs/nothing").status_code == 404
    assert browser.get(f"/en/feedback/nothing/proofs/{proof.id}").status_code == 404


@pytest.mark.both
def test_people_said_it_in_the_forum_and_to_a_group(browser: TestClient, session: Session) -> None:
    about = topic(session, body(session)).id
    group(session, "Valley Women")
    (row,) = made.begun(session, "lamps")
    made.officer(browser, session)
    page = f"{made.page_of(row)}/evidence"
    for key in (f"topic/{about}", "group/valley-women"):
        assert f'value="{key}"' in browser.get(page).text
        for _ in range(2):
            browser.post(page, data={"key": key})
    session.rollback()
    rows = session.exec(select(EntryEvidence)).all()
    assert [one.key for one in rows] == [f"topic/{about}", "group/valley-women"]
    number = rows[0].id
    browser.post(f"{page}/{number}/remove", data={})
    session.rollback()
    assert [one.key for one in session.exec(select(EntryEvidence))] == ["group/valley-women"]
    assert browser.post(f"{page}/{number}/remove", data={}).status_code == 404


@pytest.mark.both
def test_a_document_and_a_picture_are_opened_by_everybody_once_they_are_signed_off(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    (row,) = made.written(session, outcome=Outcome.DONE)
    made.officer(browser, session)
    page = f"{made.page_of(row)}/proofs"
    for content, name in ((pdf(), "lamp.pdf"), (picture(), "lamp.png")):
        browser.post(f"{page}/file", data=TITLE | SEEN, files={"file": (name, content)})
    for _ in range(2):
        browser.post(page, data=LINK)
    assert {one.proof for one in kept(session)} == {Proof.DOCUMENT, Proof.PICTURE, Proof.LINK}
    assert len(kept(session)) == 3
    sign_off(session)
    browser.cookies.clear()
    for one in kept(session):
        answer = browser.get(f"/en/feedback/parks/proofs/{one.id}")
        assert answer.status_code == (200 if one.filename else 404)
        assert answer.headers["content-type"].startswith(one.media_type or "text/html")
    assert len(files(settings)) == 2


@pytest.mark.both
def test_a_proof_that_is_taken_out_goes_with_the_next_edition_and_its_file_with_it(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    (row,) = made.written(session, outcome=Outcome.DONE)
    made.officer(browser, session)
    page = f"{made.page_of(row)}/proofs"
    browser.post(f"{page}/file", data=TITLE, files={"file": ("lamp.pdf", pdf())})
    sign_off(session)
    (proof,) = kept(session)
    public = f"/en/feedback/parks/proofs/{proof.id}"
    browser.post(f"{page}/{proof.id}/remove", data={})
    assert browser.get(public).status_code == 200
    assert proof.id not in browser.get(page).text
    browser.post(page, data=LINK)
    sign_off(session)
    assert browser.get(public).status_code == 404
    assert [one.proof for one in kept(session)] == [Proof.LINK]
    assert files(settings) == []


def test_a_proof_that_nobody_opened_goes_at_once(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    (row,) = made.begun(session, "lamps")
    made.officer(browser, session)
    page = f"{made.page_of(row)}/proofs"
    browser.post(f"{page}/file", data=TITLE, files={"file": ("lamp.pdf", pdf())})
    browser.post(f"{page}/{kept(session)[0].id}/remove", data={})
    assert (kept(session), files(settings)) == ([], [])


def test_files_of_an_entry_that_is_taken_out_go_with_it(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    (row,) = made.begun(session, "lamps")
    made.officer(browser, session)
    page = made.page_of(row)
    browser.post(f"{page}/proofs/file", data=TITLE, files={"file": ("lamp.pdf", pdf())})
    browser.post(f"{page}/out", data={"sure": "yes"})
    assert (kept(session), files(settings)) == ([], [])


def test_a_file_that_belongs_to_nothing_is_swept_up_after_a_day(
    session: Session, settings: Settings
) -> None:
    settings.proofs.mkdir(parents=True)
    for name in ("lost", "fresh"):
        (settings.proofs / name).write_bytes(b"%PDF")
    before = (now() - timedelta(days=2)).timestamp()
    os.utime(settings.proofs / "lost", (before, before))
    proofs.sweep(session, now())
    assert files(settings) == ["fresh"]
