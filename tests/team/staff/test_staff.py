"""Staff are unique by address, and the house always keeps an owner."""

from functools import partial
from uuid import UUID

import pytest

from siyu.kernel.pages import PageWanted
from siyu.kernel.tx import SYSTEM, Begin, Tx
from siyu.team.audit import service as audit
from siyu.team.audit.contract import AuditFilters
from siyu.team.staff import service as staff
from siyu.team.staff.contract import EmailInvalid, EmailTaken, LastOwner, NameInvalid, Role, StaffChange, StaffMissing
from tests.team.crowd import at_once

OPERATOR = StaffChange(role="operator")
DISABLED = StaffChange(disabled=True)


def hired(begin: Begin, email: str, role: Role = "owner") -> UUID:
    with begin(SYSTEM) as tx:
        return staff.hire(tx, email=email, name="Lin Mei", role=role).id


def test_a_member_is_found_by_id_and_by_address_however_it_is_typed(tx: Tx) -> None:
    hired = staff.hire(tx, email=" Lin.Mei@Example.com ", name=" Lin Mei ", role="analyst")
    assert (hired.email, hired.name, hired.role, hired.disabled) == ("lin.mei@example.com", "Lin Mei", "analyst", False)
    assert staff.member(tx, staff_id=hired.id) == hired
    assert staff.member_by_email(tx, email="LIN.MEI@example.COM") == hired
    assert staff.member_by_email(tx, email="not an address\x00") is None
    with pytest.raises(StaffMissing):
        staff.member(tx, staff_id=UUID(int=1))


def test_one_address_is_one_member_whatever_its_case(tx: Tx) -> None:
    staff.hire(tx, email="lin@example.com", name="Lin", role="owner")
    with pytest.raises(EmailTaken):
        staff.hire(tx, email="LIN@Example.com", name="Lin", role="staff")


def test_of_many_hired_at_once_under_one_address_one_is(begin: Begin) -> None:
    fared = at_once([lambda: hired(begin, "lin@example.com")] * 8)
    assert sorted(fared) == ["email_taken"] * 7 + ["ok"]


@pytest.mark.parametrize(
    "email", ["", "lin", "lin@", "@example.com", "a b@example.com", "林@example.com", "a@b\x00", "x" * 250 + "@a.cn"]
)
def test_what_is_no_address_is_refused(tx: Tx, email: str) -> None:
    with pytest.raises(EmailInvalid) as caught:
        staff.hire(tx, email=email, name="Lin", role="staff")
    assert caught.value.fields[0].field == "email"


@pytest.mark.parametrize("name", ["", "   ", "a\x00b", "two\nlines", "长" * 101])
def test_what_is_no_name_is_refused(tx: Tx, name: str) -> None:
    with pytest.raises(NameInvalid):
        staff.hire(tx, email="lin@example.com", name=name, role="staff")


@pytest.mark.parametrize("wanted", [OPERATOR, DISABLED])
def test_the_last_active_owner_stays(begin: Begin, wanted: StaffChange) -> None:
    owner, other = hired(begin, "lin@example.com"), hired(begin, "wu@example.com")
    with begin(SYSTEM) as tx:
        staff.change(tx, staff_id=other, wanted=wanted)
    with pytest.raises(LastOwner), begin(SYSTEM) as tx:
        staff.change(tx, staff_id=owner, wanted=wanted)
    with begin(SYSTEM) as tx:
        assert staff.change(tx, staff_id=owner, wanted=StaffChange(name="Lin", role="owner")).role == "owner"


@pytest.mark.parametrize("wanted", [OPERATOR, DISABLED])
def test_owners_who_leave_at_the_same_moment_leave_one_behind(begin: Begin, wanted: StaffChange) -> None:
    owners = [hired(begin, f"owner{number}@example.com") for number in range(6)]

    def leave(staff_id: UUID) -> None:
        with begin(SYSTEM) as tx:
            staff.change(tx, staff_id=staff_id, wanted=wanted)

    fared = at_once([partial(leave, owner) for owner in owners])
    assert sorted(fared) == ["last_owner"] + ["ok"] * 5


def test_a_change_is_recorded_with_what_it_changed_and_nothing_else(tx: Tx) -> None:
    member = staff.hire(tx, email="lin@example.com", name="Lin", role="staff")
    staff.change(tx, staff_id=member.id, wanted=StaffChange(name="Lin", role="analyst"))
    staff.change(tx, staff_id=member.id, wanted=StaffChange(name="Lin", disabled=False))
    changed, first = audit.entries(tx, wanted=PageWanted(), filters=AuditFilters(action="staff")).items
    assert (changed.before, changed.after) == ({"role": "staff"}, {"role": "analyst"})
    assert first.after == {"email": "l***@example.com", "name": "Lin", "role": "staff"}


def test_the_list_pages_through_everybody_in_any_order(tx: Tx) -> None:
    for number in (2, 0, 1):
        staff.hire(tx, email=f"{number}@example.com", name=f"Lin {number}", role="staff")
    first = staff.members(tx, wanted=PageWanted(limit=2))
    rest = staff.members(tx, wanted=PageWanted(limit=2, cursor=first.next_cursor))
    assert [member.email[0] for member in [*first.items, *rest.items]] == ["2", "0", "1"]
    assert (first.total, rest.next_cursor) == (3, None)
    by_name = staff.members(tx, wanted=PageWanted(sort="-name")).items
    assert [member.name for member in by_name] == ["Lin 2", "Lin 1", "Lin 0"]


def test_whoever_was_here_is_seen(tx: Tx) -> None:
    member = staff.hire(tx, email="lin@example.com", name="Lin", role="staff")
    assert member.last_seen_at is None
    staff.mark_seen(tx, staff_id=member.id)
    assert staff.member(tx, staff_id=member.id).last_seen_at == tx.now


@pytest.mark.parametrize(
    ("typed", "shown"), [("lin@example.com", "l***@example.com"), ("my password", "***"), ("p@ss word", "***")]
)
def test_an_address_is_masked_and_what_is_none_is_not_shown(typed: str, shown: str) -> None:
    assert staff.mask_email(typed) == shown
