"""Sets of identifiers in one word each, for tests: "a" is a member id, "a b" a set of two, the first most trusted."""

from uuid import UUID

from sqlalchemy import func, select

from siyu.kernel.tx import SYSTEM, Begin, Tx
from siyu.people.identity import service as identity
from siyu.people.identity.contract import Identifier, Resolved
from siyu.people.identity.tables import IdentifierRow, PersonRow
from siyu.people.profiles import service as profiles


def key(words: str) -> tuple[Identifier, ...]:
    return tuple(Identifier("member_id", word) for word in words.split())


def resolve(tx: Tx, *keys: str, source: str = "pos") -> Resolved:
    return identity.resolve(tx, keys=[key(words) for words in keys], source=source)


def settle(begin: Begin, *keys: str) -> list[UUID | None]:
    """Resolve in a transaction of its own, and open profiles for who is new, as every caller does."""
    with begin(SYSTEM) as tx:
        resolved = resolve(tx, *keys)
        profiles.open_profiles(tx, person_ids=resolved.created)
    return resolved.person_ids


def holders(begin: Begin) -> dict[str, UUID]:
    with begin(SYSTEM) as tx:
        return {row.value: row.person_id for row in tx.db.execute(select(IdentifierRow.value, IdentifierRow.person_id))}


def persons(begin: Begin) -> set[UUID]:
    with begin(SYSTEM) as tx:
        return set(tx.db.scalars(select(PersonRow.id)))


def orphans(begin: Begin) -> int:
    """People who hold no identifier."""
    with begin(SYSTEM) as tx:
        lonely = ~PersonRow.id.in_(select(IdentifierRow.person_id))
        return tx.db.execute(select(func.count()).select_from(PersonRow).where(lonely)).scalar_one()
