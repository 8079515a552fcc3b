"""YAML as people write it by hand: plain words stay text, nothing is built, nothing is repeated or made enormous."""

import re
from collections.abc import Hashable
from typing import Any

import yaml

_DEPTH_MAX = 12


def read_plain(text: str) -> Any:
    """The tree; raises yaml.YAMLError, and ValueError or OverflowError for values nothing can hold."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506  (a SafeLoader that also refuses aliases and repeated keys)


class _Loader(yaml.SafeLoader):
    """Plain YAML: a column may be called `no` or `2024`, so every word but true, false and null is text.

    Aliases are refused: a mapping never needs them, and they can make a small text enormous.
    """

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not used in mappings")
        self._depth += 1
        if self._depth > _DEPTH_MAX:
            raise yaml.YAMLError("nested too deeply")
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002  (PyYAML fixes the signature)
        keys = [key.value for key, _ in node.value]
        if repeated := sorted({str(key) for key in keys if keys.count(key) > 1}):
            raise yaml.YAMLError(f"{', '.join(repeated)} is given twice")
        return super().construct_mapping(node, deep=deep)


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
