"""CSV downloads: streamed page by page from a list, every cell made harmless to spreadsheet programs."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from fastapi import Request
from fastapi.responses import StreamingResponse

from siyu.entrypoints.http import house_of
from siyu.kernel.csv_safe import safe_lines
from siyu.kernel.money import to_decimal
from siyu.kernel.pages import Page, PageWanted
from siyu.kernel.tx import Tx

PAGE_ROWS = 1000
Cells = Sequence[Any]
Item = TypeVar("Item")


def csv_download(request: Request, tx: Tx, name: str, rows: Callable[[Tx], Iterable[Cells]]) -> StreamingResponse:
    """Stream rows as UTF-8 CSV with a byte order mark (Excel needs it); read in one transaction of its own.

    The first row is read once before: what cannot be read is answered as a problem, not as a file that breaks off.
    """
    for _ in islice(rows(tx), 2):
        pass
    house, actor = house_of(request), tx.actor

    def lines() -> Iterator[str]:
        with house.begin(actor) as own:
            yield from safe_lines(rows(own))

    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}
    return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=headers)


def every_item(list_page: Callable[[PageWanted], Page[Item]], sort: str | None) -> Iterator[Item]:
    """All items of a paged list."""
    wanted = PageWanted(limit=PAGE_ROWS, sort=sort)
    while True:
        page = list_page(wanted)
        yield from page.items
        if page.next_cursor is None:
            return
        wanted = PageWanted(limit=PAGE_ROWS, cursor=page.next_cursor, sort=sort)


def money_cells(cents: int, currency: str) -> tuple[Any, str]:
    """An amount without its sign, and the way it went: no cell of an export starts with a minus."""
    return to_decimal(abs(cents), currency), "out" if cents < 0 else "in"
