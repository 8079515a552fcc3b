"""The guide's tables are what the spec says, in both languages."""

import pytest

from siyu.facts.plan.service import segment_names, shipped
from tools import event_docs


def test_the_guide_is_in_step_with_the_spec() -> None:
    assert event_docs.main(["--check"]) == 0


@pytest.mark.parametrize("page", event_docs.PAGES, ids=lambda page: page.name)
def test_every_event_every_property_and_every_alias_is_told(page: event_docs.Page) -> None:
    told = event_docs.kept(page)
    properties = {name for event in shipped().values() for name in event.schema["properties"]}
    for name in (*shipped(), *properties):
        assert f"| `{name}` |" in told
    for alias, name in segment_names().items():
        assert f"| {alias} | `{name}` |" in told
