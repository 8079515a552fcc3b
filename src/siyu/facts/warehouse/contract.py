"""What may go wrong when asking the warehouse, and what it says of itself."""

from dataclasses import dataclass
from typing import Literal

from siyu.kernel.errors import Upstream


class WarehouseUnavailable(Upstream):
    code = "warehouse_unavailable"
    zh = "分析库暂时不可用，请稍后再试"
    en = "The warehouse is not available right now; try again shortly"


class WarehouseRefused(WarehouseUnavailable):
    """The warehouse is well and cannot take these values: to try them again is in vain."""

    code = "warehouse_refused"
    zh = "分析库无法保存这些数据"
    en = "The warehouse cannot keep these values"


@dataclass(frozen=True, slots=True)
class WarehouseHealth:
    """How the engine is; `rows` are events in the log."""

    kind: Literal["embedded", "server"]
    version: str
    size_bytes: int
    rows: int
    ok: bool
