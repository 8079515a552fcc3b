"""The window of taken ids answers exactly like a set that forgets."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from siyu.flows.ingest.recent import KEPT_HOURS, RecentIds, packed

HOUR_MS = 3_600_000
IDS = st.builds(UUID, int=st.integers(0, 40) | st.builds(lambda n: (n << 64) | n, st.integers(0, 40)))
"""Few, so that they meet; and many that fold to the same 64 bits, as an attacker would choose them."""


@given(st.lists(st.tuples(st.lists(IDS, min_size=1, max_size=8, unique=True), st.integers(0, 9))))
def test_it_answers_like_a_set(groups: list[tuple[list[UUID], int]]) -> None:
    recent, model = RecentIds(), set[UUID]()
    hour = 0
    for ids, later in groups:
        hour += later
        recent.forget(now_ms=hour * HOUR_MS)
        asked = recent.taken(packed([item.bytes for item in ids])).tolist()
        if hour < KEPT_HOURS:
            assert asked == [item in model for item in ids]
        fresh = [item for item, is_taken in zip(ids, asked, strict=True) if not is_taken]
        if fresh:
            recent.add(packed([item.bytes for item in fresh]), at_ms=hour * HOUR_MS)
        model |= set(ids)


def test_an_id_is_known_for_48_hours_and_forgotten_some_time_after() -> None:
    recent, one = RecentIds(), packed([UUID(int=7).bytes])
    recent.add(one, at_ms=0)
    recent.forget(now_ms=KEPT_HOURS * HOUR_MS)
    assert recent.taken(one).tolist() == [True]
    recent.forget(now_ms=(KEPT_HOURS + 4) * HOUR_MS)
    assert (recent.taken(one).tolist(), len(recent)) == ([False], 0)


def test_many_small_groups_lie_in_few_runs() -> None:
    recent = RecentIds()
    for number in range(1_000):
        recent.add(packed([UUID(int=number).bytes]), at_ms=0)
    assert len(recent) == 1_000
    assert sum(len(runs) for runs in recent._slices.values()) < 12
