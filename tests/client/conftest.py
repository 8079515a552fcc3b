"""The small house, open for one test."""

from collections.abc import Iterator

import pytest

from tests.client.house import House, open_house


@pytest.fixture
def small_house() -> Iterator[House]:
    with open_house() as opened:
        yield opened
