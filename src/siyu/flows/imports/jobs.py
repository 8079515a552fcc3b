"""What the clock and the queue call."""

from datetime import timedelta
from uuid import UUID

from siyu.flows.imports import service
from siyu.flows.jobs import job
from siyu.kernel.settings import Settings
from siyu.kernel.tx import SYSTEM, Begin

FILE_DAYS = 30
"""Uploaded files hold personal data: they are kept as long as somebody may want to import them again, no longer."""


@job(service.JOB, queue="imports")
def run_import(begin: Begin, settings: Settings, *, import_id: str) -> None:
    service.carry_on(begin, settings, import_id=UUID(import_id))


@job("imports.forget_files", cron="17 3 * * *")
def forget_files(begin: Begin, settings: Settings) -> None:
    with begin(SYSTEM) as tx:
        service.forget_files(tx, settings, before=tx.now - timedelta(days=FILE_DAYS))
