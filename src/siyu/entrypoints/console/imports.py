"""Imports: ready mappings, upload, preview, start, watch, cancel, and the rejected rows."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field, model_validator

from siyu.entrypoints.exports import csv_download
from siyu.entrypoints.http import HouseOf, PageOut, PageQuery, Work, may, once, page_out
from siyu.entrypoints.problems import language
from siyu.entrypoints.uploads import receive
from siyu.flows.imports import service as imports
from siyu.flows.imports.contract import Kind
from siyu.flows.imports.mapping import Mapping
from siyu.flows.imports.ready import ready_mappings, ready_yaml
from siyu.flows.imports.reports import Import, State

router = APIRouter(prefix="/v1/imports", tags=["imports"])
UPLOAD_PATH = "/v1/imports/files"


class SentenceOut(BaseModel):
    zh: str
    en: str


class MappingOut(BaseModel):
    """A ready mapping with its YAML, to use as it is or to copy and change."""

    name: str
    title: SentenceOut
    about: SentenceOut
    kind: Kind
    columns: list[str]
    yaml: str


class MappingsOut(BaseModel):
    items: list[MappingOut]


class FileOut(BaseModel):
    """An uploaded file: how it was recognised, and its first rows."""

    id: UUID
    name: str
    size_bytes: int
    format: Literal["csv", "parquet", "xlsx"]
    encoding: str | None
    columns: list[str]
    sample: list[list[str]]
    suggested_mapping: str | None


class ProblemOut(BaseModel):
    code: str
    count: int
    first_row: int
    message: SentenceOut


class PreviewOut(BaseModel):
    """The first rows as the mapping understands them."""

    mapping: str
    kind: Kind
    columns: list[str]
    rows: list[list[str | None]]
    problems: list[ProblemOut]
    rows_checked: int
    unknown_columns: list[str]


class FailureOut(BaseModel):
    code: str
    message: SentenceOut


class ImportOut(BaseModel):
    """One import. `documents` are orders, products, people or events, by `kind`; rows are numbered as the file's
    program shows them: lines of a CSV or XLSX file with the header as 1, records of a Parquet file from 1."""

    id: UUID
    kind: Kind
    file_name: str
    source: str
    mapping: str
    dry_run: bool
    state: State
    rows_total: int | None
    rows_read: int
    rows_rejected: int
    rows_skipped: int
    documents_total: int | None
    documents_done: int
    created: int
    changed: int
    unchanged: int
    problems: list[ProblemOut]
    error: FailureOut | None
    started_by: str
    created_at: datetime
    finished_at: datetime | None


class Wanted(BaseModel):
    """A file and the mapping to read it with: a ready one by name, or one's own as YAML."""

    file_id: UUID
    mapping: Annotated[str | None, Field(max_length=60)] = None
    mapping_yaml: Annotated[str | None, Field(max_length=65_536)] = None

    @model_validator(mode="after")
    def _names_one(self) -> "Wanted":
        if bool(self.mapping) == bool(self.mapping_yaml):
            message = "name a ready mapping or send mapping_yaml, one of the two"
            raise ValueError(message)
        return self

    def chosen(self) -> tuple[Mapping, str]:
        return imports.chosen_mapping(name=self.mapping, yaml=self.mapping_yaml)


class NewImport(Wanted):
    dry_run: bool = False


@router.get("/mappings", **may("imports:read"))
def mappings() -> MappingsOut:
    """The mappings that come with Siyu."""
    items = [
        MappingOut(
            name=mapping.name,
            title=SentenceOut.model_validate(mapping.title, from_attributes=True),
            about=SentenceOut.model_validate(mapping.about, from_attributes=True),
            kind=mapping.kind,
            columns=sorted({header for headers in mapping.columns.values() for header in headers}),
            yaml=ready_yaml(mapping.name),
        )
        for mapping in ready_mappings()
    ]
    return MappingsOut(items=items)


@router.post("/files", status_code=201, **may("imports:write"))
async def upload(
    request: Request, tx: Work, house: HouseOf, name: Annotated[str, Query(min_length=1, max_length=255)]
) -> FileOut:
    """Upload a file as the raw request body (application/octet-stream): CSV, also packed with gzip, Parquet or XLSX."""
    file_id = tx.new_id()
    path = imports.file_path(house.settings, file_id)
    await receive(request, path, bytes_max=house.settings.imports.file_bytes_max)
    try:
        kept = await run_in_threadpool(imports.keep_file, tx, house.settings, file_id=file_id, name=name)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return FileOut.model_validate(asdict(kept))


@router.post("/previews", **may("imports:write"))
def preview(tx: Work, house: HouseOf, wanted: Wanted) -> PreviewOut:
    """How the first rows look through a mapping; nothing is written."""
    mapping, _ = wanted.chosen()
    found = imports.preview(tx, house.settings, file_id=wanted.file_id, mapping=mapping)
    return PreviewOut.model_validate(asdict(found))


@router.post("", status_code=202, **may("imports:write"))
@once
def start(tx: Work, house: HouseOf, new: NewImport) -> ImportOut:
    """Start an import; watch it at its own address. A dry run does everything and then takes it back."""
    mapping, yaml = new.chosen()
    run = imports.start(tx, house.settings, file_id=new.file_id, mapping=mapping, yaml=yaml, is_dry_run=new.dry_run)
    return _out(run)


@router.get("", **may("imports:read"))
def listed(tx: Work, wanted: PageQuery) -> PageOut[ImportOut]:
    """A page of imports, newest first."""
    return page_out(imports.imports(tx, wanted=wanted), _out)


@router.get("/{import_id}", **may("imports:read"))
def one(tx: Work, import_id: UUID) -> ImportOut:
    """One import as it stands."""
    return _out(imports.one(tx, import_id=import_id))


@router.post("/{import_id}/cancellation", **may("imports:write"))
def cancel(tx: Work, import_id: UUID) -> ImportOut:
    """Stop an import; what is already written stays."""
    return _out(imports.cancel(tx, import_id=import_id))


@router.post("/{import_id}/repetitions", status_code=202, **may("imports:write"))
@once
def repeat(tx: Work, house: HouseOf, import_id: UUID) -> ImportOut:
    """Import the same file with the same mapping for real, such as after a dry run."""
    return _out(imports.repeat(tx, house.settings, import_id=import_id))


@router.get("/{import_id}/rejects", **may("imports:write"))
def rejects(request: Request, tx: Work, import_id: UUID) -> StreamingResponse:
    """The rows that were not taken, each with its reason, as CSV; they hold contact details as they came in."""
    imports.one(tx, import_id=import_id)
    said = language(request)
    rows = imports.rejected_rows
    return csv_download(request, tx, "rejected", lambda own: rows(own, import_id=import_id, language=said))


def _out(run: Import) -> ImportOut:
    return ImportOut.model_validate(asdict(run))
