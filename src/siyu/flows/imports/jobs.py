"""What the clock and the queue call."""

from datetime import timedelta
from uuid import UUID

from siyu.facts.warehouse.service import Warehouse
from siyu.flows.imports import service
from siyu.flows.imports.event_writer import event_writer
from siyu.flows.imports.writers import RECORDS, Writers
from siyu.flows.jobs import job
from siyu.kernel.settings import Settings
from siyu.kernel.tx import SYSTEM, Begin

FILE_DAYS = 30
"""Uploaded files hold personal data: they are kept as long as somebody may want to import them again, no longer."""


@job(service.JOB, queue="imports")
def run_import(begin: Begin, settings: Settings, warehouse: Warehouse, *, import_id: str) -> None:
    writers: Writers = {**RECORDS, "events": event_writer(warehouse)}
    service.carry_on(begin, settings, import_id=UUID(import_id), writers=writers)


@job("imports.forget_files", cron="17 3 * * *")
def forget_files(begin: Begin, settings: Settings) -> None:
    with begin(SYSTEM) as tx:
        service.forget_files(tx, settings, before=tx.now - timedelta(days=FILE_DAYS))
