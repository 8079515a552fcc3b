"""What the clock and the queue call."""

from uuid import UUID

from siyu.flows.imports import service
from siyu.flows.jobs import job
from siyu.kernel.settings import Settings
from siyu.kernel.tx import Begin


@job(service.JOB, queue="imports")
def run_import(begin: Begin, settings: Settings, *, import_id: str) -> None:
    service.carry_on(begin, settings, import_id=UUID(import_id))
