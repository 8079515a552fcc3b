"""A short way to say what people said, for tests of consent."""

from datetime import timedelta
from uuid import UUID

from siyu.kernel.tx import Tx
from siyu.people.consent import service as consent
from siyu.people.consent.contract import TERMS, Channel, Consent, Evidence, Purpose, Standing, State
from tests.people.keys import resolve

FORM = Evidence("form", where="https://example.com/join")
VERSION = "2026-01"


def publish_all(tx: Tx) -> None:
    for purpose, terms in TERMS.items():
        consent.publish(tx, purpose=purpose, version=VERSION, zh=f"同意{terms.zh}", en=f"I agree to {terms.en}")


def people(tx: Tx, count: int) -> list[UUID]:
    """So many people somebody knows; the texts are published."""
    publish_all(tx)
    found = resolve(tx, *(f"m{number}" for number in range(count))).person_ids
    return [person_id for person_id in found if person_id]


def say(
    tx: Tx,
    person_id: UUID,
    state: State,
    purpose: Purpose = "marketing",
    channel: Channel = "any",
    origin_id: UUID | None = None,
) -> Consent:
    """A second later than whatever was said before."""
    tx.now += timedelta(seconds=1)
    told = {"person_id": person_id, "purpose": purpose, "channel": channel, "origin_id": origin_id}
    verb, version = (consent.give, VERSION) if state == "granted" else (consent.withdraw, None)
    return verb(tx, **told, version=version, evidence=FORM, source="h5")  # type: ignore[arg-type]


def stands(tx: Tx, person_id: UUID, purpose: Purpose = "marketing") -> dict[Channel, State]:
    return {item.channel: item.state for item in standings(tx, person_id) if item.purpose == purpose}


def standings(tx: Tx, person_id: UUID) -> list[Standing]:
    return consent.standing(tx, person_ids=[person_id])[person_id]


def may(tx: Tx, person_id: UUID, purpose: Purpose = "marketing", channel: Channel = "any") -> bool:
    return person_id in consent.may(tx, person_ids=[person_id], purpose=purpose, channel=channel)
