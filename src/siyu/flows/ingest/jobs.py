"""What the clock asks of ingest."""

from siyu.flows.ingest import service
from siyu.flows.jobs import job
from siyu.kernel.tx import SYSTEM, Begin


@job("ingest.forget_old", cron="27 * * * *")
def forget_old(begin: Begin) -> None:
    with begin(SYSTEM) as tx:
        service.forget_old(tx)
