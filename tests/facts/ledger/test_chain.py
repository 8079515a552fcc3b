"""The chain: whatever is changed in the past is found, with its place; and sealing is in nobody's way."""

import pytest
from sqlalchemy import Engine, text

from siyu.facts.ledger import chain as blocks
from siyu.facts.ledger import sealing
from siyu.facts.ledger import service as ledger
from siyu.facts.ledger.contract import Flaw, Head, StatementFilter
from siyu.flows import jobs_ledger
from siyu.kernel.pages import PageWanted
from siyu.kernel.tx import SYSTEM, Begin, Tx
from tests.facts.ledger.book import Book, seal_all

INSERT = (
    "INSERT INTO ledger_transfers OVERRIDING SYSTEM VALUE SELECT {}, 'x', fingerprint, kind, from_id, to_id, unit, "
    "amount, why, at, from_balance, to_balance, reverses, hold_id FROM ledger_transfers WHERE number = 11"
)
SWAP = (
    "ALTER TABLE ledger_transfers ALTER number DROP IDENTITY; "
    "UPDATE ledger_transfers SET number = CASE number WHEN 2 THEN 99 ELSE 2 END WHERE number IN (2, 7); "
    "UPDATE ledger_transfers SET number = 7 WHERE number = 99"
)
CUT = "DELETE FROM ledger_blocks WHERE number = 4; DELETE FROM ledger_transfers WHERE number > 16"
TAMPERINGS: dict[str, tuple[str, list[Flaw] | None]] = {
    "an amount": ("UPDATE ledger_transfers SET amount = amount + 1 WHERE number = 14", [Flaw("changed", 3, 14)]),
    "a reason": ("UPDATE ledger_transfers SET why = 'x' WHERE number = 1", [Flaw("changed", 1, 1)]),
    "a balance": ("UPDATE ledger_transfers SET to_balance = 0 WHERE number = 20", [Flaw("changed", 4, 20)]),
    "a deletion": ("DELETE FROM ledger_transfers WHERE number = 12", [Flaw("deleted", 3, 12)]),
    "an insertion": (INSERT.format(10), [Flaw("inserted", 2, 10)]),
    "an insertion before all": (INSERT.format(-5), [Flaw("inserted", 1, -5)]),
    "another order": (SWAP, [Flaw("changed", 1, 2), Flaw("changed", 2, 7)]),
    "a block": ("UPDATE ledger_blocks SET last = last + 1 WHERE number = 2", None),
    "its leaves": ("UPDATE ledger_blocks SET leaves = leaves || leaves WHERE number = 2", [Flaw("block_changed", 2)]),
    "a link": (
        "UPDATE ledger_blocks SET previous = sha256('x') WHERE number = 3",
        [Flaw("block_changed", 3), Flaw("block_changed", 3)],
    ),
    "a missing block": ("DELETE FROM ledger_blocks WHERE number = 2", [Flaw("block_missing", 2)]),
    "a missing beginning": ("DELETE FROM ledger_blocks WHERE number = 1", [Flaw("block_missing", 1)]),
    "the end cut off": (CUT, [Flaw("truncated", 4)]),
    "all cut off": ("DELETE FROM ledger_blocks; DELETE FROM ledger_transfers", [Flaw("truncated", 4)]),
    "a lost head": ("DELETE FROM ledger_chain", [Flaw("head_unknown", 4)]),
    "another head": ("UPDATE ledger_chain SET hash = sha256('x')", [Flaw("head_unknown", 4)]),
}


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BLOCK_MAX", 5)


@pytest.fixture
def sealed(begin: Begin, small_blocks: None) -> Head:
    """21 transfers but for number 10, whose transaction was taken back; four blocks."""
    with begin(SYSTEM) as tx:
        book = Book(tx)
        house, lin = book.house(), book.person()
        for _ in range(9):
            book.move(house, lin, 10)
    with begin(SYSTEM) as tx:
        Book(tx).move(house, lin, 10)
        tx.db.rollback()
    with begin(SYSTEM) as tx:
        for amount in range(1, 12):
            Book(tx).move(house, lin, amount)
    jobs_ledger.seal(begin)
    with begin(SYSTEM) as tx:
        chain = ledger.chain(tx)
    assert (chain.sealed, chain.unsealed, chain.sealed_at) == (20, 0, tx.now)
    assert chain.head is not None
    return chain.head


def tamper(engine: Engine, statements: str) -> None:
    """As somebody would who may do everything in the database."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements.split("; "):
            connection.execute(text(statement))


def flaws(begin: Begin, head: Head | None = None) -> list[Flaw]:
    with begin(SYSTEM) as tx:
        return list(ledger.verify_chain(tx, head=head).flaws)


def test_whatever_is_changed_is_found_with_its_place(begin: Begin, engine: Engine, sealed: Head) -> None:
    with begin(SYSTEM) as tx:
        found = ledger.verify_chain(tx, head=sealed)
        assert (found.blocks, found.transfers, found.flaws) == (4, 20, ())
        assert ledger.verify_chain(tx, first_block=3).transfers == 10
    for name, (statements, expected) in TAMPERINGS.items():
        with begin(SYSTEM) as tx:
            tx.db.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in statements.split("; "):
                tx.db.execute(text(statement))
            seen = list(ledger.verify_chain(tx).flaws)
            tx.db.rollback()
        assert seen, name
        assert expected is None or seen == expected, name
    assert flaws(begin) == []


def test_a_whole_new_chain_is_found_by_a_head_written_down_elsewhere(
    begin: Begin, engine: Engine, sealed: Head
) -> None:
    tamper(engine, "UPDATE ledger_transfers SET amount = 1; DELETE FROM ledger_blocks; DELETE FROM ledger_chain")
    jobs_ledger.seal(begin)
    assert flaws(begin) == []
    assert flaws(begin, sealed) == [Flaw("head_unknown", sealed.block)]
    assert flaws(begin, Head(99, sealed.hash)) == [Flaw("truncated", 99)]


def test_nothing_is_sealed_while_somebody_may_still_add_a_lower_number(begin: Begin, small_blocks: None) -> None:
    with begin(SYSTEM) as tx:
        book = Book(tx)
        house, till, lin = book.house(), book.house("till"), book.person()
    with begin(SYSTEM) as slow:
        Book(slow).move(house, till, 1)
        with begin(SYSTEM) as quick:
            Book(quick).move(house, lin, 1)
        jobs_ledger.seal(begin)
        with begin(SYSTEM) as tx:
            assert (ledger.chain(tx).head, ledger.chain(tx).unsealed) == (None, 1)
    jobs_ledger.seal(begin)
    with begin(SYSTEM) as tx:
        assert (ledger.chain(tx).sealed, ledger.chain(tx).unsealed) == (2, 0)
        assert [ledger.balance(tx, account_id=one.id).balance for one in (house, till, lin)] == [-2, 1, 1]


def test_a_mark_of_a_server_that_was_started_again_has_settled(begin: Begin, engine: Engine) -> None:
    with begin(SYSTEM) as tx:
        book = Book(tx)
        book.move(book.house(), book.person(), 1)
    with begin(SYSTEM) as tx:
        ledger.mark(tx)
    tamper(engine, "UPDATE ledger_chain SET mark_xid = mark_xid + 1000000")
    with begin(SYSTEM) as tx:
        assert ledger.seal(tx) == 0
    tamper(engine, "UPDATE ledger_chain SET mark_server = mark_server - interval '1 hour'")
    with begin(SYSTEM) as tx:
        assert ledger.seal(tx) == 1


def test_a_mark_is_the_first_deed_of_its_transaction(tx: Tx) -> None:
    Book(tx).house()
    with pytest.raises(AssertionError):
        ledger.mark(tx)


def test_a_long_backlog_is_sealed_in_pieces(begin: Begin, small_blocks: None) -> None:
    with begin(SYSTEM) as tx:
        book = Book(tx)
        plans = [book.plan(book.house(), book.person(), 1) for _ in range(23)]
        ledger.move_many(tx, moves=plans)
    with begin(SYSTEM) as tx:
        ledger.mark(tx)
    for expected in (10, 10, 3, 0):
        with begin(SYSTEM) as tx:
            assert ledger.seal(tx, blocks_max=2) == expected
    assert flaws(begin) == []
    with begin(SYSTEM) as tx:
        assert ledger.balance(tx, account_id=plans[0].from_).balance == -23


def test_statements_run_through_folds_and_pages(begin: Begin, small_blocks: None) -> None:
    with begin(SYSTEM) as tx:
        book = Book(tx)
        house, lin = book.house(), book.person()
        for amount in (5, 7):
            book.move(house, lin, amount)
    assert seal_all(begin) == 2
    with begin(SYSTEM) as tx:
        book = Book(tx)
        book.move(lin, house, 2)
        book.at(tx.now.replace(year=2027))
        book.move(house, lin, 1)
        for own, sign in ((house, -1), (lin, 1)):
            page = ledger.statement(tx, account_id=own.id, wanted=PageWanted(limit=3), chosen=StatementFilter())
            rest = ledger.statement(
                tx, account_id=own.id, wanted=PageWanted(limit=3, cursor=page.next_cursor), chosen=StatementFilter()
            )
            entries = [*page.items, *rest.items]
            assert [entry.amount for entry in entries] == [sign, -2 * sign, 7 * sign, 5 * sign]
            assert [entry.balance for entry in entries] == [11 * sign, 10 * sign, 12 * sign, 5 * sign]
            assert {entry.other.id for entry in entries} == {house.id, lin.id} - {own.id}
            late = ledger.statement(tx, account_id=own.id, wanted=PageWanted(), chosen=StatementFilter(since=tx.now))
            assert [(entry.amount, entry.balance) for entry in late.items] == [(sign, 11 * sign)]
        [trial] = ledger.trial_balance(tx)
        assert [(line.code, line.owner, line.balance) for line in trial.lines] == [
            ("points.issued", "house", -11),
            ("points", "person", 11),
        ]


def test_the_clock_lets_holds_and_lots_expire(begin: Begin) -> None:
    with begin(SYSTEM) as tx:
        book = Book(tx)
        lin = book.person(keeps_lots=True)
        book.at(tx.now.replace(year=2025))
        book.grant(lin, 5, days=2)
        book.grant(lin, 5)
        book.hold(lin, 4, days=1)
    jobs_ledger.expire(begin)
    with begin(SYSTEM) as tx:
        balance = ledger.balance(tx, account_id=lin.id)
        assert (balance.balance, balance.held) == (9, 0)


def test_a_leaf_covers_every_column() -> None:
    row = [1, "k", b"f", "move", "a", "b", "points", 5, "why", None, None, 5, None, None]
    digests = {blocks.leaf([*row[:place], "other", *row[place + 1 :]])[1] for place in range(1, len(row))}
    assert len(digests | {blocks.leaf(row)[1]}) == len(row)
