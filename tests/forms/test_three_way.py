"""Three-way merge: whatever several tabs show and send, nothing anybody typed is lost."""

from hypothesis import given
from hypothesis import strategies as st

from portal.forms import three_way

NAMES = st.sampled_from(["a", "b", "c.d"])
VALUES = st.sampled_from(["", "one", "two", "three", "میں"])
FIELDS = st.dictionaries(NAMES, VALUES, max_size=3)


def base(shown: three_way.Fields, versions: three_way.Versions | None = None) -> dict[str, str]:
    return three_way.base_of([three_way.fingerprint(shown, versions)])


def found(merged: three_way.Merged, name: str) -> list[str]:
    """List all that is kept of a field."""
    return [merged.fields[name] or "", *(one or "" for one in merged.versions.get(name, []))]


@given(FIELDS, FIELDS, FIELDS)
def test_a_field_is_kept_or_taken_or_both_are_shown(
    shown: dict[str, str], stored: dict[str, str], sent: dict[str, str]
) -> None:
    merged = three_way.merge(base(shown), stored, sent)
    for name, mine in sent.items():
        before, theirs = shown.get(name, ""), stored.get(name, "")
        if mine in (before, theirs):
            expected = [theirs]
        elif theirs == before:
            expected = [mine]
        else:
            expected = [mine, theirs]
        assert found(merged, name) == expected


@given(FIELDS, FIELDS)
def test_without_a_fingerprint_nothing_typed_is_lost_and_nothing_stored_emptied(
    stored: dict[str, str], sent: dict[str, str]
) -> None:
    merged = three_way.merge({}, stored, sent)
    for name, mine in sent.items():
        kept = found(merged, name)
        assert {one for one in (mine, stored.get(name, "")) if one} <= set(kept) | {""}
        assert kept[0] == (mine or stored.get(name, ""))


@given(FIELDS, FIELDS, FIELDS, st.text(max_size=60))
def test_a_damaged_fingerprint_loses_nothing_that_was_typed(
    shown: dict[str, str], stored: dict[str, str], sent: dict[str, str], damage: str
) -> None:
    carried = three_way.fingerprint(shown)
    for damaged in (damage, carried[: len(carried) // 2], carried + damage):
        merged = three_way.merge(three_way.base_of([damaged]), stored, sent)
        for name, mine in sent.items():
            assert not mine or mine in (*found(merged, name), shown.get(name))


@given(FIELDS, FIELDS, FIELDS)
def test_sending_again_takes_what_stands_in_the_field_and_asks_no_more(
    shown: dict[str, str], stored: dict[str, str], sent: dict[str, str]
) -> None:
    first = three_way.merge(base(shown), stored, sent)
    told = base(first.fields, first.versions)
    waiting = three_way.merge(told, first.fields, first.fields, first.versions, settles=False)
    assert waiting == first
    chosen = {name: found(first, name)[-1] for name in first.fields}
    again = three_way.merge(told, first.fields, chosen, first.versions)
    assert not again.versions
    assert {name: one or "" for name, one in again.fields.items()} == chosen


@given(FIELDS, FIELDS, FIELDS)
def test_a_form_that_comes_twice_changes_nothing_the_second_time(
    shown: dict[str, str], stored: dict[str, str], sent: dict[str, str]
) -> None:
    first = three_way.merge(base(shown), stored, sent)
    again = three_way.merge(base(shown), first.fields, sent, first.versions)
    assert again == first


def test_a_version_that_the_form_did_not_show_is_asked_about_once_more() -> None:
    told = base({"a": "mine"}, {"a": ["theirs"]})
    merged = three_way.merge(told, {"a": "mine"}, {"a": "mine"}, {"a": ["theirs", "third"]})
    assert merged.versions == {"a": ["theirs", "third"]}


def test_no_more_versions_are_kept_than_anybody_has_tabs() -> None:
    merged = three_way.Merged({"a": "0"}, {})
    for number in range(1, 30):
        merged = three_way.merge({}, merged.fields, {"a": str(number)}, merged.versions)
    assert found(merged, "a") == ["29", "26", "27", "28"]


@given(FIELDS, FIELDS)
def test_a_page_is_outdated_where_what_it_showed_differs(
    shown: dict[str, str], stored: dict[str, str]
) -> None:
    changed = three_way.differing(base(shown), stored)
    assert sorted(changed) == sorted(
        name for name in {*shown, *stored} if shown.get(name, "") != stored.get(name, "")
    )


def test_a_first_look_is_the_same_for_all_and_a_field_takes_a_few_bytes() -> None:
    empty = dict.fromkeys((f"question_{number}" for number in range(15)), "")
    assert three_way.fingerprint(empty) == " ".join(empty)
    filled = dict.fromkeys(empty, "x" * 5000)
    assert len(three_way.fingerprint(filled)) <= sum(len(name) + 12 for name in filled)


def test_the_order_in_which_parts_of_a_field_come_does_not_matter() -> None:
    told = base({"a": {"x": "1", "y": "2"}})
    assert three_way.differing(told, {"a": {"y": "2", "x": "1"}}) == []
