"""A translation fits the words it was made of, and nobody says of their own that it is right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.translations import rules
from portal.translations.rules import Standing, State

places = st.sampled_from(["title", "text"])
words = st.dictionaries(places, st.text(max_size=20), max_size=2)
standings = st.builds(Standing, st.sampled_from(State), st.booleans(), st.booleans())
groups = st.sets(st.sampled_from(["1", "2", "3"]))


@given(words, words, st.booleans())
def test_a_translation_fits_the_words_it_was_made_of_and_no_others(
    made_of: dict[str, str], now: dict[str, str], checked: bool
) -> None:
    stands = rules.state(rules.fingerprint(made_of), now, checked=checked)
    same = {k: v for k, v in made_of.items() if v} == {k: v for k, v in now.items() if v}
    assert (stands is not State.STALE) is same


@given(words, st.booleans())
def test_an_original_in_its_old_words_finds_its_translation_as_it_was(
    made_of: dict[str, str], checked: bool
) -> None:
    stands = rules.state(rules.fingerprint(made_of), dict(made_of), checked=checked)
    assert stands is (State.CHECKED if checked else State.DRAFT)


@given(st.text(min_size=1), st.text(min_size=1))
def test_words_that_change_places_are_other_words(first: str, second: str) -> None:
    moved = rules.fingerprint({"title": second, "text": first})
    assert (moved == rules.fingerprint({"title": first, "text": second})) is (first == second)


@given(standings, st.booleans(), groups, groups)
def test_nobody_checks_their_own_or_that_of_their_group(
    one: Standing, moderates: bool, mine: set[str], theirs: set[str]
) -> None:
    may = rules.may_check(one, moderates=moderates, mine=mine, theirs=theirs)
    assert not (may and one.own)
    assert not (may and mine & theirs and not moderates)
    assert not (may and one.state is not State.DRAFT)


@given(standings, st.booleans(), st.booleans())
def test_what_waits_is_neither_read_nor_changed_by_who_waits_themselves(
    one: Standing, moderates: bool, trusted: bool
) -> None:
    assert rules.is_read(one, trusted=trusted) is not (one.waits and not one.own and not trusted)
    assert rules.may_take_away(one, moderates=moderates) is (one.own or moderates)
    if not rules.is_read(one, trusted=trusted or moderates):
        assert not rules.may_change(one, moderates=moderates, trusted=trusted)


@pytest.mark.parametrize(
    ("state", "trusted", "may"),
    [
        (State.DRAFT, True, True),
        (State.STALE, True, True),
        (State.CHECKED, True, False),
        (State.DRAFT, False, False),
        (State.STALE, False, False),
    ],
)
def test_one_alone_does_not_replace_what_two_stand_behind_nor_a_newcomer_anything(
    state: State, trusted: bool, may: bool
) -> None:
    assert rules.may_change(Standing(state), moderates=False, trusted=trusted) is may
    assert rules.may_change(Standing(state), moderates=True, trusted=True)
