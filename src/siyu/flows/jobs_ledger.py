"""What the clock calls of the ledger: let expire, and seal."""

from siyu.facts.ledger import service as ledger
from siyu.flows.jobs import job
from siyu.kernel.tx import SYSTEM, Begin

ROUNDS_MAX = 100
"""Of one run; what is left waits for the next one."""


@job("ledger.expire", cron="*/5 * * * *")
def expire(begin: Begin) -> None:
    for verb in (ledger.expire_holds, ledger.expire_lots):
        for _ in range(ROUNDS_MAX):
            with begin(SYSTEM) as tx:
                if verb(tx) == 0:
                    break


@job("ledger.seal", cron="*/2 * * * *")
def seal(begin: Begin) -> None:
    """First what an earlier mark made safe; then a new mark, which most of the time is safe at once."""
    _seal_all(begin)
    with begin(SYSTEM) as tx:
        ledger.mark(tx)
    _seal_all(begin)


def _seal_all(begin: Begin) -> None:
    for _ in range(ROUNDS_MAX):
        with begin(SYSTEM) as tx:
            if ledger.seal(tx) == 0:
                break
