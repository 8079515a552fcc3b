"""Products as other rooms may know them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product as a source names it; None means the source does not say."""

    sku: str
    name: str | None
    category: str | None = None
    price_cents: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Product:
    id: UUID
    sku: str
    name: str
    category: str | None
    price_cents: int | None
    currency: str | None
    source: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Stocked:
    """What a batch of products did to the catalog."""

    created: int
    changed: int
    unchanged: int
