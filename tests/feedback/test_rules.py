"""What an entry lacks, which languages everybody reads, when the loop is closed, what changed."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.feedback import changes, rules
from portal.feedback.rules import Count, Lack, Outcome, Standing, Verdict
from portal.languages import word_counts

DAY = date(2026, 11, 30)
SHOWN: dict[str, Any] = {"evidence": [], "proofs": []}
ENTRY: dict[str, Any] = {
    "language": "en",
    "asked": {"en": "Are the lamps bright?"},
    "said": {"en": "They are dark."},
    "did": {"en": "We mend them."},
    "outcome": "promised",
    "reason": "unsaid",
    "owner": "head",
    "due": "2027-05-31",
    "questions": ["lamps"],
    "evidence": [],
    "quotes": [],
    "quoted": {},
    "proofs": [],
    "communities": [],
    "areas": [],
    "services": [],
}

QUOTED = {"one": {"en": "Dark"}}


@pytest.mark.parametrize(
    ("said", "proofs", "lacks"),
    [
        ({}, 0, []),
        ({"asked": {"ur": "لیمپ"}}, 0, [Lack.ASKED]),
        ({"questions": []}, 0, [Lack.EVIDENCE]),
        ({"questions": [], "evidence": ["topic/one"]}, 0, []),
        ({"questions": [], "quotes": ["one"]}, 0, []),
        ({"said": {}}, 0, [Lack.SAID]),
        ({"said": {"ur": "اندھیرا"}}, 0, [Lack.SAID]),
        ({"outcome": "undecided", "did": {}}, 0, [Lack.OUTCOME, Lack.DID]),
        ({"did": {}}, 0, [Lack.DID]),
        ({"owner": "unsaid", "due": ""}, 0, [Lack.OWNER, Lack.DUE]),
        ({"outcome": "under_way", "due": ""}, 0, [Lack.DUE]),
        ({"outcome": "done", "owner": "unsaid", "due": ""}, 0, [Lack.PROOF]),
        ({"outcome": "done"}, 1, []),
        ({"outcome": "not_possible", "did": {}}, 0, [Lack.REASON]),
        ({"outcome": "not_possible", "did": {}, "reason": "costs", "due": ""}, 0, []),
        ({"outcome": "nothing", "did": {}, "reason": "already", "owner": "unsaid"}, 0, []),
    ],
)
def test_an_entry_says_all_that_its_outcome_takes(
    said: dict[str, Any], proofs: int, lacks: list[Lack]
) -> None:
    assert list(rules.lacks(ENTRY | said, proofs)) == lacks


@pytest.mark.parametrize(
    ("own", "promised", "checked", "read"),
    [
        ("en", ["en", "ur"], [], {"en"}),
        ("en", ["en", "ur"], ["ur", "pl"], {"en", "ur"}),
        ("en", ["en", "cy", "ur"], ["ur"], {"ur"}),
        ("en", ["en", "cy", "ur"], ["ur", "cy"], {"en", "cy", "ur"}),
        ("cy", ["en", "cy"], [], {"cy"}),
        ("ur", ["en", "ur"], ["en"], {"en", "ur"}),
    ],
)
def test_welsh_is_never_read_after_english(
    own: str, promised: list[str], checked: list[str], read: set[str]
) -> None:
    assert rules.readable(own, promised, checked) == read


@pytest.mark.parametrize(
    ("said", "fresh", "checked", "standing"),
    [
        (False, True, True, Standing.MISSING),
        (True, False, True, Standing.STALE),
        (True, True, False, Standing.UNCHECKED),
        (True, True, True, Standing.CHECKED),
    ],
)
def test_a_language_counts_once_its_words_fit_and_were_checked(
    said: bool, fresh: bool, checked: bool, standing: Standing
) -> None:
    assert rules.standing(said=said, fresh=fresh, checked=checked) is standing


@pytest.mark.parametrize(
    ("entries", "read", "closed"),
    [
        ([["lamps"]], ["en", "ur"], False),
        ([["lamps"], ["paths"]], ["en"], False),
        ([["lamps", "paths"]], ["en", "ur"], True),
        ([["lamps"], ["paths"]], ["ur", "en", "pl"], True),
        ([], ["en", "ur"], False),
    ],
)
def test_the_loop_closes_with_the_last_question_and_the_last_language(
    entries: list[list[str]], read: list[str], closed: bool
) -> None:
    said = [ENTRY | {"questions": codes} for codes in entries]
    assert rules.is_closed(["lamps", "paths"], ["en", "ur"], said, read) is closed


@pytest.mark.parametrize(
    ("left", "told", "due"),
    [
        (40, 0, 0),
        (28, 0, 28),
        (20, 0, 28),
        (20, 28, 0),
        (7, 28, 7),
        (3, 0, 7),
        (3, 7, 0),
        (1, 7, 1),
        (0, 7, 1),
        (0, 1, 0),
        (-1, 0, 0),
    ],
)
def test_each_reminder_is_due_once_and_the_nearest_first(left: int, told: int, due: int) -> None:
    assert rules.warning(DAY + timedelta(days=left), DAY, told) == due


SECTIONS = st.lists(st.lists(st.uuids().map(str), max_size=6), max_size=40)


@given(SECTIONS)
def test_a_draft_answers_each_question_once_and_has_ten_entries_at_most(
    sections: list[list[str]],
) -> None:
    drafted = rules.drafted(sections)
    codes = [code for section in sections for code in section]
    assert [code for entry in drafted for code in entry] == codes
    assert len(drafted) <= rules.MOST_ENTRIES
    assert len(drafted) == len(codes) or len(codes) > rules.MOST_ENTRIES


@given(st.text())
def test_what_was_shortened_is_short(text: str) -> None:
    assert rules.is_short(rules.shortened(text))


def test_a_promise_that_was_changed_keeps_its_old_words_and_day() -> None:
    later = ENTRY | {"did": {"en": "We try to."}, "due": "2028-05-31"}
    with_urdu = later | {"did": later["did"] | {"ur": "کوشش"}}
    editions = [(DAY, "", ENTRY), (DAY, "Money", later), (DAY + timedelta(9), "", with_urdu)]
    (change,) = changes.history(editions)
    assert (change.on, change.why) == (DAY, "Money")
    assert change.was == {"did": {"en": "We mend them."}, "due": "2027-05-31"}


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ({}, True),
        ({"did": {"en": "We mend them.", "ur": "مرمت"}}, True),
        ({"quotes": [], "quoted": {}}, True),
        ({"quotes": ["one", "two"], "quoted": QUOTED | {"two": {"en": "Cold"}}}, False),
        ({"quoted": {"one": {"en": "Dark", "ur": "اندھیرا"}}}, True),
        ({"quoted": {"one": {"en": "Bright"}}}, False),
        ({"did": {"en": "We try to."}}, False),
        ({"due": "2028-05-31"}, False),
        ({"proofs": ["one"]}, False),
        ({"language": "ur"}, False),
    ],
)
def test_further_languages_and_withdrawn_quotes_change_nothing_of_what_was_signed(
    said: dict[str, Any], same: bool
) -> None:
    one = ENTRY | {"quotes": ["one"], "quoted": QUOTED}
    signed, now = {"entries": {"a": one}, "order": ["a"]}, one | said
    assert changes.says_the_same(signed, {"a": now}) is same
    assert not changes.says_the_same(signed, {"a": now, "b": now})
    assert not changes.says_the_same(signed, {"b": now})


def test_words_that_were_checked_stand_beside_those_that_were_signed() -> None:
    signed = {"entries": {"a": ENTRY}, "order": ["a"]}
    now = {"a": ENTRY | {"did": {"en": "Never.", "ur": "مرمت", "pl": "Nie"}}}
    said = changes.with_words(signed, now, ["ur"])
    assert said["entries"]["a"]["did"] == {"en": "We mend them.", "ur": "مرمت"}
    assert said["order"] == ["a"]


def test_a_translation_that_is_only_gone_changes_nothing() -> None:
    urdu = ENTRY | {"said": {"en": "They are dark.", "ur": "اندھیرا"}}
    assert changes.history([(DAY, "", urdu), (DAY, "Another entry", ENTRY)]) == []
    assert not changes.is_news(urdu | SHOWN, ENTRY | SHOWN)


def test_what_was_not_changed_keeps_its_checked_translations() -> None:
    words = {name: {"en": f"{name}.", "ur": f"{name} ur"} for name in ("asked", "said", "did")}
    now = ENTRY | {name: {"en": f"{name}."} for name in words}
    kept = changes.with_kept(ENTRY | words, now, ["en", "ur"])
    assert (kept["kept"], kept["did"]) == (["ur"], words["did"])
    reworded = changes.with_kept(ENTRY | words, now | {"did": {"en": "No."}}, ["en", "ur"])
    assert (reworded["kept"], reworded["did"]) == ([], {"en": "No."})
    assert changes.with_kept(None, now, [])["kept"] == []


@pytest.mark.parametrize(
    ("before", "after", "counted"),
    [
        ({"due": "2026-11-01"}, {"due": "2027-05-31"}, "2026-11-01"),
        ({"due": "2026-12-24"}, {"due": "2027-05-31"}, "2027-05-31"),
        ({"due": "2026-12-24", "counted": "2026-11-01"}, {"due": "2027-05-31"}, "2026-11-01"),
        ({"due": "2026-11-01"}, {"due": "", "outcome": "done"}, ""),
        ({"due": "2026-11-01", "outcome": "not_possible"}, {"due": "2027-05-31"}, "2027-05-31"),
        ({"due": ""}, {"due": "2027-05-31"}, "2027-05-31"),
    ],
)
def test_a_promise_is_late_from_the_first_day_that_passed(
    before: dict[str, str], after: dict[str, str], counted: str
) -> None:
    assert changes.counted_from(ENTRY | before, ENTRY | after, DAY) == counted


def test_what_nobody_changed_has_no_history() -> None:
    assert changes.history([(DAY, "", ENTRY)]) == []
    assert changes.history([]) == []


def test_the_last_change_comes_first() -> None:
    outcomes = ("promised", "under_way", "done")
    editions = [(DAY, one, ENTRY | {"outcome": one}) for one in outcomes]
    assert [one.was["outcome"] for one in changes.history(editions)] == ["under_way", "promised"]


@pytest.mark.parametrize(
    ("answers", "does_not", "count"),
    [
        (0, 0, Count(None, None)),
        (1, 0, Count(None, None)),
        (9, 9, Count(None, None)),
        (10, 9, Count(10, None)),
        (40, 12, Count(40, 12)),
    ],
)
def test_few_readers_are_not_counted_in_public(answers: int, does_not: int, count: Count) -> None:
    assert rules.counted({Verdict.ANSWERS: answers, Verdict.DOES_NOT: does_not}) == count


@given(st.sampled_from(Outcome), st.sampled_from(rules.Reason), st.integers(0, 2))
def test_nothing_is_decided_without_an_outcome(
    outcome: Outcome, reason: rules.Reason, proofs: int
) -> None:
    lacks = [*rules.lacks(ENTRY | {"outcome": outcome, "reason": reason}, proofs)]
    assert (Lack.OUTCOME in lacks) is (outcome is Outcome.UNDECIDED)
    assert (Lack.PROOF in lacks) is (outcome is Outcome.DONE and not proofs)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("The lamps – dark", 4),
        ("公園", 1),
        ("公園の灯り", 3),
        ("公園の灯りが暗い。", 4),
        ("สวน Park", 3),
        ("The 公園 lamps", 3),
        ("공원 등불", 2),
    ],
)
def test_where_no_spaces_stand_between_words_two_signs_count_as_one(text: str, count: int) -> None:
    assert word_counts.count(text) == count


@given(st.text(st.sampled_from("公園のสวน a.–"), max_size=400))
def test_what_is_shortened_is_short_in_every_script(text: str) -> None:
    assert rules.is_short(rules.shortened(text))


def test_sixty_words_are_bounded_in_scripts_without_spaces() -> None:
    assert rules.is_short("公" * 120)
    assert not rules.is_short("公" * 121)
