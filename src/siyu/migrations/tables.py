"""Imports every room's tables, so that the history knows them all; a house test finds the one somebody forgot."""

from siyu.facts.items import tables as items
from siyu.facts.ledger import tables as ledger
from siyu.facts.plan import tables as plan
from siyu.flows.imports import tables as imports
from siyu.flows.ingest import tables as ingest
from siyu.kernel import idempotency, outbox
from siyu.kernel.db import Row
from siyu.people.consent import tables as consent
from siyu.people.identity import tables as identity
from siyu.people.profiles import tables as profiles
from siyu.team.access import tables as access
from siyu.team.audit import tables as audit
from siyu.team.staff import tables as staff
from siyu.trade.catalog import tables as catalog
from siyu.trade.orders import tables as orders

MODULES = (
    items,
    ledger,
    plan,
    ingest,
    imports,
    idempotency,
    outbox,
    identity,
    consent,
    profiles,
    access,
    audit,
    staff,
    catalog,
    orders,
)
METADATA = Row.metadata
