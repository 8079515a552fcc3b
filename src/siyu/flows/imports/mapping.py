"""A mapping: which column of a file is which field, and how the file writes money, time, refunds and guests."""

from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from siyu.flows.imports.contract import Kind, MappingInvalid
from siyu.flows.imports.plain_yaml import read_plain
from siyu.people.identity.contract import DEVICE, IDENTIFIER_TYPES

YAML_CHARS_MAX = 65_536
_NAMING = frozenset(IDENTIFIER_TYPES) - {DEVICE}  # a device is the column anonymous_id: it names nobody by itself
TOUCH_FIELDS = ("channel", "utm_source", "utm_medium", "utm_campaign", "channel_code")

FIELDS: dict[str, frozenset[str]] = {
    "orders": frozenset(
        {"document", "placed_at", "ordered_at", "sku", "product", "category", "quantity", "unit_price", "amount"}
        | {"line_discount", "currency", "refund_amount", "refunded_at", "refunds_document"}
    ),
    "products": frozenset({"sku", "product", "category", "unit_price", "currency"}),
    "persons": frozenset({"created_at"}),
    "events": frozenset({"event", "time", "event_id", "session", "anonymous_id", *TOUCH_FIELDS}),
}


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"unknown time zone {name!r}")
    return name


Text = Annotated[str, Field(min_length=1, max_length=200)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Headers = Annotated[tuple[Text, ...], BeforeValidator(_as_tuple), Field(min_length=1, max_length=20)]
Values = Annotated[tuple[Text, ...], BeforeValidator(_as_tuple), Field(max_length=100)]
Zone = Annotated[str, AfterValidator(_known_zone)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Node(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Node):
    zh: str = Field(min_length=1, max_length=1000)
    en: str = Field(min_length=1, max_length=1000)


class Refunds(Node):
    """How refunds look: a prefix of the document number, a negative quantity, or an amount on the order's own row.

    A refund told on the order's row becomes a document of its own, numbered with `document_suffix`.
    `amounts: unsigned` says that a refund row writes the money given back as a positive number.
    """

    document_prefix: Text | None = None
    negative_quantity: bool = False
    amounts: Literal["signed", "unsigned"] = "signed"
    level: Literal["line", "order"] = "line"
    document_suffix: Text = "-R"


class Adjustments(Node):
    document_prefix: Text | None = None
    document_suffix: Text = "-A"


class Statuses(Node):
    """What an order status means; `*` at the start or end of a value stands for any text."""

    columns: Headers
    paid: Values = ()
    skipped: Values = ()
    refunded: Values = ()
    refunds: Values = ()
    others: Literal["keep", "skip", "reject"] = "keep"


class Charge(Node):
    """Money of the whole order beside its lines (shipping, discount): added columns minus subtracted ones."""

    title: Text
    add: tuple[Headers, ...] = ()
    subtract: tuple[Headers, ...] = ()


class PropertyColumn(Node):
    """A property of an event: its column, and what the values are; a bare column name stands for text."""

    columns: Headers
    type: Literal["text", "integer", "number", "boolean"] = "text"


def _as_property(value: object) -> object:
    return {"columns": value} if isinstance(value, str | list) else value


def _without_dots(name: str) -> str:
    if "." in name or not name.isprintable() or not name.strip():
        raise ValueError(f"{name!r} cannot name a property: a dot would make it two")
    return name


PropertyName = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_without_dots)]
Properties = dict[PropertyName, Annotated[PropertyColumn, BeforeValidator(_as_property)]]


class Mapping(Node):
    """One way to read one kind of file."""

    name: Slug
    title: Bilingual
    about: Bilingual
    kind: Kind
    source: Slug
    grain: Literal["line", "order"] = "line"
    currency: Currency = "CNY"
    time_zone: Zone = "Asia/Shanghai"
    time_formats: Values = ()
    blank_time: Literal["reject", "skip", "ordered_at"] = "reject"
    money_unit: Literal["major", "yuan", "minor", "cents", "fen"] = "major"
    decimal_mark: Literal[".", ","] = "."
    encoding: Literal["utf-8", "gb18030", "utf-16", "windows-1252"] | None = None
    phone_region: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "CN"
    columns: dict[Slug, Headers] = {}
    identifiers: dict[Slug, Headers] = {}
    traits: dict[Slug, Headers] = {}
    properties: Properties = {}
    other_columns: Literal["ignore", "keep"] = "ignore"
    statuses: Statuses | None = None
    refunds: Refunds = Refunds()
    adjustments: Adjustments = Adjustments()
    charges: Annotated[tuple[Charge, ...], Field(max_length=10)] = ()
    carry_down: tuple[Slug, ...] = ()
    guests: Literal["keep", "reject"] = "keep"
    negative_prices: Literal["reject", "adjustment"] = "reject"

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if unknown := sorted(set(self.columns) - FIELDS[self.kind]):
            raise ValueError(f"{self.kind} have no field {', '.join(unknown)}")
        if missing := [" or ".join(names) for names in required_fields(self) if not self.names & set(names)]:
            raise ValueError(f"columns lacks {', '.join(missing)}")
        if unknown := sorted(set(self.carry_down) - self.names):
            raise ValueError(f"carry_down names {', '.join(unknown)}, which is not mapped")
        if self.blank_time == "ordered_at" and "ordered_at" not in self.columns:
            raise ValueError("blank_time: ordered_at needs the column ordered_at")
        return self

    @model_validator(mode="after")
    def _keeps_to_events(self) -> Self:
        """Properties are of events; traits are not: which of many events tells the latest, a file does not say."""
        if self.kind != "events":
            if self.properties or self.other_columns == "keep":
                raise ValueError("only events have properties and keep other_columns")
            return self
        if self.traits:
            raise ValueError("events have properties, not traits; import traits with the kind persons")
        if unknown := sorted(set(self.identifiers) - _NAMING):
            raise ValueError(f"identifiers: {', '.join(unknown)} is none of {', '.join(sorted(_NAMING))}")
        return self

    @property
    def names(self) -> set[str]:
        """Every field, identifier and trait that the mapping gives a column."""
        return {*self.columns, *self.identifiers, *self.traits, *(("status",) if self.statuses else ())}

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def required_fields(mapping: Mapping) -> tuple[tuple[str, ...], ...]:
    """Each entry is a choice: one of its fields must have a column in the file."""
    match mapping.kind:
        case "orders":
            return (("document",), ("placed_at",), ("amount", "unit_price"))
        case "products":
            return (("sku",), ("product",))
        case "persons":
            return (tuple(sorted(mapping.identifiers)) or ("identifiers",),)
        case "events":
            return (("event",), ("time",), (*sorted(mapping.identifiers), "anonymous_id"))


def parse_mapping(text: str) -> Mapping:
    """The mapping written in this YAML; raises MappingInvalid that names the place."""
    if len(text) > YAML_CHARS_MAX:
        raise MappingInvalid(problem=f"longer than {YAML_CHARS_MAX} characters")
    try:
        return Mapping.model_validate(read_plain(text))
    except ValidationError as error:
        raise MappingInvalid(problem=_first_problem(error)) from None
    except (yaml.YAMLError, ValueError, OverflowError, TypeError) as error:
        raise MappingInvalid(problem=" ".join(str(error).split())[:300]) from None


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(step) for step in first["loc"])
    return f"{place}: {first['msg']}" if place else first["msg"]
