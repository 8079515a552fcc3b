"""Seal transfers into blocks, after they were written and in nobody's way; and look whether anything was changed since.

Numbers are drawn before their transactions end, so a lower one may appear after a higher one. `mark` remembers the last
number drawn; once everybody who was under way at that moment has ended, nothing can appear below it, and `seal` may go
so far.
"""

from collections.abc import Iterator
from itertools import islice

from siyu.facts.ledger.chain import BEFORE_ALL, BLOCK_MAX, Block, examine, leaf, seal_leaves
from siyu.facts.ledger.contract import Chain, Flaw, Head, Verification
from siyu.facts.ledger.queries import chain as queries
from siyu.facts.ledger.queries.chain import State
from siyu.kernel.tx import Tx

FLAWS_MAX = 100


def mark(tx: Tx) -> None:
    """Remember how far the next blocks may go; must be the first deed of its transaction."""
    assert not queries.has_written(tx.db), "what this transaction wrote before would be younger than its own mark"
    number = queries.drawn(tx.db)
    queries.begin(tx.db)
    queries.mark(tx.db, number)


def seal(tx: Tx, *, blocks_max: int = 100) -> int:
    """Seal what lies before the mark, if that has settled; how many transfers. Whoever comes second does nothing."""
    state = queries.lock(tx.db)
    if state is None or state.mark is None or not queries.is_settled(tx.db):
        return 0
    new = list(islice(_new_blocks(tx, state, state.mark), blocks_max))
    if new:
        queries.put(tx.db, new, at=tx.now)
    sealed = sum(block.transfers for block in new)
    is_done = len(new) < blocks_max
    last = new[-1] if new else None
    head = State(
        block=last.number if last else state.block,
        last=last.last if last else state.last,
        transfers=state.transfers + sealed,
        hash=last.hash if last else state.hash,
        mark=None if is_done else state.mark,
    )
    queries.put_head(tx.db, head)
    return sealed


def chain(tx: Tx) -> Chain:
    """How far the transfers are sealed."""
    state = queries.state(tx.db)
    if state is None:
        return Chain(None, 0, queries.unsealed(tx.db, after=0), None)
    head = Head(state.block, state.hash.hex()) if state.block else None
    unsealed = queries.unsealed(tx.db, after=state.last)
    return Chain(head, state.transfers, unsealed, queries.last_sealed_at(tx.db))


def verify_chain(tx: Tx, *, first_block: int = 1, head: Head | None = None) -> Verification:
    """Compute every block anew, from `first_block` on, and compare; `head` is one that was written down elsewhere.

    Without such a head, somebody who may change everything could have written a whole new chain.
    """
    state = queries.state(tx.db)
    count, transfers, flaws = 0, 0, list[Flaw]()
    before = next(queries.blocks(tx.db, first=first_block - 1, page=1), None) if first_block > 1 else None
    for block in queries.blocks(tx.db, first=first_block):
        after = BEFORE_ALL if block.number == 1 else block.first - 1
        leaves = [leaf(row) for row in queries.rows(tx.db, after=after, last=block.last)]
        flaws += examine(block, before, leaves)
        count, transfers, before = count + 1, transfers + len(leaves), block
        if len(flaws) >= FLAWS_MAX:
            break
    flaws += _of_heads(tx, state, head, before)
    return Verification(count, transfers, tuple(flaws[:FLAWS_MAX]))


def _new_blocks(tx: Tx, state: State, limit: int) -> Iterator[Block]:
    number, after, previous = state.block, state.last, state.hash
    while rows := queries.rows(tx.db, after=after, last=limit, size=BLOCK_MAX):
        last = rows[-1][0] if len(rows) == BLOCK_MAX else limit
        leaves = [leaf(row) for row in rows]
        block = seal_leaves(number + 1, first=after + 1, last=last, previous=previous, leaves=leaves)
        number, after, previous = block.number, block.last, block.hash
        yield block


def _of_heads(tx: Tx, state: State | None, told: Head | None, last: Block | None) -> Iterator[Flaw]:
    """Blocks can be taken off the end unseen, but not without the head being one that no longer is there."""
    kept = Head(state.block, state.hash.hex()) if state and state.block else None
    if last and (kept is None or kept.block < last.number):
        yield Flaw("head_unknown", last.number)
    for head in (kept, told):
        found = queries.hash_of(tx.db, head.block) if head else None
        if head and found is None:
            yield Flaw("truncated", head.block)
        elif head and found and found.hex() != head.hash:
            yield Flaw("head_unknown", head.block)
