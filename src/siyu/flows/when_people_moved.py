"""When people turned out to be one, or two: tell the log, which keeps every event as it was written."""

from siyu.facts.events import service as events
from siyu.facts.warehouse.service import Warehouse
from siyu.flows.listeners import when
from siyu.kernel.tx import Tx
from siyu.people.identity import service as identity
from siyu.people.identity.contract import PeopleMoved


@when(PeopleMoved)
def tell_the_log(tx: Tx, fact: PeopleMoved, warehouse: Warehouse) -> None:
    """As things stand now; told twice, or late, the later version counts."""
    events.note_people(warehouse, overrides=identity.overrides(tx, person_ids=fact.person_ids))
