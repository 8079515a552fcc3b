"""Errors: every one has a code of its own and a sentence in both languages with the same slots."""

import importlib
import pkgutil
import re
from collections import Counter
from string import Formatter

import pytest

import siyu
from siyu.kernel.errors import FieldProblem, Invalid, NotFound, SiyuError, Upstream


class SeatsTaken(Invalid):
    code = "seats_taken"
    zh = "只剩 {left} 个座位，{name}"
    en = "Only {left} seats left, {name}"


def every_error() -> list[type[SiyuError]]:
    for module in pkgutil.walk_packages(siyu.__path__, "siyu."):
        if not module.name.startswith("siyu.migrations."):
            importlib.import_module(module.name)
    found: list[type[SiyuError]] = []
    waiting: list[type[SiyuError]] = [SiyuError]
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting += kind.__subclasses__()
    return [kind for kind in found if kind.__module__.startswith("siyu.")]


def slots(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_every_error_of_the_house_speaks_both_languages_with_the_same_slots() -> None:
    for kind in every_error():
        assert re.search("[\u4e00-\u9fff]", kind.zh) or kind.zh == "{title}", kind
        assert re.search("[A-Za-z]", kind.en), kind
        assert not re.search("[\u4e00-\u9fff]", kind.en), kind
        assert slots(kind.zh) == slots(kind.en), kind


def test_every_error_of_the_house_has_a_code_of_its_own() -> None:
    codes = Counter(kind.code for kind in every_error() if "code" in vars(kind))
    assert [code for code, times in codes.items() if times > 1 or not re.fullmatch("[a-z][a-z0-9_]*", code)] == []


def test_a_sentence_fills_its_slots_in_either_language() -> None:
    error = SeatsTaken(left=2, name="Lin")
    assert error.message("zh") == "只剩 2 个座位，Lin"
    assert error.message("en") == "Only 2 seats left, Lin"
    assert str(error) == "seats_taken: Only 2 seats left, Lin"


def test_a_missing_slot_shows_its_name_and_raises_nothing() -> None:
    assert SeatsTaken(left=2).message("en") == "Only 2 seats left, {name}"


def test_braces_in_a_fact_are_shown_as_they_are() -> None:
    assert (
        SeatsTaken(left="{name}", name="{left.__class__}").message("en") == "Only {name} seats left, {left.__class__}"
    )


@pytest.mark.parametrize("language", ["de", "", "EN"])
def test_a_language_we_do_not_speak_gets_english(language: str) -> None:
    assert NotFound().message(language) == "Not found"


def test_fields_and_facts_travel_with_the_error() -> None:
    problem = FieldProblem("phone", "too_short", "At least 5 digits")
    error = SeatsTaken(fields=(problem,), left=1)
    assert (error.fields, error.facts) == ((problem,), {"left": 1})


def test_an_upstream_error_says_whether_trying_again_can_help() -> None:
    assert [Upstream(retry=True).retry, Upstream(retry=False).retry] == [True, False]
