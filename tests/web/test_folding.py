"""The texts of a page share the room that it has, and none is cut that need not be."""

import pytest

from portal.web.folding import share


@pytest.mark.parametrize(
    ("lengths", "most"),
    [
        ([], 0),
        ([40], 40),
        ([60, 40], 60),
        ([200], 100),
        ([200, 300], 50),
        ([10, 200, 300], 45),
        ([10, 20, 300], 70),
    ],
)
def test_what_short_texts_leave_the_long_ones_share(lengths: list[int], most: int) -> None:
    assert share(lengths, room=100) == most
    assert sum(min(length, most) for length in lengths) <= 100
