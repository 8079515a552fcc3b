"""One schema, compiled once: what is wrong with the properties of an event, said without repeating what they hold."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

from jsonschema_rs import Draft202012Validator, RegexOptions, ValidationError

from siyu.facts.plan.contract import VIOLATIONS_MAX, Schema, Violation

FORMATS: Final = frozenset(
    {"date", "date-time", "duration", "email", "hostname", "ipv4", "ipv6", "time", "uri", "uri-reference", "uuid"}
)
_LINEAR: Final = RegexOptions(size_limit=100_000, dfa_size_limit=1_000_000)
"""The engine without backtracking: no pattern takes longer than in proportion to the text."""
_PATH_LENGTH_MAX: Final = 300
_SENTENCES: Final = {
    "required": "缺少必填属性 / required, but not there",
    "type": "类型不正确，应为 {types} / must be {types}",
    "enum": "不在允许的取值中 / not one of the allowed values",
    "const": "不是规定的值 / not the one allowed value",
    "minimum": "不能小于 {limit} / below {limit}",
    "maximum": "不能大于 {limit} / above {limit}",
    "exclusiveMinimum": "须大于 {limit} / must be more than {limit}",
    "exclusiveMaximum": "须小于 {limit} / must be less than {limit}",
    "multipleOf": "须为 {multiple_of} 的整数倍 / must be a multiple of {multiple_of}",
    "minLength": "不能少于 {limit} 个字符 / shorter than {limit} characters",
    "maxLength": "不能超过 {limit} 个字符 / longer than {limit} characters",
    "minItems": "不能少于 {limit} 项 / fewer than {limit} items",
    "maxItems": "不能超过 {limit} 项 / more than {limit} items",
    "minProperties": "不能少于 {limit} 个属性 / fewer than {limit} properties",
    "maxProperties": "不能超过 {limit} 个属性 / more than {limit} properties",
    "uniqueItems": "列表项不能重复 / items must differ",
    "pattern": "格式不符合要求 / does not have the required form",
    "format": "不是有效的 {format} / not a valid {format}",
    "additionalProperties": "含计划外的属性 {unexpected} / not planned: {unexpected}",
    "unevaluatedProperties": "含计划外的属性 {unexpected} / not planned: {unexpected}",
    "dependentRequired": "缺少与其他属性配套的属性 / lacks what another property asks for",
}
_ANYTHING_ELSE: Final = "不符合计划 / does not fit the plan"
UNREADABLE: Final = Violation("", "unreadable", "属性无法校验：嵌套过深或含无效字符 / too deep, or half a character")
BROKEN: Final = Violation("", "schema_broken", "计划中的 JSON Schema 无法使用 / the schema in the plan cannot be used")


class Checker:
    """Judges properties by one schema, which is compiled when the first event comes."""

    __slots__ = ("_validator", "schema")

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._validator: Draft202012Validator | None = None

    def violations(self, properties: dict[str, Any]) -> tuple[Violation, ...]:
        """Everything that is wrong, the first few; never an exception, whatever the properties hold."""
        try:
            validator = self._validator = self._validator or compiled(self.schema)
        except ValueError:
            return (BROKEN,)
        try:
            if validator.is_valid(properties):
                return ()
            return tuple(islice(map(_violation, validator.iter_errors(properties)), VIOLATIONS_MAX))
        except (ValueError, TypeError, OverflowError, RecursionError):
            return (UNREADABLE,)


def compiled(schema: Schema) -> Draft202012Validator:
    """The schema as a validator that looks at nothing outside it; ValueError when it is none."""
    itself = {key: value for key, value in schema.items() if key not in ("$id", "$schema")}
    return Draft202012Validator(itself, validate_formats=True, pattern_options=_LINEAR, offline=True)


def pointer(path: Iterable[str | int]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)[:_PATH_LENGTH_MAX]


def _violation(error: ValidationError) -> Violation:
    keyword, facts = error.kind.name, error.kind.as_dict()
    path = list(error.instance_path)
    if keyword == "required":
        path.append(facts["property"])
    slots = {name: _listed(value) if isinstance(value, list) else value for name, value in facts.items()}
    sentence = _SENTENCES.get(keyword, _ANYTHING_ELSE).format_map(slots)
    return Violation(pointer(path), _snake(keyword), sentence)


def _listed(names: list[Any]) -> str:
    return ", ".join(map(str, names))[:_PATH_LENGTH_MAX]


def _snake(keyword: str) -> str:
    return re.sub("[A-Z]", lambda capital: f"_{capital[0].lower()}", keyword)
