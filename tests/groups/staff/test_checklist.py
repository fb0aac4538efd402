"""What verifies a group: papers, a visit, or two groups that stand behind it."""

import pytest

from portal.groups.rules import State
from portal.groups.staff import checklist
from portal.groups.staff.checklist import Basis, Checked, Voucher


def checked(basis: Basis = Basis.PAPERS, *vouchers: Voucher, **ticks: bool) -> Checked:
    said = {"open_democratic": True, "safeguarding": True} | ticks
    return Checked(1, basis=basis, vouchers=vouchers, **said)


def voucher(number: int | None = 2, **changes: object) -> Voucher:
    values = {"name": "B", "number": number, "state": State.VERIFIED, "basis": Basis.PAPERS}
    return Voucher(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("basis", [Basis.PAPERS, Basis.VISIT])
def test_papers_or_a_visit_verify_a_group(basis: Basis) -> None:
    assert checklist.lacking(checked(basis)) == {}


def test_two_verified_groups_stand_in_for_papers() -> None:
    assert checklist.lacking(checked(Basis.GROUPS, voucher(2), voucher(3, basis=Basis.VISIT))) == {}


@pytest.mark.parametrize("missing", ["open_democratic", "safeguarding"])
def test_nobody_is_verified_without_each_point(missing: str) -> None:
    assert list(checklist.lacking(checked(Basis.PAPERS, **{missing: False}))) == [missing]


@pytest.mark.parametrize(
    "wrong",
    [
        voucher(name=""),
        voucher(None),
        voucher(1),
        voucher(state=State.LISTED),
        voucher(state=State.PAUSED),
        voucher(basis=Basis.GROUPS),
    ],
)
def test_not_every_group_can_vouch(wrong: Voucher) -> None:
    assert list(checklist.lacking(checked(Basis.GROUPS, voucher(3), wrong))) == ["voucher_2"]


def test_one_group_does_not_vouch_twice() -> None:
    assert list(checklist.lacking(checked(Basis.GROUPS, voucher(2), voucher(2)))) == ["voucher_2"]
