"""Statements about blocks, the head of the chain, and the mark up to which the next blocks may go."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from siyu.facts.ledger.chain import FIRST_PREVIOUS, Block
from siyu.facts.ledger.queries.reports import FOLDED
from siyu.facts.ledger.tables import BlockRow, ChainRow, TransferRow

_BLOCK = [getattr(BlockRow, name) for name in Block.__dataclass_fields__]
_ALL = list(TransferRow.__table__.c)

_HAS_WRITTEN = text("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
_DRAWN = text("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM ledger_transfers_number_seq")
_MARK = text("""
    UPDATE ledger_chain
    SET mark = :number, mark_xid = (pg_current_xact_id()::text)::bigint, mark_server = pg_postmaster_start_time()
    WHERE id = 1 AND mark IS NULL
""")
_SETTLED = text("""
    SELECT (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint > mark_xid
        OR mark_server <> pg_postmaster_start_time()
    FROM ledger_chain WHERE id = 1
""")
_FOLD = text(f"""
    WITH moved AS (
        SELECT id FROM ledger_accounts WHERE may_overdraw AND id IN (
            SELECT unnest(ARRAY[from_id, to_id]) FROM ledger_transfers WHERE number >= :first AND number <= :number)
    ), folded AS ({FOLDED.format(accounts="moved AS a")})
    INSERT INTO ledger_folds (account_id, number, balance) SELECT id, :number, balance FROM folded
    ON CONFLICT DO NOTHING
""")


class State(NamedTuple):
    """The head: its block, the last transfer in it, how many are sealed in all; and the mark, when there is one."""

    block: int
    last: int
    transfers: int
    hash: bytes
    mark: int | None


def has_written(db: Session) -> bool:
    """Whether this transaction has changed anything yet."""
    return bool(db.execute(_HAS_WRITTEN).scalar_one())


def drawn(db: Session) -> int:
    """The last number any transfer has drawn, also one whose transaction is still under way."""
    return int(db.execute(_DRAWN).scalar_one())


def begin(db: Session) -> None:
    """Make the head of an empty chain, unless there is one."""
    start = upsert(ChainRow).values(id=1, block=0, last=0, transfers=0, hash=FIRST_PREVIOUS)
    db.execute(start.on_conflict_do_nothing())


def mark(db: Session, number: int) -> None:
    """Remember this number and who may still be under way with a lower one; an older mark stays."""
    db.execute(_MARK, {"number": number})


def state(db: Session) -> State | None:
    row = db.execute(_state()).one_or_none()
    return State(*row) if row else None


def lock(db: Session) -> State | None:
    """The head, unless somebody else is sealing right now."""
    row = db.execute(_state().with_for_update(skip_locked=True)).one_or_none()
    return State(*row) if row else None


def is_settled(db: Session) -> bool:
    """Whether everybody who was under way at the mark has ended."""
    return bool(db.execute(_SETTLED).scalar_one())


def rows(db: Session, *, after: int, last: int, size: int | None = None) -> list[Sequence[Any]]:
    """Transfers with all their columns, by number."""
    query = select(*_ALL).where(TransferRow.number > after, TransferRow.number <= last)
    return [tuple(row) for row in db.execute(query.order_by(TransferRow.number).limit(size))]


def put(db: Session, blocks: Sequence[Block], *, at: datetime) -> None:
    """Add these blocks, and fold what they moved on accounts without a limit."""
    db.execute(insert(BlockRow), [asdict(block) | {"sealed_at": at} for block in blocks])
    db.execute(_FOLD, {"first": blocks[0].first, "number": blocks[-1].last})


def put_head(db: Session, head: State) -> None:
    db.execute(update(ChainRow).values(**head._asdict()))


def blocks(db: Session, *, first: int, page: int = 100) -> Iterator[Block]:
    """The blocks from this number on, a page at a time."""
    while True:
        query = select(*_BLOCK).where(BlockRow.number >= first).order_by(BlockRow.number).limit(page)
        found = [Block(*row) for row in db.execute(query)]
        yield from found
        if len(found) < page:
            return
        first = found[-1].number + 1


def last_sealed_at(db: Session) -> datetime | None:
    return db.scalar(select(func.max(BlockRow.sealed_at)))


def hash_of(db: Session, number: int) -> bytes | None:
    return db.scalar(select(BlockRow.hash).where(BlockRow.number == number))


def unsealed(db: Session, *, after: int) -> int:
    return db.execute(select(func.count()).where(TransferRow.number > after)).scalar_one()


def _state() -> Any:
    return select(*(getattr(ChainRow, name) for name in State._fields))
