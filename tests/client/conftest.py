"""The small house, open for one test, and what the client says of itself."""

import logging
from collections.abc import Iterator

import pytest

from tests.client.house import House, open_house


@pytest.fixture
def small_house() -> Iterator[House]:
    with open_house() as opened:
        yield opened


class Told(logging.Handler):
    """What the client's own logger said, at its own ear: whatever others make of the root logger does not matter."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += self.format(record) + "\n"


@pytest.fixture
def murmur(monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    own = logging.getLogger("siyu.client")
    monkeypatch.setattr(own, "disabled", False)
    monkeypatch.setattr(own, "level", logging.WARNING)
    handler = Told()
    own.addHandler(handler)
    yield handler
    own.removeHandler(handler)
