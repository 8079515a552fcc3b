"""Items: the rows of the brand's dictionaries, as its servers sent them."""

from typing import Annotated

from fastapi import APIRouter, Query

from siyu.entrypoints.http import PageOut, PageQuery, Work, may, page_out
from siyu.facts.items import service as rows
from siyu.facts.items.contract import Item

router = APIRouter(prefix="/v1/items", tags=["events"])
Text = Annotated[str | None, Query(max_length=100)]


@router.get("", **may("events:read"))
def items(tx: Work, wanted: PageQuery, type: Text = None, q: Text = None) -> PageOut[Item]:  # noqa: A002  # the query's name
    """A page of rows, of one type and with ids that start like `q` where asked for."""
    return page_out(rows.items(tx, wanted=wanted, kind=type, q=q), lambda item: item)
