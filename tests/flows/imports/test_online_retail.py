"""The bundled example: 541,909 real rows give the figures that are commonly published for them."""

import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from siyu.flows.imports.contract import OrderLineRow, Rejected, Skipped
from siyu.flows.imports.files.readers import open_source, read_rows
from siyu.flows.imports.ready import suggest_mapping
from siyu.flows.imports.rows.mapper import RowMapper, map_rows
from tests.flows.imports.files import NOW_MS

EXAMPLE = Path(__file__).parents[3] / "examples/online_retail/online_retail_2010_2011.parquet"
SECONDS_MAX = 24
"""Twice the target on a quiet core, so that a busy machine does not fail the suite."""


@pytest.fixture(scope="module")
def lines() -> list[OrderLineRow]:
    if not EXAMPLE.exists():
        pytest.skip("the example file is not part of this distribution")
    source = open_source(EXAMPLE)
    mapping = suggest_mapping(source.columns)
    assert mapping is not None
    mapper = RowMapper(mapping, source.columns, now_ms=NOW_MS)
    found: list[OrderLineRow] = []
    started = time.process_time()
    for _, outcome in map_rows(read_rows(source), mapper):
        assert not isinstance(outcome, Rejected | Skipped)
        found += [row for row in outcome if isinstance(row, OrderLineRow)]
    assert time.process_time() - started < SECONDS_MAX
    assert mapper.tally.problems() == ()
    return found


def test_documents_and_persons_are_counted_as_published(lines: list[OrderLineRow]) -> None:
    assert len(lines) == 541_909
    kinds = Counter(kind for _, kind in {(line.document, line.kind) for line in lines})
    assert kinds == {"sale": 22_061, "adjustment": 3, "refund": 3_836}
    assert len({line.document for line in lines}) == 25_900
    assert len({line.identifiers for line in lines if line.identifiers}) == 4_372


def test_the_net_total_is_exact_to_the_penny(lines: list[OrderLineRow]) -> None:
    assert sum(line.amount_cents for line in lines) == 974_774_793


def test_paid_sales_of_known_persons_are_as_published(lines: list[OrderLineRow]) -> None:
    totals: dict[str, int] = defaultdict(int)
    persons = {line.document: line.identifiers for line in lines if line.kind == "sale" and line.identifiers}
    for line in lines:
        if line.document in persons:
            totals[line.document] += line.amount_cents
    paid = {document: total for document, total in totals.items() if total > 0}
    assert len(paid) == 18_532
    assert len({persons[document] for document in paid}) == 4_338
    assert sum(paid.values()) == 891_140_790
