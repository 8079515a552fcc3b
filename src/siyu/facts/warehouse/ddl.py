"""Writes the numbered DDL for the place it runs in: one embedded engine, one server, or a named cluster."""

import re
from dataclasses import dataclass

_DURABLE = (
    "fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1, "
    "min_compressed_bytes_to_fsync_after_merge = 1, max_suspicious_broken_parts = 1000000"
)
"""Without all five, a power cut loses acknowledged inserts or leaves a store that refuses to open (measured)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the DDL runs. `cluster` makes tables replicated below a Distributed one."""

    is_embedded: bool
    cluster: str | None = None


def render(template: str, place: Place) -> list[str]:
    """The statements of one DDL file, slots filled: `{on_cluster} {local} {merge_tree} {replacing} {durable}`.

    A block between `-- cluster only` and `-- end` is kept only where a cluster is named.
    """
    text = template if place.cluster else re.sub(r"-- cluster only\n.*?-- end\n", "", template, flags=re.DOTALL)
    text = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("--"))
    slots = {
        "{on_cluster}": f"ON CLUSTER {place.cluster}" if place.cluster else "",
        "{local}": "_local" if place.cluster else "",
        "{replacing}": "ReplicatedReplacingMergeTree" if place.cluster else "ReplacingMergeTree",
        "{merge_tree}": "ReplicatedMergeTree" if place.cluster else "MergeTree",
        "{durable}": f"SETTINGS {_DURABLE}" if place.is_embedded else "",
        "{cluster}": place.cluster or "",
    }
    for slot, value in slots.items():
        text = text.replace(slot, value)
    return [statement.strip() for statement in text.split(";") if statement.strip()]
