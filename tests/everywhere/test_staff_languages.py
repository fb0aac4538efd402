"""Another language of a page for staff keeps what is typed into it, and does nothing else.

Every form for staff is tried, as they stand in the demonstration, and every address that takes
only forms: a new one is found by its route.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any, TypeAlias
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from httpx2 import Response
from sqlmodel import Session, SQLModel, col, select
from starlette.routing import Match, Route
from starlette.testclient import TestClient

from portal.accounts.models import Account
from portal.bodies.rules import Stage
from portal.consultations.models import Consultation, Document, WrittenAnswer
from portal.consultations.rules import Channel, ResponseState
from portal.features import FEATURES
from portal.feedback import keeping as reporting
from portal.feedback import queries as reports
from portal.feedback.models import EntryEvidence, ReportBackLanguage
from portal.files.documents import plain_text
from portal.forum.topics.models import OpenedRoom
from portal.forum.topics.rules import Ground, Room
from portal.groups.rules import State
from portal.incidents.staff.keys.vault_pages import DEMO_PASSPHRASE
from portal.languages import i18n
from portal.languages.i18n import today
from portal.membership.models import Concern, Membership
from portal.membership.rules import Role
from portal.plans.rules import Standing
from portal.plans.staff.importing import keeping, packing
from portal.plans.staff.importing.models import PlanImport
from portal.plans.staff.importing.reading_in import CameIn
from portal.store.db import now
from portal.translations.rules import fingerprint
from portal.web import feature
from tests.accounts.factories import sign_in
from tests.analysis.factories import response
from tests.bodies.factories import body
from tests.consultations.building_factories import drafted
from tests.feedback import factories as feedback
from tests.feedback.quotes.quoting import quoted
from tests.groups.factories import group
from tests.membership.factories import belongs
from tests.plans.factories import action, plan, reviewed

Sent: TypeAlias = dict[str, list[str]]

SCHEME = "race-equality-scheme"
WORDS = 'Covid کے بعد <b>& "so"'
ROUTES = feature.routes(FEATURES)
PAGES = {route.path for route in ROUTES if "GET" in (route.methods or {"GET"})}
ONLY_FORMS = [route for route in ROUTES if route.path not in PAGES]
OF_ONE_KIND = 3
OTHERS = {"cy", "pl", "ur", "ar"}
KEEPING = "Change language and keep what I wrote"
LOST = "What you wrote here has no field on this page any more. Copy what you still need:"
ENTRANCES = (
    # Before the start page leads to others of their kind.
    "/staff/plans/a-draft-plan",
    "/staff/feedback/a-complete-report/entries/a-done-entry/evidence",
    "/staff/feedback/a-complete-report/entries/a-done-entry/proofs",
    "/staff/plans/a-reviewed-plan/reviews",
    "/staff",
    "/account",
    "/staff/deletion",
    "/staff/categories/ethnic_group",
    "/staff/consultations/a-draft/questions",
    "/staff/consultations/festival-of-cultures",
    "/staff/consultations/a-complete-report",
    "/staff/consultations/race-equality-scheme/entry",
    "/staff/consultations/race-equality-scheme/responses?who=organisation",
    "/staff/consultations/race-equality-scheme/responses?channel=web",
    "/staff/consultations/race-equality-scheme/responses?channel=telephone&state=set_aside",
    "/staff/consultations/race-equality-scheme/responses/put-aside",
    "/staff/consultations/race-equality-scheme/documents/a-document/delete",
    "/staff/feedback/race-equality-scheme/entries/an-entry/quotes",
    "/staff/plans/a-draft-plan/import/mapping",
    "/staff/plans/a-draft-plan/import/preview",
    "/staff/plans/a-draft-plan/imports/1/undo",
    "/staff/plans/duties-of-the-public-sector-and-of-the-bme-sector/compacts",
    "/staff/groups/an-applicant",
    "/staff/groups/a-silent-group",
    "/staff/groups/a-changed-group",
    "/staff/representatives/a-spoken-for-group",
    "/staff/representatives/an-unheard-group",
    "/staff/comments?view=settled&kind=complaint",
    "/staff/comments?kind=complaint",
    "/staff/assessments/letters-about-rent-and-repairs-by-email-in-place-of-paper/evidence",
    "/staff/feedback/race-equality-scheme/explain",
)
UNTRIED = frozenset(
    {
        # Whoever signs in is not staff yet.
        "accept_invitation",
        "check_code",
        "check_password",
        "check_recovery",
        "confirm_enrolment",
        # Nothing is typed there but what is secret, or nothing at all.
        "legal_removal",
        "confirm_recovery",
        "discard_changes",
        "download_case_file",
        "download_case_original",
        "enable_account",
        "give_access",
        "group_centre_hidden",
        "keep_imported",
        "open_key",
        "remove_plan_link",
        "revoke_referral",
        "share_referral",
        "staff_category_offer",
        "take_back_preview",
        "take_held",
        "take_import",
        "unhide_equality_text",
        "unhide_organisation_text",
        "unblock_person",
        "unhide_written",
        "use_recovery",
        # No words of the council's are hidden in the demonstration, to appeal for.
        "council_appeal",
        "vault_first",
        # The demonstration has not come that far.
        "answer_referral",
        "ask_to_sign",
        "case_contact",
        "decide_contact_request",
        "deletion",
        "follow_up_case",
        "group_reconsider",
        "group_resume",
        "group_unverify",
        "keep_taken_back",
        "release_case",
        "reopen_case",
        "separate_case",
    }
)
"""The names of addresses whose forms stand on no page that is opened here."""
NOT_KEPT = {"account_session", "audit_entry"}
"""Tables in which a page that is read leaves its trace."""


@pytest.fixture
def demonstration(browser: TestClient, seeded: Session) -> TestClient:
    session = seeded
    drafted(session, "a-draft")
    scheme = session.exec(select(Consultation).where(Consultation.slug == SCHEME)).one()
    aside = {
        "state": ResponseState.SET_ASIDE,
        "channel": Channel.TELEPHONE,
        "reason": "spam: links",
    }
    response(session, scheme, id="put-aside", **aside)
    session.add(
        Document(
            id="a-document",
            consultation_id=scheme.id or 0,
            title={"en": "Plan"},
            language="en",
            filename="plan.pdf",
            media_type="application/pdf",
            size=9,
        )
    )
    session.commit()
    _quote(session, scheme)
    group(session, "An applicant", state=State.APPLIED, confirmed=None)
    group(session, "A silent group", state=State.WAITING)
    group(session, "A changed group", waits=True, proposed={"name": "Another name"})
    group(session, "An unheard group", state=State.VERIFIED)
    spoken_for = group(session, "A spoken-for group", state=State.VERIFIED)
    for role in (Role.REPRESENTATIVE, Role.HELPER):
        belongs(session, spoken_for, role)
    ours = select(Membership).where(Membership.group_id == spoken_for.id)
    proposer, proposed = sorted(session.exec(ours), key=lambda one: one.role is Role.HELPER)
    proposed.proposed_by, proposed.willing = proposer.id, True
    session.add(Concern(group_id=spoken_for.id or 0, words="Nobody is asked.", month=today()))
    session.commit()
    reported(session)
    _plan(session)
    forming = body(session, stage=Stage.DRAFT)
    session.add(
        OpenedRoom(
            body_id=forming.id or 0,
            room=Room.MEMBERS,
            ground=Ground.DANGER,
            reason="A threat.",
            asked_by=forming.answers_id,
        )
    )
    session.commit()
    return browser


def _quote(session: Session, scheme: Consultation) -> None:
    """Begin a report, beside an entry of which an answer is quoted."""
    entry = reports.entries(session, reporting.draft(session, scheme))[0]
    entry.key = "an-entry"
    said = {"texts": {entry.questions[0]: "Mend the lamps"}, "may_quote": True}
    sender = response(session, scheme, **said)
    answer = select(WrittenAnswer).where(WrittenAnswer.response_id == sender.id)
    quoted(session, entry, session.exec(answer).one())


def reported(session: Session) -> None:
    """Keep a report that is complete, one language of which waits for a check, and one frozen."""
    report = feedback.report(session, "lamps", "paths", slug="a-complete-report")
    entry, other = feedback.written(session, report)
    entry.key = "a-done-entry"
    other.said, other.did = {}, {}
    session.add(other)
    feedback.written(session, feedback.report(session, "lamps", slug="a-ready-report"))
    feedback.proof(session, entry)
    session.add(EntryEvidence(entry_id=entry.id or 0, key="group/nothing"))
    ready = feedback.report(session, "lamps", slug="a-translated-report")
    rows = feedback.written(
        session, ready, said={"en": "Dark.", "ur": "اندھیرا"}, did={"en": "Yes.", "ur": "ہاں"}
    )
    source = fingerprint(reporting.words(rows, "en"))
    translator = session.exec(select(Account.id)).first()
    session.add(
        ReportBackLanguage(
            report_back_id=ready.id or 0,
            language="ur",
            source=source,
            translated_by=translator,
            translators=[translator or 0],
        )
    )
    waiting = feedback.report(session, "lamps", slug="a-waiting-report")
    feedback.written(session, waiting)
    feedback.frozen(session, waiting)
    session.commit()


def _plan(session: Session) -> None:
    _bring_in(session)
    _review(session)


def _review(session: Session) -> None:
    """Keep a plan with a review that was begun, one that is open, and one that waits."""
    action(session, under_review := plan(session, slug="a-reviewed-plan"))
    reviewed(session, under_review)
    reviewed(session, under_review, opened=today())
    reviewed(session, under_review, asked=now())


def _bring_in(session: Session) -> None:
    """Have each of the council bring a document in, one of whose rows is refused, and one taken."""
    draft = plan(session, slug="a-draft-plan", standing=Standing.DRAFT, published=None)
    action(session, draft)
    document = plain_text.read("Aim 1: Homes\nAction\tStatus\nTrain\tParked\nMeet\tDone\n")
    for person in session.exec(select(Account)).all():
        came_in = CameIn(document, packing.packed(document), "plan.txt")
        keeping.keep(session, draft, person.id or 0, came_in)
    taken: dict[str, Any] = {"number": 1, "items": 0, "revisions": 0}
    session.add(PlanImport(id="an-import", plan_id=draft.id or 0, **taken))


def people(browser: TestClient, session: Session) -> Iterator[Account]:
    """Sign in as one of the staff after the other, with their keys open."""
    for person in session.exec(select(Account).order_by(col(Account.id).desc())).all():
        sign_in(browser, session, person)
        browser.post("/en/staff/vault", data={"passphrase": DEMO_PASSPHRASE})
        yield person


def route_of(path: str, method: str) -> Route:
    scope = {"type": "http", "path": path, "root_path": "", "method": method}
    return next(route for route in ROUTES if route.matches(scope)[0] is Match.FULL)


def pages(browser: TestClient, seen: Counter[str]) -> Iterator[tuple[str, Element]]:
    """Go through the pages for staff that links lead to, a few of each kind."""
    waiting, here = [f"/en{address}" for address in ENTRANCES], set[str]()
    while waiting:
        address = waiting.pop(0)
        name = route_of(urlsplit(address).path.removeprefix("/en"), "GET").name
        if address in here or seen[name] >= OF_ONE_KIND:
            continue
        here.add(address)
        answer = browser.get(address)
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        links = re.findall(r'href="(/en/(?:staff|account)[^"#]*)', answer.text)
        waiting += [unescape(link) for link in links]
        seen[name] += answer.status_code == 200 and str(answer.url).endswith(address)
        yield address, html5lib.parse(answer.text, namespaceHTMLElements=False)


def parts(page: Element, form: Element) -> list[Element]:
    """List what belongs to a form, wherever in the page it stands."""
    outside = [one for one in page.iter() if form.get("id") and one.get("form") == form.get("id")]
    return [one for one in form.iter() if not one.get("form")] + outside


def fields(page: Element, form: Element) -> list[Element]:
    kinds = ("input", "textarea", "select")
    return [one for one in parts(page, form) if one.tag in kinds and one.get("name")]


def is_typed(field: Element) -> bool:
    never = ("hidden", "password", "file", "submit")
    return field.tag != "input" or field.get("type", "text") not in never


def filled_in(page: Element, form: Element) -> Sent:
    """Write into every field, and choose the last of whatever is offered."""
    sent: Sent = {}
    for one in fields(page, form):
        name, kind = one.get("name", ""), one.get("type", one.tag)
        if kind == "select":
            sent[name] = [list(one.iter("option"))[-1].get("value", "")]
        elif kind in ("hidden", "radio"):
            sent[name] = [one.get("value", "")]
        elif kind == "checkbox":
            sent.setdefault(name, []).append(one.get("value", ""))
        elif kind not in ("password", "file"):
            sent[name] = [WORDS]
    return sent


def standing_in(page: Element, form: Element) -> Sent:
    """Read what a browser would send from a form."""
    read: Sent = {}
    for one in fields(page, form):
        name, kind = one.get("name", ""), one.get("type", one.tag)
        if kind == "select":
            chosen = [o.get("value", "") for o in one.iter("option") if "selected" in o.attrib]
        elif kind in ("radio", "checkbox"):
            chosen = [one.get("value", "")] if "checked" in one.attrib else []
        else:
            chosen = ["".join(one.itertext()) if kind == "textarea" else one.get("value", "")]
        if chosen and kind not in ("password", "file"):
            read.setdefault(name, []).extend(chosen)
    return read


def kept(session: Session) -> dict[str, list[Any]]:
    session.rollback()
    tables = [table for name, table in SQLModel.metadata.tables.items() if name not in NOT_KEPT]
    return {t.name: sorted(map(repr, session.execute(t.select()).all())) for t in tables}


def languages_of(page: Element, form: Element) -> set[str]:
    """List the languages of the buttons that send a form, without JavaScript."""
    buttons = [one for one in parts(page, form) if one.get("name") == "_switch"]
    return {one.get("value", "") for one in buttons}


def says_that_all_is_kept(page: Element) -> bool:
    """Tell whether the languages at the top of a page promise to keep what somebody wrote."""
    return any(one.get("aria-label") == KEEPING for one in page.iter("nav"))


def forms_for(browser: TestClient, seen: Counter[str]) -> list[tuple[str, Element, Element]]:
    """List the forms for staff that somebody who is signed in finds, each with path and page."""
    found = []
    for address, page in pages(browser, seen):
        here = []
        for form in page.iter("form"):
            path = urlsplit(form.get("action") or address).path.removeprefix("/en")
            if form.get("method") == "post" and path.startswith(("/staff", "/account")):
                here.append((path, page, form))
        typed = [form for _, _, form in here if any(map(is_typed, fields(page, form)))]
        assert all(languages_of(page, one) == OTHERS for one in typed), address
        assert says_that_all_is_kept(page) is (len(typed) == 1), address
        found += here
    return found


def is_as_typed(answer: Response, path: str, sent: Sent) -> bool:
    """Tell whether a page in Urdu has a form for a path with all that was typed into it.

    Nothing of it may be called lost there.
    """
    page = html5lib.parse(answer.text, namespaceHTMLElements=False)
    posts = [form for form in page.iter("form") if form.get("method") == "post"]
    here = urlsplit(str(answer.url)).path
    own = [form for form in posts if (form.get("action") or here) == f"/ur{path}"]
    whole = any(standing_in(page, form) == sent for form in own)
    return page.get("lang") == "ur" and whole and lost_in_urdu() not in answer.text


def lost_in_urdu() -> str:
    """Give what is said, in Urdu, about words that have no field on a page."""
    i18n.speak("ur")
    said = i18n.gettext(LOST)
    i18n.speak("en")
    assert said != LOST
    return said


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_form_for_staff_loses_a_word_or_does_a_thing_when_the_language_changes(
    demonstration: TestClient, session: Session
) -> None:
    seen, tried = Counter[str](), set[str]()
    wrong: list[tuple[str, object]] = []
    for person in people(demonstration, session):
        forms = forms_for(demonstration, seen)
        before = kept(session)
        for path, page, form in forms:
            tried.add(route_of(path, "POST").name)
            if not any(map(is_typed, fields(page, form))):
                continue
            sent = filled_in(page, form)
            answer = demonstration.post(f"/en{path}", data=sent | {"_switch": "ur"})
            if not is_as_typed(answer, path, sent):
                wrong.append((path, answer.status_code))
        after = kept(session)
        wrong += [(name, person.email) for name in before if after[name] != before[name]]
    staff = [route for route in ROUTES if route.path.startswith(("/staff", "/account"))]
    assert wrong == []
    assert {r.name for r in staff if "POST" in (r.methods or ())} - tried == UNTRIED
