"""Nobody gives, takes or resets more than they have; what each role may do is one table."""

import pytest

from siyu.kernel.errors import Conflict
from siyu.kernel.tx import SYSTEM, Begin
from siyu.team.access import service as access
from siyu.team.access.contract import RoleOutOfReach, Visitor, WrongCredentials
from siyu.team.staff.contract import LastOwner, Role, StaffChange, StaffMissing
from tests.team.access.people import ANYBODY, PASSWORD, employed, guest, is_known, signed_in

HIRER = Visitor(SYSTEM, access.OF_ROLE["analyst"] | access.OF_ROLE["staff"] | {"staff:write"}, None, None)
"""A key that may write staff, and do what analysts and shop staff do."""


def test_the_roles_are_as_promised() -> None:
    assert access.OF_ROLE["owner"] == access.ALL
    refused = {"staff:read", "staff:write", "keys:read", "keys:write", "system:write"}
    refused |= {"events:write", "ledger:write"}
    assert access.OF_ROLE["operator"] == access.ALL - refused
    seen = {"people:read", "orders:read", "products:read"}
    assert access.OF_ROLE["staff"] == seen | {"consent:read", "consent:write"}
    assert access.OF_ROLE["analyst"] == seen | {"insight:read", "imports:read", "events:read"}


@pytest.mark.parametrize("role", ["operator", "staff", "analyst"])
def test_only_an_owner_writes_staff_keys_or_system_or_reads_the_audit_log_beside_operators(role: Role) -> None:
    held = access.OF_ROLE[role]
    assert not held & {"staff:write", "keys:write", "system:write"}
    assert ("audit:read" in held) is (role == "operator")


@pytest.mark.parametrize(
    ("role", "is_within_reach"), [("owner", False), ("operator", False), ("staff", True), ("analyst", True)]
)
def test_nobody_hires_above_themselves(begin: Begin, role: Role, is_within_reach: bool) -> None:
    def hire() -> None:
        with begin(guest()) as tx:
            access.hire(tx, by=HIRER, email="wu@example.com", name="Wu", role=role, password=PASSWORD)

    if is_within_reach:
        hire()
        assert is_known(begin, signed_in(begin, "wu@example.com").token)
    else:
        with pytest.raises(RoleOutOfReach):
            hire()
        with pytest.raises(WrongCredentials):
            signed_in(begin, "wu@example.com")


def test_nobody_lifts_anybody_above_themselves(begin: Begin) -> None:
    member = employed(begin, "staff")
    with pytest.raises(RoleOutOfReach), begin(guest()) as tx:
        access.change(tx, by=HIRER, staff_id=member.id, wanted=StaffChange(role="owner"))
    with begin(guest()) as tx:
        assert access.change(tx, by=HIRER, staff_id=member.id, wanted=StaffChange(role="analyst")).role == "analyst"


@pytest.mark.parametrize("wanted", [StaffChange(name="Wu"), StaffChange(role="staff"), StaffChange(disabled=True)])
def test_nobody_changes_who_stands_above_them(begin: Begin, wanted: StaffChange) -> None:
    owner = employed(begin)
    employed(begin, email="wu@example.com")
    with pytest.raises(RoleOutOfReach), begin(guest()) as tx:
        access.change(tx, by=HIRER, staff_id=owner.id, wanted=wanted)
    with pytest.raises(RoleOutOfReach), begin(guest()) as tx:
        access.reset_password(tx, by=HIRER, staff_id=owner.id)


def test_an_owner_makes_an_owner_and_the_last_one_stays(begin: Begin) -> None:
    first, second = employed(begin), employed(begin, "operator", "wu@example.com")
    with begin(guest()) as tx:
        access.change(tx, by=ANYBODY, staff_id=second.id, wanted=StaffChange(role="owner"))
        access.change(tx, by=ANYBODY, staff_id=first.id, wanted=StaffChange(disabled=True))
    with pytest.raises(LastOwner), begin(guest()) as tx:
        access.change(tx, by=ANYBODY, staff_id=second.id, wanted=StaffChange(role="staff"))
    assert issubclass(LastOwner, Conflict)


def test_a_reset_password_lets_its_member_in_again(begin: Begin) -> None:
    member = employed(begin, "staff")
    with begin(guest()) as tx:
        password = access.reset_password(tx, by=ANYBODY, staff_id=member.id)
    with pytest.raises(WrongCredentials):
        signed_in(begin)
    assert is_known(begin, signed_in(begin, password=password).token)


def test_who_does_not_work_here_cannot_be_changed(begin: Begin) -> None:
    with begin(guest()) as tx:
        nobody = tx.new_id()
        with pytest.raises(StaffMissing):
            access.change(tx, by=ANYBODY, staff_id=nobody, wanted=StaffChange(name="Wu"))
        with pytest.raises(StaffMissing):
            access.reset_password(tx, by=ANYBODY, staff_id=nobody)
