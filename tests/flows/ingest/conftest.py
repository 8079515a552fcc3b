"""Ingest over real stores, standing still: a test takes deliveries and ships when it wants to."""

import threading

import pytest

from siyu.facts.warehouse.service import Warehouse
from siyu.flows.ingest.service import Ingest, open_ingest
from siyu.kernel.tx import Begin
from tests.conftest import Hand


@pytest.fixture
def ingest(begin: Begin, warehouse: Warehouse, clock: Hand) -> Ingest:
    return open_ingest(begin, warehouse, key=b"a key for these tests", clock=clock, standstill=threading.Lock())
