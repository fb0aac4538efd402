from dataclasses import replace
from datetime import date

from portal.council.rules import Compliance, Council, Nation, from_json, to_json
from portal.settings_pages.sections import unfinished
from portal.site.staff.duties import DUTIES
from tests.council.factories import finished


def test_a_new_council_has_everything_still_to_say() -> None:
    assert unfinished(DUTIES, Council()) == list(DUTIES)


def test_a_finished_council_has_nothing_left_to_say() -> None:
    assert unfinished(DUTIES, finished()) == []


def test_a_name_missing_in_one_offered_language_is_unfinished() -> None:
    council = replace(finished(), name={"en": "Cwmteg Council"})
    missing = [duty.message for duty in unfinished(DUTIES, council)]
    assert missing == ["The council's name is missing in one of its languages."]


def test_every_duty_names_the_page_on_which_it_is_done() -> None:
    assert {duty.section for duty in DUTIES} == {
        "council",
        "telephones",
        "contacts",
        "recipients",
        "accessibility",
    }


def test_settings_are_read_back_as_they_were_stored() -> None:
    council = replace(
        finished(),
        nation=Nation.ENGLAND,
        accessibility_status=Compliance.NOT,
        closed_days=(date(2026, 12, 25),),
    )
    assert from_json(to_json(council)) == council


def test_settings_stored_before_a_new_one_existed_get_its_default() -> None:
    assert from_json({"name": {"en": "Old"}, "unknown": 1}).leave_address.startswith("https://")


def test_a_language_without_a_telephone_falls_back_to_the_first_that_has_one() -> None:
    council = finished()
    assert council.telephone("pl") == council.telephones["en"]
    assert council.telephone("ur") == council.telephones["ur"]
    assert Council().telephone("en") is None
