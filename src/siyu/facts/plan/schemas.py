"""May this schema, written by somebody we do not know, judge events? Checked before it is compiled or kept.

It is valid JSON Schema (draft 2020-12), small, refers to nothing outside itself and not to itself in circles, and costs
a bounded amount of work per event: regular expressions run in linear time, references cannot multiply.
"""

import json
import math
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from siyu.facts.plan.checking import FORMATS, compiled, pointer
from siyu.facts.plan.contract import Schema, SchemaInvalid
from siyu.kernel.errors import FieldProblem

BYTES_MAX: Final = 64 * 1024
DEPTH_MAX: Final = 32
COST_MAX: Final = 2_000
"""How many subschemas one event may meet, references followed."""
PATTERNS_MAX: Final = 50
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
PROBLEMS_SHOWN: Final = 10
_SAID_LENGTH_MAX: Final = 200
_PLACE_LENGTH_MAX: Final = 300

_ONE: Final = (
    *("additionalProperties", "contains", "contentSchema", "else", "if", "items", "not", "propertyNames", "then"),
    *("unevaluatedItems", "unevaluatedProperties"),
)
_LIST: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED: Final = ("dependentSchemas", "patternProperties", "properties")
_REFUSED: Final = ("$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef", "$vocabulary")
_TEXTS: Final = {"title": 200, "x-title-zh": 200, "description": 2_000, "x-description-zh": 2_000, "x-group": 40}
_LOCAL: Final = re.compile(r"#/\$defs/([^/~%]+)")
_UNHOLDABLE: Final = re.compile("[\0\ud800-\udfff]")


def check_schema(schema: Schema) -> None:
    """Raise SchemaInvalid with every place that is wrong (the first few), or return."""
    for look in (_unkeepable, _oversized, _unlike_an_event, _unmeant, _entangled, _not_a_schema):
        problems = tuple(islice(look(schema), PROBLEMS_SHOWN))
        if problems:
            raise SchemaInvalid(fields=problems)


def _unkeepable(schema: Schema) -> Iterator[FieldProblem]:
    """JSON that PostgreSQL cannot hold, or that nests without end."""
    waiting: list[tuple[Any, str, int]] = [(schema, "", 1)]
    while waiting:
        value, place, depth = waiting.pop()
        if depth > DEPTH_MAX:
            yield _problem(place, "too_deep", f"嵌套不得超过 {DEPTH_MAX} 层 / nests deeper than {DEPTH_MAX}")
            continue
        if not _is_holdable(value):
            yield _problem(place, "not_json", "含无法保存的字符或数值 / holds what JSON cannot: half a character, NaN")
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in inner:
            if not _is_holdable(key):
                yield _problem(place, "not_json", "含无法保存的字符 / a name holds half a character")
            waiting.append((item, _below(place, key), depth + 1))


def _oversized(schema: Schema) -> Iterator[FieldProblem]:
    if len(json.dumps(schema, ensure_ascii=False, separators=(",", ":")).encode()) > BYTES_MAX:
        yield _problem("", "too_large", "不得超过 64 KB / larger than 64 KB")


def _unlike_an_event(schema: Schema) -> Iterator[FieldProblem]:
    """What only the outermost schema says: that it is of an object, in our dialect, and how the event is called."""
    if schema.get("type") != "object":
        yield _problem("/type", "not_an_object", "最外层须为 object / the outermost type must be object")
    if schema.get("$schema", DIALECT) != DIALECT:
        yield _problem("/$schema", "dialect_unknown", f"仅支持 / only {DIALECT}")
    if schema.get("x-origin", "client") not in ("client", "server"):
        yield _problem("/x-origin", "origin_unknown", "须为 client 或 server / client or server")
    for key, length_max in _TEXTS.items():
        if not isinstance(schema.get(key, ""), str) or len(schema.get(key, "")) > length_max:
            yield _problem(f"/{key}", "text_invalid", f"须为不超过 {length_max} 字的文本 / text up to {length_max}")
    aliases = schema.get("x-segment", [])
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        yield _problem("/x-segment", "text_invalid", "须为文本列表 / a list of texts")


def _unmeant(schema: Schema) -> Iterator[FieldProblem]:
    """Keywords that lead out of the schema, or whose meaning we do not check."""
    patterns = 0
    for place, found in _everywhere(schema):
        patterns += ("pattern" in found) + len(_dict(found.get("patternProperties")))
        for key in (key for key in _REFUSED if key in found):
            yield _problem(f"{place}/{key}", "keyword_refused", f"不支持 {key} / {key} is not taken")
        if place and ("$id" in found or "$schema" in found):
            yield _problem(place, "keyword_refused", "内层不支持 $id 与 $schema / no $id or $schema further in")
        if "$ref" in found and not _LOCAL.fullmatch(str(found["$ref"])):
            yield _problem(f"{place}/$ref", "reference_refused", "只能引用 #/$defs/… / may only refer to #/$defs/…")
        if "format" in found and str(found["format"]) not in FORMATS:
            yield _problem(f"{place}/format", "format_unknown", f"可用 / known: {', '.join(sorted(FORMATS))}")
    if patterns > PATTERNS_MAX:
        yield _problem("", "too_many_patterns", f"正则不得超过 {PATTERNS_MAX} 个 / more than {PATTERNS_MAX} patterns")


def _entangled(schema: Schema) -> Iterator[FieldProblem]:
    """References that go round in circles, or multiply until an event takes for ever."""
    if _cost(schema, _dict(schema.get("$defs")), {}, ()) > COST_MAX:
        sentence = f"引用成环，或展开后超过 {COST_MAX} 个子模式 / circular references, or over {COST_MAX} schemas"
        yield _problem("", "too_costly", sentence)


def _not_a_schema(schema: Schema) -> Iterator[FieldProblem]:
    """The meta-schema and the engine itself."""
    try:
        compiled(schema)
    except ValueError as error:
        said = next(iter(str(error).splitlines()), "")[:_SAID_LENGTH_MAX]
        sentence = f"不是有效的 JSON Schema（2020-12）/ not valid JSON Schema: {said}"
        yield _problem(pointer(getattr(error, "instance_path", ())), "not_draft_2020_12", sentence)


def _everywhere(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """The schema and every schema in it, with its place."""
    waiting: list[tuple[str, Any]] = [("", schema)]
    while waiting:
        place, found = waiting.pop()
        if isinstance(found, dict):
            yield place, found
            waiting += _inside(found, place)
            waiting += [(_below(place, "$defs", name), inner) for name, inner in _dict(found.get("$defs")).items()]


def _inside(schema: Schema, place: str = "") -> list[tuple[str, Any]]:
    """The schemas directly below this one that an event can meet: all but `$defs`."""
    one = [(_below(place, key), schema[key]) for key in _ONE if key in schema]
    listed = [(_below(place, key, at), item) for key in _LIST for at, item in enumerate(_listed(schema.get(key)))]
    named = [(_below(place, key, at), item) for key in _NAMED for at, item in _dict(schema.get(key)).items()]
    return one + listed + named


def _cost(schema: Any, defs: Schema, known: dict[str, float], walking: tuple[str, ...]) -> float:
    """How many schemas an event can meet from here; infinitely many where a definition comes back to itself."""
    if not isinstance(schema, dict):
        return 1
    cost = 1 + sum(_cost(inner, defs, known, walking) for _, inner in _inside(schema))
    named = _LOCAL.fullmatch(str(schema.get("$ref", "")))
    if not named:
        return cost
    name = named[1]
    if name in walking or len(walking) > DEPTH_MAX:
        return math.inf
    if name not in known:
        known[name] = _cost(defs.get(name), defs, known, (*walking, name))
    return cost + known[name]


def _is_holdable(value: Any) -> bool:
    match value:
        case str():
            return not _UNHOLDABLE.search(value)
        case float():
            return math.isfinite(value)
        case _:
            return True


def _dict(value: Any) -> dict[str, Any]:
    """Keywords of the wrong kind are refused by the meta-schema, later."""
    return value if isinstance(value, dict) else {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _below(place: str, *keys: object) -> str:
    """Places are cut short: a name may be as long as the whole schema, and have thousands of others below it."""
    return "/".join((place, *map(str, keys)))[:_PLACE_LENGTH_MAX]


def _problem(place: str, code: str, message: str) -> FieldProblem:
    return FieldProblem(f"schema{place}".encode("utf-8", "replace").decode(), code, message)
