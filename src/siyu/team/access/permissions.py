"""Who may do what: one table, read by the house and by nobody's memory."""

from typing import Final

from siyu.team.staff.contract import Role

ALL: Final = frozenset(
    {
        *("people:read", "people:write", "people:reveal", "people:export"),
        *("orders:read", "orders:write", "orders:export"),
        *("products:read", "products:write", "products:export"),
        *("imports:read", "imports:write"),
        *("insight:read", "insight:write"),
        *("staff:read", "staff:write"),
        *("keys:read", "keys:write"),
        *("system:read", "system:write"),
        *("events:read", "events:plan", "events:write"),
        *("ledger:read", "ledger:write"),
        *("people:merge", "consent:read", "consent:write"),
        "audit:read",
    }
)
"""Every permission there is. `events:write` is for machines that send what happened."""

OF_ROLE: Final[dict[Role, frozenset[str]]] = {
    "owner": ALL,
    "operator": ALL
    - {"staff:read", "staff:write", "keys:read", "keys:write", "system:write", "events:write", "ledger:write"},
    "staff": frozenset({"people:read", "orders:read", "products:read", "consent:read", "consent:write"}),
    "analyst": frozenset(
        {"insight:read", "people:read", "orders:read", "products:read", "imports:read", "events:read"}
    ),
}

SENDING: Final = "events:write"
PUBLIC_KEY: Final = frozenset({SENDING})
"""All a key may do that is written into a web page, where everybody can read it."""
