"""The demonstration goes through the same forms as people: it holds nothing they could not send."""

from typing import Any

import pytest
from sqlmodel import Session, select

from portal.accounts.commands import DEMO_PASSWORD
from portal.accounts.forms import invited
from portal.accounts.models import Account
from portal.accounts.signing_in import passwords
from portal.categories.rules import Answer, State, characteristics
from portal.consultations.models import Consultation, Response
from portal.consultations.staff import queries
from portal.consultations.staff.building import details, question_form
from portal.consultations.staff.publishing import readiness
from portal.council import queries as council_queries
from portal.council import rules as council_rules
from portal.demo import content, reports, sent
from portal.demo.responses import synthetic
from portal.forms.form import read
from portal.incidents import report_settings, vocabulary
from portal.incidents.case_models import Agency
from portal.incidents.models import KeyHolder
from portal.incidents.records import keys, pieces
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Risk
from portal.incidents.rules import State as CaseState
from portal.incidents.staff.cases import notes, triage
from portal.incidents.staff.cases.forms import CLOSING
from portal.incidents.staff.keys import passphrases, vault
from portal.incidents.staff.keys.vault_pages import DEMO_PASSPHRASE
from portal.incidents.staff.settings.settings_pages import SETTINGS as REPORTS
from portal.incidents.staff.settings.support_pages import SETTINGS as SUPPORT
from portal.incidents.staff.sharing.agencies_form import NEW
from portal.questions import questionnaire
from portal.questions.questionnaire import Questionnaire, from_json
from portal.site.staff import settings_sections
from portal.site.staff.settings import SETTINGS as COUNCIL
from tests.demonstration import SEEDED

NOW = SEEDED
MADE: list[dict[str, Any]] = content.reports()["reports"]
REPORT = {"what": "[Invented] Somebody shouted at me.", "danger": "no"}


@pytest.fixture
def scheme() -> Questionnaire:
    return from_json(content.edition("race-equality-scheme"))


@pytest.mark.parametrize(
    "addition",
    [
        {"section": "consent", "given": ["police", "support", "statistics"]},
        {"section": "about", "role": "helper"},
        {"section": "needs", "link": "yes"},
        {"section": "harm", "kinds": ["nonsense"]},
        {"section": "harm", "kind": ["threats"]},
    ],
)
def test_a_report_with_what_its_pages_refuse_is_not_seeded(addition: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="No form takes this"):
        reports.added(addition, ())


@pytest.mark.parametrize(
    "made",
    [
        REPORT | {"what": ""},
        REPORT | {"reply_way": "pigeon"},
        REPORT | {"contact": {"email": "nowhere"}},
        REPORT | {"contact": {"name": "Nobody"}},
        REPORT | {"contact": {"telephone": "01632 960000", "fax": "01632 960000"}},
    ],
)
def test_a_report_that_could_not_be_sent_is_not_seeded(made: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="No form takes this"):
        reports.told(made)


@pytest.mark.parametrize(
    "made",
    [
        {"connection": "nowhere"},
        {"services_used": ["schools", "nothing"]},
        {"group_help": "A room"},
        {"forum_meetings": 13},
        {"aim_order": ["lead", "lead"]},
        {"services_better": " spaces around "},
    ],
)
def test_answers_that_could_not_be_sent_are_not_seeded(
    scheme: Questionnaire, made: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="No form takes this"):
        sent.answers(scheme, made)


def test_an_organisation_and_equality_answers_that_could_not_be_sent_are_not_seeded() -> None:
    with pytest.raises(ValueError, match="No form takes this"):
        sent.organisation({"name": "A group", "asked": 0, "how": ""})
    skipped = {"sex": Answer(state=State.ANSWERED.value, codes=[])}
    with pytest.raises(ValueError, match="No form takes this"):
        sent.about_themselves(characteristics("wales"), skipped)


@pytest.mark.parametrize("nation", ["wales", "england"])
def test_people_of_either_nation_could_tell_what_they_tell(nation: str) -> None:
    asked = characteristics(nation)
    made = synthetic(content.edition("translation-drop-ins"), asked)
    told = [response.equality for response in made if response.equality]
    assert [sent.about_themselves(asked, one) for one in told] == told


def test_organisations_are_kept_as_their_form_keeps_them(seeded: Session) -> None:
    kept = [response.organisation for response in seeded.exec(select(Response))]
    assert {type(one["asked"]) for one in kept if one} == {int}


def test_the_queue_shows_only_what_reporters_said(seeded: Session) -> None:
    holders = seeded.exec(select(KeyHolder).where(KeyHolder.circle == "team")).all()
    opened = [found for one in holders if (found := vault.unlock(one, DEMO_PASSPHRASE))]
    for report, private in keys.opened_reports(seeded, opened[0].holder, opened[0].private):
        said = [record for _, record in pieces.opened(seeded, report, private, Item.ADDITION)]
        slip = pieces.slip(seeded, report, private)
        for name in ("strands", "kinds"):
            assert slip[name] == [one for record in said for one in record.get(name, [])]


def test_nobody_assessed_what_nobody_opened() -> None:
    assert all("state" in made for made in MADE if {"risk", "note", "reply", "outcome"} & {*made})
    bands = [triage.band(made["risk"]) for made in MADE if "risk" in made]
    assert Risk.UNKNOWN not in bands
    assert len({*bands}) >= 2


def test_what_staff_write_fits_into_their_forms() -> None:
    channels = questionnaire.codes(vocabulary.CHANNELS)
    assert all(made.get("channel", "web") in channels for made in MADE)
    assert all(len(made.get("note", "")) <= notes.LONGEST_NOTE for made in MADE)
    assert all(len(made.get("reply", "")) <= notes.LONGEST_REPLY for made in MADE)
    assert all(CaseState(made["state"]) for made in MADE if "state" in made)
    endings = [{"outcome": made["outcome"], "reason": "x"} for made in MADE if "outcome" in made]
    assert all(read(CLOSING, ending).problems == {} for ending in endings)


def test_every_account_could_have_been_invited(seeded: Session) -> None:
    for account in seeded.exec(select(Account)).all():
        typed = {"email": account.email, "name": account.name, "roles": account.roles}
        assert invited(typed).problems == {}
        assert passwords.problem(DEMO_PASSWORD, account.email) is None
    assert passphrases.problems(seeded, account, DEMO_PASSPHRASE, DEMO_PASSPHRASE) == {}


def test_every_agency_could_have_been_added(seeded: Session) -> None:
    for agency in seeded.exec(select(Agency)).all():
        typed = {"name": agency.name, "consent": agency.consent}
        assert read(NEW, typed).problems == {}


def test_the_councils_settings_could_have_been_saved() -> None:
    council = council_rules.from_json(content.council())
    for section in settings_sections.sections(council.languages):
        typed = COUNCIL.show(section, council, council.languages)
        untested = {**typed, "accessibility_tested": ""}
        read = COUNCIL.read(untested, section, council, council.languages)
        assert read == council, section.code


def test_what_the_council_decided_about_reports_could_have_been_saved() -> None:
    decided = report_settings.from_json(content.reports()["arrangements"])
    languages = content.council()["languages"]
    for section in REPORTS.sections(decided):
        typed = REPORTS.show(section, decided, languages)
        assert REPORTS.read(typed, section, decided, languages) == decided, section.code
    for section in SUPPORT.sections(decided)[:-2]:
        typed = SUPPORT.show(section, decided, languages)
        assert SUPPORT.read(typed, section, decided, languages) == decided, section.code


def test_every_consultation_could_have_been_built_and_published(seeded: Session) -> None:
    council = council_queries.stored(seeded)
    for consultation in seeded.exec(select(Consultation)).all():
        shown = details.show(consultation, council, fixed=False)
        assert details.read(shown, consultation, council, set()).problems == {}
        for section in queries.sections(seeded, consultation):
            form = question_form.show_section(section, consultation.languages, fixed=False)
            read = question_form.read_section(form, section, consultation.languages, fixed=False)
            assert (read.problems, read.values["show_if"]) == ({}, section.show_if)
        for question in queries.questions(seeded, consultation):
            form = question_form.show_question(question, consultation.languages, fixed=False)
            read = question_form.read_question(form, question, consultation.languages, fixed=False)
            kept = {name: getattr(question, name) for name in read.values}
            assert (read.problems, read.values) == ({}, kept), question.code
        ready = readiness.assess(seeded, consultation, council, NOW)
        assert (ready.stopped, ready.blocked) == (False, []), consultation.slug
