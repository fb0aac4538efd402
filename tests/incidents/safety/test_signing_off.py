"""Texts whose misreading could harm somebody, and the readers who vouch for their translation."""

import re
from dataclasses import replace
from html import unescape

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.council.rules import Telephone
from portal.incidents import report_settings
from portal.incidents.report_settings import Arrangements, SignOff
from portal.incidents.safety import signing_off
from portal.incidents.safety.cautions import Caution
from portal.languages import i18n
from portal.operating import doctor
from portal.settings import Settings, resource
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.council.factories import council
from tests.incidents.factories import arrange

PAGE = "/help/what-we-protect"
URDU = "/en/staff/reports/safety-texts/ur"
EMERGENCY = signing_off.TEXTS["emergency"]
PHONE = "01632 960 777"


@pytest.fixture
def administrator(browser: TestClient, session: Session) -> TestClient:
    """Sign an administrator in."""
    council(session)
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    return browser


def paragraphs(browser: TestClient, tag: str, *, english: bool) -> list[str]:
    """Give what the texts of a page say, in English or in the page's language."""
    said = re.findall(r"<p([^>]*)>(.*?)</p>", browser.get(f"/{tag}{PAGE}").text, re.DOTALL)
    return [plain(text) for attributes, text in said if ('lang="en"' in attributes) is english]


def plain(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", text)).split())


def shown_in_english(browser: TestClient, tag: str) -> bool:
    """Tell whether a page shows the emergency text in English, too."""
    return any(
        "In an emergency call 999" in text for text in paragraphs(browser, tag, english=True)
    )


def decided(session: Session) -> Arrangements:
    """Read the arrangements anew, after whatever a browser has changed."""
    session.rollback()
    return report_settings.current(session)


def sign_off(browser: TestClient, *texts: str, **sent: str) -> int:
    """Send the page back with texts ticked; give the status."""
    version = re.search(r'name="_version" value="(\w+)"', browser.get(URDU).text)
    assert version
    form = {"_version": version[1], "reader": "Amina Yusuf", "text": list(texts)}
    return browser.post(URDU, data=form | sent, follow_redirects=False).status_code


def signed(session: Session, tag: str = "ur") -> dict[str, SignOff]:
    return dict(decided(session).sign_offs.get(tag, {}))


def logged(session: Session) -> list[tuple[str, str, list[str]]]:
    session.rollback()
    query = select(AuditEntry).where(col(AuditEntry.action).startswith("safety_texts"))
    rows = session.exec(query.order_by(col(AuditEntry.id)))
    return [(row.action, row.subject, row.details["texts"]) for row in rows]


def test_only_administrators_sign_off(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, account(session, Role.OFFICER, Role.CASEWORKER, Role.AUDITOR))
    assert browser.get("/en/staff/reports/safety-texts").status_code == 403
    assert browser.post(URDU, data={"all": "yes", "reader": "Me"}).status_code == 403
    assert signed(session) == {}


def test_english_and_languages_that_are_not_offered_have_no_page(
    administrator: TestClient, session: Session
) -> None:
    council(session, languages=("en", "ur"))
    assert administrator.get(URDU.replace("/ur", "/en", 1)).status_code == 404
    assert administrator.get(URDU[:-2] + "pl").status_code == 404


def test_a_text_is_not_signed_off_without_a_reader(
    administrator: TestClient, session: Session
) -> None:
    assert sign_off(administrator, "emergency", reader=" ") == 422
    assert sign_off(administrator, "emergency", reader="x" * 121) == 422
    assert signed(session) == {}


def test_ticking_nothing_is_said_and_the_name_is_kept(administrator: TestClient) -> None:
    version = signing_off.version(Arrangements(), "ur")
    page = administrator.post(URDU, data={"_version": version, "reader": "Amina Yusuf"})
    assert page.status_code == 422
    assert "Tick at least one text." in page.text
    assert 'value="Amina Yusuf"' in page.text


def test_who_comes_second_does_not_sign_off_what_they_did_not_see(
    administrator: TestClient, session: Session
) -> None:
    before = signing_off.version(decided(session), "ur")
    sign_off(administrator, "emergency")
    late = {"_version": before, "reader": "Somebody Else", "text": "emergency"}
    page = administrator.post(URDU, data=late)
    assert page.status_code == 422
    assert 'value="Somebody Else"' in page.text
    assert re.search(r'value="emergency" checked', page.text)
    assert signed(session)["emergency"].reader == "Amina Yusuf"


def test_a_text_that_nobody_signed_off_is_shown_with_english_and_a_number(
    browser: TestClient, session: Session
) -> None:
    council(session, telephones={"ur": Telephone(PHONE)})
    assert shown_in_english(browser, "ur")
    assert PHONE in " ".join(paragraphs(browser, "ur", english=False))


def test_english_needs_no_sign_off(browser: TestClient) -> None:
    assert paragraphs(browser, "en", english=True) == []
    assert "In an emergency call 999" in " ".join(paragraphs(browser, "en", english=False))


def test_a_text_without_a_translation_is_shown_in_english_once() -> None:
    new = Caution("new", "A sentence that no catalogue has.")
    read = SignOff("Amina Yusuf", "2026-11-20", signing_off.digest(new, "ur"))
    vouched = Arrangements(sign_offs={"ur": {"new": read}})
    assert signing_off.shown(vouched, "ur", new) == ("", new.message)


def test_once_a_reader_signed_off_the_english_is_gone(
    administrator: TestClient, session: Session
) -> None:
    assert sign_off(administrator, "emergency") == 303
    assert not shown_in_english(administrator, "ur")
    assert shown_in_english(administrator, "pl")
    kept = signed(session)["emergency"]
    assert (kept.reader, kept.day) == ("Amina Yusuf", i18n.today().isoformat())
    assert logged(session) == [("safety_texts.signed_off", "ur", ["emergency"])]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (EMERGENCY._replace(message="Other words."), "The English has changed since."),
        (EMERGENCY._replace(ways={"number": "112"}), "The English has changed since."),
        (EMERGENCY._replace(message="Other words."), "The translation has changed since."),
    ],
)
def test_a_sign_off_counts_no_more_once_the_text_has_changed(
    administrator: TestClient, session: Session, changed: Caution, said: str
) -> None:
    read = SignOff("Amina Yusuf", "2026-11-20", signing_off.digest(changed, "ur"))
    before = replace(decided(session), sign_offs={"ur": {"emergency": read}})
    report_settings.save(session, before)
    session.commit()
    assert shown_in_english(administrator, "ur")
    assert said in administrator.get(URDU).text


def test_a_sign_off_can_be_withdrawn(administrator: TestClient, session: Session) -> None:
    sign_off(administrator, "emergency", "not_emergency")
    assert sign_off(administrator, "emergency", withdraw="yes", reader="") == 303
    assert list(signed(session)) == ["not_emergency"]
    assert shown_in_english(administrator, "ur")
    assert logged(session)[-1] == ("safety_texts.withdrawn", "ur", ["emergency"])


def test_a_language_is_signed_off_as_a_whole_but_for_what_is_not_translated(
    administrator: TestClient, session: Session
) -> None:
    assert sign_off(administrator, all="yes") == 303
    translated = {
        name for name, text in signing_off.TEXTS.items() if signing_off.is_translated(text, "ur")
    }
    assert set(signed(session)) == translated
    assert {text.id for text in signing_off.missing(decided(session), "ur")}.isdisjoint(translated)


def test_what_is_missing_is_counted_by_language(
    administrator: TestClient, session: Session
) -> None:
    sign_off(administrator, "emergency")
    lacking = signing_off.missing_by_language(decided(session), ("en", "pl", "ur"))
    assert lacking == {"pl": len(signing_off.TEXTS), "ur": len(signing_off.TEXTS) - 1}


def test_the_settings_of_reports_count_what_nobody_signed_off(
    administrator: TestClient, session: Session
) -> None:
    council(session, languages=("en", "ur"))
    page = administrator.get("/en/staff/reports/settings").text
    assert f"{len(signing_off.TEXTS)} texts are not signed off." in page


def test_the_doctor_counts_what_nobody_signed_off(session: Session, settings: Settings) -> None:
    council(session, languages=("en", "ur"))
    arrange(session, enabled=True)
    said = [finding.message for finding in doctor.findings(settings, {})]
    expected = (
        f"Texts about safety were not signed off by a native reader: Urdu {len(signing_off.TEXTS)}."
    )
    assert expected in said


def test_a_name_that_looks_like_a_program_is_only_text(
    administrator: TestClient, session: Session
) -> None:
    sign_off(administrator, "emergency", reader="<script>alert(1)</script>")
    assert "<script>alert" not in administrator.get(URDU).text


def test_every_text_names_only_numbers_that_it_has() -> None:
    for caution in signing_off.TEXTS.values():
        named = set(re.findall(r"%\((\w+)\)s", caution.message))
        assert named == {*caution.ways, *caution.settings}


def test_every_sentence_is_short() -> None:
    texts = [text.message for text in signing_off.TEXTS.values()]
    sentences = [said for text in texts for said in re.split(r"(?<=[.:?!]) ", text)]
    assert [said for said in sentences if len(said.split()) > 20] == []


def test_no_page_of_a_report_writes_an_emergency_number_itself() -> None:
    folder = resource("templates/incidents")
    pages = [*folder.glob("reporting/*.html"), *folder.glob("safety/*.html")]
    numbers = re.compile(r"\b(999|101|18000|0800 1111)\b")
    inside = re.compile(r"{#.*?#}", re.DOTALL)
    assert [page.name for page in pages if numbers.search(inside.sub("", page.read_text()))] == []


def test_other_decisions_of_the_council_stay_as_they_are(
    administrator: TestClient, session: Session
) -> None:
    report_settings.save(session, replace(decided(session), quiet_days=9))
    session.commit()
    sign_off(administrator, "emergency")
    assert decided(session).quiet_days == 9
