"""What hides a post, who decides and who hears, what is cut out, and in which order it is read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.forum.topics.rules import Standing, may_move
from portal.moderation import rules
from portal.moderation.rules import Act

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
groups = st.lists(st.sets(st.sampled_from("abc")), max_size=5)


@pytest.mark.parametrize(
    ("reporters", "looked_at", "hides"),
    [
        ([], False, False),
        ([{"a"}], False, False),
        ([{"a"}, {"a"}], False, False),
        ([{"a"}, {"a"}, {"b"}], False, True),
        ([set(), set()], False, True),
        ([{"a"}, {"b"}], True, False),
    ],
)
def test_two_reporters_of_no_common_group_hide_a_post_once(
    reporters: list[set[str]], *, looked_at: bool, hides: bool
) -> None:
    assert rules.hides(reporters, looked_at=looked_at) is hides


@given(groups)
def test_nothing_is_hidden_by_reports_that_somebody_has_looked_at(theirs: list[set[str]]) -> None:
    assert not rules.hides(theirs, looked_at=True)


@given(st.text("abc", max_size=3), st.none() | st.text("abc", max_size=3))
def test_nobody_decides_about_their_own_post_nor_hears_an_appeal_against_themselves(
    own: str, author: str | None
) -> None:
    assert not rules.may_decide(author or "", author)
    assert not rules.may_hear(own, author, {None, "z", own})
    assert not rules.may_hear(own, own, [author])


@pytest.mark.parametrize(
    ("act", "days", "own", "latest", "appealed", "may"),
    [
        (Act.HIDDEN, 1, True, True, False, True),
        (Act.REDACTED, 27, True, True, False, True),
        (Act.LOCKED, 1, True, True, False, True),
        (Act.HIDDEN, 28, True, True, False, False),
        (Act.HIDDEN, 1, False, True, False, False),
        (Act.HIDDEN, 1, True, False, False, False),
        (Act.HIDDEN, 1, True, True, True, False),
        (Act.REPORTED, 1, True, True, False, False),
        (Act.SHOWN, 1, True, True, False, False),
    ],
)
def test_an_author_appeals_once_in_time_against_what_holds(
    act: Act, days: int, *, own: bool, latest: bool, appealed: bool, may: bool
) -> None:
    made = NOW - timedelta(days=days)
    said = rules.may_appeal(act, made, NOW, own=own, latest=latest, appealed=appealed)
    assert said is may


@given(st.text(), st.lists(st.text(min_size=2), max_size=4))
def test_nothing_that_was_cut_out_is_left(text: str, passages: list[str]) -> None:
    left = rules.cut(text, passages)
    longest = max((one.strip() for one in passages), key=len, default="")
    if longest and longest not in rules.MARK and rules.MARK not in longest:
        assert longest not in left.replace(rules.MARK, "\0")


@given(st.sampled_from(Standing))
def test_what_can_be_decided_can_be_done(standing: Standing) -> None:
    becomes = {
        Act.SHOWN: Standing.SHOWN,
        Act.HIDDEN: Standing.HIDDEN,
        Act.REDACTED: Standing.REDACTED,
        Act.NOT_PUT: Standing.NOT_PUT,
        Act.LEFT: standing,
    }
    if standing in (Standing.WAITING, Standing.SHOWN, Standing.HIDDEN, Standing.REDACTED):
        for act in rules.offered(standing):
            assert becomes[act] is standing or may_move(standing, becomes[act])


def test_the_longest_passage_is_cut_first_wherever_it_stands() -> None:
    text = "Ann Jones lives here. Ann Jones!"
    assert rules.cut(text, ["Ann", " Ann Jones ", ""]) == "[…] lives here. […]!"


@pytest.mark.parametrize(
    ("languages", "tag", "reads"),
    [
        (["en"], "en", True),
        (["zh-Hans"], "zh", True),
        (["pt"], "pt-BR", True),
        (["en"], "ur", False),
        ([], "en", False),
        ([], "und", True),
    ],
)
def test_a_language_is_read_in_whatever_region_or_script(
    languages: list[str], tag: str, *, reads: bool
) -> None:
    assert rules.reads(languages, tag) is reads


def test_a_queue_begins_with_what_somebody_reads_then_what_is_grave_then_what_is_old() -> None:
    def place(number: int, *, readable: bool, urgent: bool, day: str) -> tuple[object, int]:
        order = rules.order(readable=readable, urgent=urgent, day=day, number=number)
        return order, number

    listed = sorted(
        [
            place(1, readable=False, urgent=True, day="2026-01-01"),
            place(2, readable=True, urgent=False, day="2026-01-02"),
            place(3, readable=True, urgent=True, day="2026-01-03"),
            place(4, readable=True, urgent=False, day="2026-01-01"),
        ]
    )
    assert [number for _, number in listed] == [3, 4, 2, 1]


def test_who_locked_a_topic_decided_nothing_about_the_words_of_its_post() -> None:
    assert rules.is_one_matter(Act.HIDDEN, Act.LEFT)
    assert rules.is_one_matter(Act.LOCKED, Act.UNLOCKED)
    assert not rules.is_one_matter(Act.HIDDEN, Act.LOCKED)


LOCKED, UNLOCKED, HIDDEN, LEFT = Act.LOCKED, Act.UNLOCKED, Act.HIDDEN, Act.LEFT


@pytest.mark.parametrize(
    ("acts", "holding"),
    [
        ([], []),
        ([HIDDEN], [0]),
        ([HIDDEN, LOCKED], [0, 1]),
        ([HIDDEN, LOCKED, UNLOCKED, LOCKED], [0, 3]),
        ([LOCKED, HIDDEN, Act.SHOWN, Act.REDACTED], [0, 3]),
        ([LEFT, HIDDEN], [1]),
        ([LOCKED, UNLOCKED], [1]),
    ],
)
def test_what_holds_is_the_last_about_the_words_and_the_last_about_the_topic(
    acts: list[Act], holding: list[int]
) -> None:
    assert rules.holding(acts) == holding


@pytest.mark.parametrize(
    ("own", "author", "judges", "may"),
    [
        ("c", "a", ["b"], True),
        ("c", "a", [], True),
        ("c", "a", [None], True),
        ("b", "a", ["b"], False),
        ("d", "a", ["b", "c", "d"], False),
        ("a", "a", ["b"], False),
        ("", None, ["b"], False),
    ],
)
def test_whoever_decided_or_heard_before_hears_nothing_more(
    own: str, author: str | None, judges: list[str | None], *, may: bool
) -> None:
    assert rules.may_hear(own, author, judges) is may
