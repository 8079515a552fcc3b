"""System: how the house is doing, what could not be delivered, and backups."""

import shutil
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import psutil
from fastapi import APIRouter, Query
from pydantic import BaseModel

from siyu.entrypoints import backups
from siyu.entrypoints.house import House
from siyu.entrypoints.http import HouseOf, PageOut, PageQuery, Work, may, once
from siyu.flows.ingest import service as ingest
from siyu.kernel import db, jobs, relay
from siyu.kernel.errors import NotFound
from siyu.kernel.tx import Tx
from siyu.team.audit import service as audit

router = APIRouter(prefix="/v1/system", tags=["system"])


class DeadLetterMissing(NotFound):
    code = "dead_letter_missing"
    zh = "没有这条失败记录"
    en = "There is no such dead letter"


class StoreOut(BaseModel):
    kind: Literal["embedded", "server"]
    version: str
    size_bytes: int
    ok: bool


class WarehouseOut(StoreOut):
    rows: int


class OutboxOut(BaseModel):
    """Facts not yet delivered, the age of the oldest, and deliveries given up."""

    waiting: int
    oldest_seconds: float
    dead: int


class JobsOut(BaseModel):
    waiting: int
    running: int
    failed: int


class IngestOut(BaseModel):
    """Events accepted and not in the log yet, the age of the oldest, and events in quarantine."""

    spooled_events: int
    oldest_seconds: float
    quarantined: int


class DiskOut(BaseModel):
    free_bytes: int
    total_bytes: int


class SystemOut(BaseModel):
    """How the house is doing."""

    version: str
    started_at: datetime
    database: StoreOut
    warehouse: WarehouseOut
    outbox: OutboxOut
    jobs: JobsOut
    ingest: IngestOut
    disk: DiskOut
    memory_bytes: int
    last_backup_at: datetime | None


class DeadLetterOut(BaseModel):
    id: UUID
    listener: str
    fact: str
    error: str
    attempts: int
    died_at: datetime


class RevivedOut(BaseModel):
    id: UUID


class BackupOut(BaseModel):
    name: str
    created_at: datetime
    size_bytes: int


class BackupsOut(BaseModel):
    items: list[BackupOut]


@router.get("", **may("system:read"))
def state(tx: Work, house: HouseOf) -> SystemOut:
    """How the house is doing."""
    waiting, oldest_seconds, dead = relay.waiting(tx)
    todo, doing, failed = jobs.counts(tx)
    disk = shutil.disk_usage(house.settings.data_dir)
    warehouse = house.warehouse.health()
    return SystemOut(
        version=house.version,
        started_at=house.started_at,
        database=_database(tx, house),
        warehouse=WarehouseOut.model_validate(warehouse, from_attributes=True),
        outbox=OutboxOut(waiting=waiting, oldest_seconds=oldest_seconds, dead=dead),
        jobs=JobsOut(waiting=todo, running=doing, failed=failed),
        ingest=IngestOut.model_validate(ingest.backlog(tx), from_attributes=True),
        disk=DiskOut(free_bytes=disk.free, total_bytes=disk.total),
        memory_bytes=psutil.Process().memory_info().rss,
        last_backup_at=next((found.created_at for found in _backups(house)), None),
    )


@router.get("/dead-letters", **may("system:read"))
def dead_letters(tx: Work, wanted: PageQuery) -> PageOut[DeadLetterOut]:
    """Facts that a listener could not take, newest first."""
    page = relay.dead_letters(tx, wanted=wanted)
    items = [
        DeadLetterOut(
            id=row.id, listener=row.listener, fact=row.name, error=row.error, attempts=row.attempts, died_at=row.died_at
        )
        for row in page.items
    ]
    return PageOut[DeadLetterOut](items=items, next_cursor=page.next_cursor, total=page.total)


@router.post("/dead-letters/{letter_id}/retries", status_code=202, **may("system:write"))
def retry(tx: Work, letter_id: UUID) -> RevivedOut:
    """Deliver it again; listeners that already had it skip it."""
    if not relay.revive(tx, letter_id):
        raise DeadLetterMissing
    audit.record(tx, action="system.dead_letter_retried", subject_kind="dead_letter", subject_id=str(letter_id))
    return RevivedOut(id=letter_id)


@router.get("/backups", **may("system:read"))
def listed_backups(house: HouseOf) -> BackupsOut:
    """The backups below the data folder, newest first."""
    return BackupsOut(items=_backups(house))


@router.post("/backups", status_code=201, **may("system:write"))
@once
def back_up(
    tx: Work, house: HouseOf, name: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9_-]{1,60}$")] = None
) -> BackupOut:
    """Take a backup into the data folder now; answers when it is whole."""
    name = name or tx.now.strftime("%Y%m%d-%H%M%S")
    backups.take(house, house.settings.data_dir / "backups" / name, now=tx.now)
    audit.record(tx, action="system.backed_up", subject_kind="backup", subject_id=name)
    return next(found for found in _backups(house) if found.name == name)


def _backups(house: House) -> list[BackupOut]:
    return [
        BackupOut(name=name, created_at=datetime.fromisoformat(manifest.taken_at), size_bytes=size)
        for name, manifest, size in backups.kept(house.settings.data_dir)
    ]


def _database(tx: Tx, house: House) -> StoreOut:
    version, size = db.version_and_size(tx.db)
    kind: Literal["embedded", "server"] = "embedded" if house.database_kind == "embedded" else "server"
    return StoreOut(kind=kind, version=version, size_bytes=size, ok=True)
