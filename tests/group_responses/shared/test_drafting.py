"""Members of a group draft one answer: who may, nobody is overwritten, nobody is named."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.models import Consultation, Draft
from portal.consultations.retention import retention_queries
from portal.consultations.rules import DELETIONS, Stage
from portal.group_responses import held
from portal.group_responses.shared.models import SharedAnswer, SharedChange
from portal.groups.rules import State
from portal.membership import keeping, queries
from portal.membership.rules import Role
from portal.store.db import now
from tests.consultations.answering.test_at_once import at_once
from tests.consultations.factories import consultation
from tests.group_responses.factories import (
    ABOUT,
    CHECK,
    PAGE,
    PARKS,
    READY,
    SEND,
    WHOM,
    asked,
    carried,
    leader,
    ready,
    section,
    send,
    signed_in,
    write,
)
from tests.members.factories import all_of, sign_in
from tests.membership.factories import belongs, verified
from tests.membership.factories import held as read

READ = (PARKS, section(), CHECK)
SENT = (section(), SEND, READY, f"{PARKS}/withdraw")


def refused(browser: TestClient) -> set[int]:
    """Try every page and form of the answer, and give the statuses."""
    data = {"idea": "Mine", "sure": "yes"}
    pages = [browser.get(one, follow_redirects=False) for one in READ]
    forms = [browser.post(one, data=data, follow_redirects=False) for one in SENT]
    return {one.status_code for one in (*pages, *forms)}


def test_who_is_not_signed_in_is_asked_who_they_are(browser: TestClient, session: Session) -> None:
    asked(session)
    verified(session)
    assert refused(browser) == {303, 403}
    assert all_of(session, SharedAnswer) == []


def test_members_of_another_group_and_former_ones_find_nothing(
    browser: TestClient, session: Session
) -> None:
    asked(session)
    group = verified(session)
    other = signed_in(browser, session, verified(session, name="Other"), Role.REPRESENTATIVE)
    assert refused(other) == {404}
    former = belongs(session, group, Role.REPRESENTATIVE)
    sign_in(browser, session, former)
    write(browser, idea="Mine")
    membership = queries.one(session, group, former.id)
    session.rollback()
    assert membership
    keeping.end(session, membership)
    session.commit()
    assert refused(browser) == {404}


@pytest.mark.parametrize("state", [State.LISTED, State.PAUSED, State.CLOSED])
def test_a_group_that_rests_answers_nothing(
    browser: TestClient, session: Session, state: State
) -> None:
    asked(session)
    own = signed_in(browser, session, verified(session, state=state), Role.REPRESENTATIVE)
    assert refused(own) == {409}
    assert all_of(session, SharedAnswer) == []


def test_what_residents_do_not_see_is_not_there(browser: TestClient, session: Session) -> None:
    consultation(session, stage=Stage.DRAFT)
    own = signed_in(browser, session, verified(session), Role.REPRESENTATIVE)
    assert refused(own) == {404}


def test_before_it_opens_and_after_it_closed_nothing_is_begun(
    browser: TestClient, session: Session
) -> None:
    asked(session, opens=now() + timedelta(days=1))
    own = signed_in(browser, session, verified(session))
    assert "takes no answers now" in own.get(PARKS).text
    late = own.post(section(), data={"idea": "Too early"})
    assert late.status_code == 409
    assert "Too early" in late.text
    item = session.exec(select(Consultation)).one()
    item.opens, item.closes = now() - timedelta(days=9), now() - timedelta(minutes=1)
    session.commit()
    assert own.post(section(), data={"idea": "Too late"}).status_code == 409
    assert all_of(session, SharedAnswer) == []


def test_unknown_sections_and_questions_are_not_there(
    browser: TestClient, session: Session
) -> None:
    own = leader(browser, session)
    assert own.get(section("nothing")).status_code == 404
    assert own.post(section("nothing"), data={"idea": "x"}).status_code == 404
    assert own.get(f"{PARKS}/history/nothing").status_code == 404
    assert own.get(f"{PARKS}/history/idea").status_code == 404
    assert own.get(f"{PAGE}/nothing").status_code == 404


def test_what_is_far_too_long_stays_on_the_page(browser: TestClient, session: Session) -> None:
    own = leader(browser, session)
    page = own.post(section(), data={"idea": "x" * 60_000, "_shown": "idea more"})
    assert page.status_code == 422
    assert "x" * 60_000 in page.text
    assert all_of(session, SharedAnswer) == []


def test_hostile_words_are_kept_as_words(browser: TestClient, session: Session) -> None:
    own = leader(browser, session)
    write(own, idea="<script>\u202ealert\u2066</script>\u0000")
    page = own.get(section()).text
    assert "&lt;script&gt;alert&lt;/script&gt;" in page
    write(own, more="no such option")
    assert "no such option" not in own.get(CHECK).text


@pytest.mark.both
def test_members_write_one_answer_and_see_that_another_changed_it(
    browser: TestClient, session: Session
) -> None:
    first = leader(browser, session)
    second = signed_in(browser, session, read(session))
    assert "Start now" in first.get(PARKS).text
    page = write(first, idea="Trees")
    assert "You are answering for" in page.text
    assert "Whom you asked" in page.text
    seen = second.get(PARKS).text
    assert "Another member changed this last" in seen
    assert "1 of 2 answered" in seen
    assert "You changed this last" in first.get(PARKS).text
    assert "Another member changed this last" in second.get(section()).text
    write(second, idea="Trees", more="yes")
    history = first.get(f"{PARKS}/history/idea").text
    assert "Trees" in history
    assert "You, " in history
    assert "Another member, " in first.get(f"{PARKS}/history/more").text
    assert len(all_of(session, SharedAnswer)) == len(all_of(session, Draft)) == 1


@pytest.mark.both
def test_nobody_is_overwritten_and_somebody_chooses(browser: TestClient, session: Session) -> None:
    first = leader(browser, session)
    second = signed_in(browser, session, read(session))
    write(first, idea="Trees")
    opened = {one: carried(one.get(section()).text)["_shown"] for one in (first, second)}
    first.post(section(), data={"_shown": opened[first], "idea": "Oaks"})
    page = second.post(section(), data={"_shown": opened[second], "idea": "Elms"})
    assert page.status_code == 422
    assert "Oaks" in page.text
    assert "Elms" in page.text
    assert "Also given in your group" in page.text
    assert "Two answers were given. The one in the field is kept" in first.get(section()).text
    write(first, ABOUT, **WHOM)
    assert "Two answers were given. Choose one." in send(first).text
    use = page.text.partition('name="_use" value="')[2].partition('"')[0]
    write(second, idea="Elms", _use=use)
    write(second, idea="Oaks")
    assert "Two answers were given" not in first.get(CHECK).text
    assert "Oaks" in first.get(CHECK).text
    assert "Elms" in first.get(f"{PARKS}/history/idea").text


@pytest.mark.parametrize("button", [{}, {"_save": "yes"}])
def test_after_choosing_the_page_says_what_is_kept_and_either_button_settles_it(
    browser: TestClient, session: Session, button: dict[str, str]
) -> None:
    own = leader(browser, session)
    shown = carried(own.get(section()).text)["_shown"]
    for words in ("Oaks", "Elms"):
        page = own.post(section(), data={"_shown": shown.split(" ", 1)[1], "idea": words} | button)
    assert page.url.fragment == "idea"
    assert 'name="_use"' not in page.text.partition("<main")[0]
    assert "press “Continue”" in page.text
    assert "press “Use this answer”" in page.text
    use = page.text.partition('name="_use" value="')[2].partition('"')[0]
    page = write(own, f"{section()}?from=check", idea="Elms", _use=use)
    assert "You chose the answer that stands in the field now" in page.text
    assert "There is a problem" not in page.text
    assert page.url.params["from"] == "check"
    page = write(own, f"{section()}?from=check", idea="Oaks", **button)
    assert page.url.path in {CHECK, PARKS}
    assert "Two answers" not in own.get(CHECK).text
    assert "Oaks" in own.get(CHECK).text


def test_what_one_did_not_touch_stays_as_another_wrote_it(
    browser: TestClient, session: Session
) -> None:
    first = leader(browser, session)
    second = signed_in(browser, session, read(session))
    opened = carried(second.get(section()).text)["_shown"]
    write(first, idea="Trees")
    second.post(section(), data={"_shown": opened, "idea": "", "more": "yes"})
    page = first.get(CHECK).text
    assert "Trees" in page
    assert "Yes" in page


@pytest.mark.both
def test_two_who_begin_at_once_begin_one_answer(browser: TestClient, session: Session) -> None:
    own = leader(browser, session)
    forms = [(section(), {"_shown": "idea more", "idea": f"Idea {one}"}) for one in range(4)]
    assert set(at_once(own, *forms)) == {303}
    assert len(all_of(session, SharedAnswer)) == 1
    page = own.get(section()).text
    assert [one for one in range(4) if f"Idea {one}" not in page] == []


def test_an_answer_that_was_emptied_can_be_read_in_its_history(
    browser: TestClient, session: Session
) -> None:
    own = leader(browser, session)
    write(own, idea="Trees")
    write(own, idea="")
    assert "Trees" in own.get(f"{PARKS}/history/idea").text
    for number in range(12):
        write(own, idea=f"Idea {number}")
    assert len(all_of(session, SharedChange)) == 10
    assert "Trees" not in own.get(f"{PARKS}/history/idea").text


def test_a_form_of_an_answer_that_was_sent_since_is_shown_and_not_kept(
    browser: TestClient, session: Session
) -> None:
    own = leader(browser, session)
    ready(own)
    opened = carried(own.get(section()).text)["_shown"]
    send(own)
    page = own.post(section(), data={"_shown": opened, "idea": "Later"})
    assert page.status_code == 409
    assert "Later" in page.text
    own.post(f"{PARKS}/withdraw", data={"sure": "yes"})
    write(own, idea="Anew")
    page = own.post(section(), data={"_shown": opened, "idea": "Later"})
    assert page.status_code == 409
    assert "The group began a new answer" in page.text


def test_whoever_leaves_leaves_what_they_wrote_without_a_trace_of_themselves(
    browser: TestClient, session: Session
) -> None:
    first = leader(browser, session)
    group = read(session)
    amina = belongs(session, group, name="Amina", name_shown=True)
    sign_in(browser, session, amina)
    write(browser, idea="Trees")
    assert "Amina" not in first.get(f"{PARKS}/history/idea").text
    assert held.held(session, amina.id) == {
        "answers in drafts of groups": [{"question": "idea", "answer": [["Trees"]]}]
    }
    (stays,) = held.told(session, amina.id)
    assert "stays there" in stays.message
    session.rollback()
    membership = queries.one(session, group, amina.id)
    assert membership
    keeping.end(session, membership)
    session.commit()
    assert "Another member, " in first.get(f"{PARKS}/history/idea").text
    (change,) = all_of(session, SharedChange)
    assert change.membership_id is None
    assert held.held(session, amina.id) == {}


@pytest.mark.both
def test_a_draft_goes_with_its_promise_and_with_the_group(
    browser: TestClient, session: Session
) -> None:
    own = leader(browser, session)
    write(own, idea="Trees")
    (draft,) = all_of(session, Draft)
    (item,) = all_of(session, Consultation)
    assert draft.expires <= item.closes + timedelta(days=2)
    assert retention_queries.relied_on(session, item, dict.fromkeys(DELETIONS, 0)) == {*DELETIONS}
    session.rollback()
    session.delete(draft)
    session.commit()
    assert all_of(session, SharedAnswer) == all_of(session, SharedChange) == []
    assert "Start now" in own.get(PARKS).text
    write(own, idea="Trees again")
    group = read(session)
    session.rollback()
    session.delete(group)
    session.commit()
    assert all_of(session, SharedAnswer) == all_of(session, SharedChange) == []


def test_other_words_of_a_language_keep_that_language(
    browser: TestClient, session: Session
) -> None:
    own = leader(browser, session)
    shown = carried(own.get(section()).text)["_shown"]
    address = section().replace("/en/", "/ur/")
    own.post(address, data={"_shown": shown, "idea": "درخت", "_typed_in": "ur"})
    assert 'lang="ur"' in own.get(CHECK).text


def test_another_language_of_the_page_keeps_what_was_typed(
    browser: TestClient, session: Session
) -> None:
    own = leader(browser, session)
    page = own.post(section(), data={"_shown": "idea more", "idea": "Trees", "_switch": "ur"})
    assert page.status_code == 200
    assert "Trees" in page.text
    assert 'lang="ur"' in page.text
    assert all_of(session, SharedAnswer) == []


def test_ready_is_said_to_all_and_taken_back_by_any_change(
    browser: TestClient, session: Session
) -> None:
    own = leader(browser, session)
    helper = signed_in(browser, session, read(session), Role.HELPER)
    ready(helper)
    assert "Only who speaks for the group can send it." in helper.get(CHECK).text
    assert "I think it is ready" in helper.get(CHECK).text
    helper.post(READY, data={"ready": "yes"})
    assert "A member says that it is ready" in own.get(PARKS).text
    write(own, idea="Shrubs")
    assert "A member says that it is ready" not in own.get(PARKS).text
