"""The event spec as shipped: every file a schema in house style, both languages, examples that keep to it."""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import siyu.facts.plan
from siyu.facts.plan.checking import Checker
from siyu.facts.plan.contract import PlannedEvent
from siyu.facts.plan.schemas import DIALECT, check_schema
from siyu.facts.plan.service import groups, segment_names, shipped

FOLDER = Path(siyu.facts.plan.__file__).parent / "spec"
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
IRREGULAR = (
    *("sent", "spent", "lost", "left", "paid", "withdrawn", "given", "drawn", "bound", "cast", "held", "shown"),
    *("hidden", "visit", "in", "clawed_back"),
)
CHINESE = re.compile("[\u4e00-\u9fff]")
ACCOUNTABLE = {"order", "points", "membership", "wallet", "distribution", "reach"}
"""Groups in which a forged event would be worth something."""
HARMLESS = {"signed_in"}
EVENTS = list(shipped().values())


def properties(event: PlannedEvent) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = event.schema["properties"]
    return found


def test_the_groups_list_every_file_once() -> None:
    listed = [f"{group.code}/{name}" for group in groups() for name in group.events]
    assert sorted(listed) == sorted(f"{path.parent.name}/{path.stem}" for path in FOLDER.glob("*/*.json"))
    assert len(listed) == len(set(shipped())) > 90
    assert all(CHINESE.search(group.title_zh) and group.title_en.isascii() for group in groups())


def test_every_event_is_described_whole() -> None:
    for event in EVENTS:
        schema = event.schema
        check_schema(schema)
        assert schema["$schema"] == DIALECT
        assert schema["$id"] == f"urn:siyu:event:{event.name}:1"
        assert event.group == next(group.code for group in groups() if event.name in group.events)
        assert schema["additionalProperties"] is True
        assert set(schema.get("required", ())) <= set(properties(event)), event.name
        assert CHINESE.search(event.title_zh), event.name
        assert CHINESE.search(event.description_zh), event.name
        for sentence in (event.title_en, event.description_en):
            assert sentence.strip()
            assert not CHINESE.search(sentence), event.name


def test_examples_keep_to_their_schema_and_show_what_it_needs() -> None:
    for event in EVENTS:
        checker = Checker(event.schema)
        first, *_ = examples = event.schema["examples"]
        assert len(examples) <= 2
        for example in examples:
            assert checker.violations(example) == (), event.name
            assert set(example) <= set(properties(event)), event.name
        for missing in event.schema.get("required", ()):
            found = checker.violations({name: value for name, value in first.items() if name != missing})
            assert [(violation.path, violation.code) for violation in found] == [(f"/{missing}", "required")]


def test_names_are_snake_case_and_in_the_past_tense() -> None:
    for event in EVENTS:
        assert NAME.fullmatch(event.name), event.name
        assert event.name.endswith(("ed", *IRREGULAR)), event.name
        assert all(NAME.fullmatch(name) for name in properties(event))


def test_a_property_means_the_same_wherever_it_stands() -> None:
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for event in EVENTS:
        for name, schema in properties(event).items():
            meanings[name].add(json.dumps(schema, sort_keys=True, ensure_ascii=False))
            assert schema["title"]
            assert schema["x-title-zh"]
    assert {name: len(found) for name, found in meanings.items() if len(found) > 1} == {}


def test_money_is_whole_numbers_beside_a_currency_and_what_people_write_is_personal() -> None:
    for event in EVENTS:
        money = {name for name in properties(event) if name.endswith("_cents")}
        assert all(properties(event)[name]["type"] == "integer" for name in money), event.name
        assert not money or "currency" in properties(event), event.name
        for written in {"query", "review_text", "comment_text", "answers", "element_text"} & set(properties(event)):
            assert properties(event)[written]["x-personal"] is True


def test_what_a_forged_request_must_not_create_comes_from_a_server() -> None:
    open_to_clients = {event.name for event in EVENTS if event.origin == "client"}
    worth = {event.name for event in EVENTS if event.group in ACCOUNTABLE} - HARMLESS
    assert worth & open_to_clients == set()
    assert {
        "coupon_granted",
        "coupon_redeemed",
        "consent_given",
        "red_packet_opened",
        "tag_added",
    } & open_to_clients == set()
    assert {"product_viewed", "page_viewed", "shared", "share_opened", "coupon_entered"} <= open_to_clients


def test_segments_names_lead_to_one_event_each() -> None:
    listed = [alias for event in EVENTS for alias in event.segment]
    assert len(listed) == len(set(listed)) == len(segment_names())
    assert segment_names()["Order Completed"] == "order_paid"
    assert segment_names()["Product Added"] == "cart_item_added"
    assert not set(segment_names()) & set(shipped())
