"""How an application goes from one state to the next."""

from hypothesis import given
from hypothesis import strategies as st

from portal.bodies.rules import Joining
from portal.joining import rules

joinings = st.sampled_from(Joining)

MOVES = {
    (Joining.WAITING, Joining.ASKED_BACK),
    (Joining.WAITING, Joining.ACCEPTED),
    (Joining.WAITING, Joining.DECLINED),
    (Joining.WAITING, Joining.WITHDRAWN),
    (Joining.ASKED_BACK, Joining.WAITING),
    (Joining.ASKED_BACK, Joining.ACCEPTED),
    (Joining.ASKED_BACK, Joining.DECLINED),
    (Joining.ASKED_BACK, Joining.WITHDRAWN),
}


@given(joinings, joinings)
def test_an_application_moves_only_as_it_may_and_never_once_it_is_decided(
    before: Joining, after: Joining
) -> None:
    assert rules.may_move(before, after) is ((before, after) in MOVES)
