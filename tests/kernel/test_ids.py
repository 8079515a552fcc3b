"""Ids: UUIDv7 that only ever grow, whatever the clock does and however many ask at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122

from hypothesis import given
from hypothesis import strategies as st

from siyu.kernel.ids import IdSource, created_at

NOW = datetime(2026, 3, 1, 12, 0, 0, 123_000, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments=st.lists(MOMENTS, max_size=20))
def test_an_id_is_a_uuid_of_version_7_and_the_rfc_variant(moments: list[datetime]) -> None:
    source = IdSource()
    for moment in moments:
        made = source.next(moment)
        assert (made.version, made.variant) == (7, RFC_4122)


@given(moments=st.lists(MOMENTS, min_size=2, max_size=50))
def test_ids_grow_also_when_the_clock_stands_still_or_steps_back(moments: list[datetime]) -> None:
    source = IdSource()
    made = [source.next(moment) for moment in [*moments, *moments[:1] * 20]]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


@given(moment=MOMENTS)
def test_an_id_says_when_it_was_made_to_the_millisecond(moment: datetime) -> None:
    shown = created_at(IdSource().next(moment))
    assert shown == moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def test_a_clock_that_goes_back_an_hour_does_not_take_the_ids_back() -> None:
    source = IdSource()
    before = source.next(NOW)
    after = source.next(NOW - timedelta(hours=1))
    assert after > before
    assert created_at(after) == created_at(before)


def test_a_full_counter_borrows_the_next_millisecond() -> None:
    source = IdSource()
    before = source.next(NOW)
    source._counter = (1 << 26) - 1
    after = source.next(NOW)
    assert after > before
    assert created_at(after) == NOW + timedelta(milliseconds=1)
    assert source.next(NOW) > after


def test_threads_that_ask_at_once_get_different_ids_each_in_growing_order() -> None:
    source = IdSource()
    with ThreadPoolExecutor(8) as pool:
        batches = list(pool.map(lambda _: [source.next(NOW) for _ in range(2000)], range(8)))
    assert all(batch == sorted(batch) for batch in batches)
    assert len({made for batch in batches for made in batch}) == 16_000
