"""Schemas of somebody we do not know: what is refused, where it says so, and what it costs to look."""

import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.facts.plan.checking import Checker
from siyu.facts.plan.contract import SchemaInvalid
from siyu.facts.plan.schemas import COST_MAX, DIALECT, PATTERNS_MAX, check_schema


def schema(**more: Any) -> dict[str, Any]:
    return {"type": "object", **more}


def having(**more: Any) -> dict[str, Any]:
    """A schema with one property that looks like this."""
    return schema(properties={"a": more})


def nested(depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "string"}
    for _ in range(depth):
        found = {"type": "array", "items": found}
    return schema(properties={"a": found})


def multiplying(levels: int) -> dict[str, Any]:
    """Each definition refers twice to the next: two to the power of `levels` ways through."""
    twice = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(levels)}
    return schema(**{"$defs": twice | {f"d{levels}": {}}, "$ref": "#/$defs/d0"})


CIRCLE = {"a": {"$ref": "#/$defs/b"}, "b": {"properties": {"again": {"$ref": "#/$defs/a"}}}}
CHAIN = {f"d{n}": {"$ref": f"#/$defs/d{n + 1}"} for n in range(900)} | {"d900": {}}
HOSTILE: dict[str, tuple[dict[str, Any], str, str]] = {
    "a list": ({"type": "array"}, "schema/type", "not_an_object"),
    "no type": ({}, "schema/type", "not_an_object"),
    "unknown type": (having(type="text"), "schema/properties/a/type", "not_draft_2020_12"),
    "a property that is no schema": (schema(properties={"a": 1}), "schema/properties/a", "not_draft_2020_12"),
    "properties that are a list": (schema(properties=[1]), "schema/properties", "not_draft_2020_12"),
    "required that is text": (schema(required="a"), "schema/required", "not_draft_2020_12"),
    "another dialect": (schema(**{"$schema": "http://example.com/"}), "schema/$schema", "dialect_unknown"),
    "the network": (having(**{"$ref": "http://example.com/a.json"}), "schema/properties/a/$ref", "reference_refused"),
    "a file": (having(**{"$ref": "file:///etc/passwd"}), "schema/properties/a/$ref", "reference_refused"),
    "a relative file": (having(**{"$ref": "other.json"}), "schema/properties/a/$ref", "reference_refused"),
    "itself": (having(**{"$ref": "#"}), "schema/properties/a/$ref", "reference_refused"),
    "another place": (having(**{"$ref": "#/properties/a"}), "schema/properties/a/$ref", "reference_refused"),
    "no such definition": (having(**{"$ref": "#/$defs/none"}), "schema", "not_draft_2020_12"),
    "a reference that is no text": (having(**{"$ref": ["#"]}), "schema/properties/a/$ref", "reference_refused"),
    "a definition": (schema(**{"$defs": {"a": {"$ref": "//x"}}}), "schema/$defs/a/$ref", "reference_refused"),
    "an inner id": (having(**{"$id": "http://example.com/"}), "schema/properties/a", "keyword_refused"),
    "a dynamic reference": (having(**{"$dynamicRef": "#a"}), "schema/properties/a/$dynamicRef", "keyword_refused"),
    "an anchor": (schema(allOf=[{"$anchor": "a"}]), "schema/allOf/0/$anchor", "keyword_refused"),
    "a circle": (schema(**{"$defs": CIRCLE, "$ref": "#/$defs/a"}), "schema", "too_costly"),
    "a chain": (schema(**{"$defs": CHAIN, "$ref": "#/$defs/d0"}), "schema", "too_costly"),
    "multiplying references": (multiplying(30), "schema", "too_costly"),
    "look-around": (having(pattern="(?=a)b"), "schema/properties/a/pattern", "not_draft_2020_12"),
    "back-references": (having(pattern=r"(a)\1"), "schema/properties/a/pattern", "not_draft_2020_12"),
    "a vast pattern": (having(pattern="((a{99}){99}){99}"), "schema/properties/a/pattern", "not_draft_2020_12"),
    "a broken pattern": (having(pattern="("), "schema/properties/a/pattern", "not_draft_2020_12"),
    "a broken name pattern": (schema(patternProperties={"(": {}}), "schema/patternProperties/(", "not_draft_2020_12"),
    "too many patterns": (schema(allOf=[{"pattern": "a"}] * (PATTERNS_MAX + 1)), "schema", "too_many_patterns"),
    "too many schemas": (schema(allOf=[{}] * COST_MAX), "schema", "too_costly"),
    "the format regex": (having(format="regex"), "schema/properties/a/format", "format_unknown"),
    "a format that is no text": (having(format={}), "schema/properties/a/format", "format_unknown"),
    "64 KB": (having(description="x" * 64 * 1024), "schema", "too_large"),
    "half a character": (having(title="\ud800"), "schema/properties/a/title", "not_json"),
    "half a character in a name": (schema(properties={"\ud800": {}}), "schema/properties", "not_json"),
    "a NUL": (schema(title="a\0"), "schema/title", "not_json"),
    "NaN": (having(minimum=float("nan")), "schema/properties/a/minimum", "not_json"),
    "an origin of its own": (schema(**{"x-origin": "anybody"}), "schema/x-origin", "origin_unknown"),
    "a title that is a list": (schema(title=[1]), "schema/title", "text_invalid"),
    "aliases that are text": (schema(**{"x-segment": "Order Completed"}), "schema/x-segment", "text_invalid"),
}  # fmt: skip


@pytest.mark.parametrize(("hostile", "place", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_schema_is_refused_where_it_is_wrong(hostile: dict[str, Any], place: str, code: str) -> None:
    with pytest.raises(SchemaInvalid) as refused:
        check_schema(hostile)
    assert (place, code) in {(problem.field, problem.code) for problem in refused.value.fields}
    assert all("/" in problem.message for problem in refused.value.fields)


def test_a_schema_nests_just_so_deep() -> None:
    check_schema(nested(28))
    for depth in (29, 500, 5_000):
        with pytest.raises(SchemaInvalid) as refused:
            check_schema(nested(depth))
        assert refused.value.fields[0].code == "too_deep"


def test_a_name_as_long_as_the_schema_costs_no_memory() -> None:
    long = "x" * 500_000
    with pytest.raises(SchemaInvalid) as refused:
        check_schema(schema(properties={long: {"enum": [0] * 100_000 + ["\0"]}}))
    assert len(refused.value.fields[0].field) < 400


def test_ordinary_schemas_are_taken() -> None:
    price = {"type": "integer", "minimum": 0}
    check_schema(
        {
            "$schema": DIALECT,
            "$id": "urn:example:event",
            "title": "Lease asked for",
            "x-title-zh": "申请租赁",
            "x-group": "leasing",
            "x-origin": "server",
            "type": "object",
            "$defs": {"price": price},
            "properties": {
                "total_cents": {"$ref": "#/$defs/price"},
                "$ref": {"type": "string"},
                "format": {"enum": ["pdf", "regex"], "default": "pdf"},
                "mail": {"type": "string", "format": "email", "pattern": r"^[\w.]{1,100}@"},
            },
            "if": {"required": ["mail"]},
            "then": {"required": ["total_cents"]},
            "additionalProperties": False,
            "examples": [{"format": "doc", "$ref": "http://example.com/"}],
        }
    )


def test_the_worst_pattern_that_is_taken_answers_at_once() -> None:
    slow_elsewhere = having(type="string", pattern="^(a+)+$")
    check_schema(slow_elsewhere)
    started = time.perf_counter()
    assert Checker(slow_elsewhere).violations({"a": "a" * 30_000 + "!"})
    assert time.perf_counter() - started < 1


KEYWORDS = st.sampled_from(
    ["type", "properties", "required", "items", "allOf", "enum", "const", "$ref", "$defs", "pattern", "format", "not",
     "minimum", "additionalProperties", "patternProperties", "if", "x-origin", "title", "prefixItems", "a"]
)  # fmt: skip
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["object", "#/$defs/a", "("])
)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYWORDS, inner, max_size=4), max_leaves=12
)


@given(wanted=st.dictionaries(KEYWORDS, ANYTHING, max_size=5).map(lambda found: {**found, "type": "object"}))
def test_any_object_is_taken_or_refused_and_what_is_taken_judges(wanted: dict[str, Any]) -> None:
    with suppress(SchemaInvalid):
        check_schema(wanted)
        Checker(wanted).violations({"a": [1, {"a": "x"}]})
