"""Sets of identifiers in one word each, for tests: "a" is an identifier, "a b" a set of two, the first most trusted.

Each first letter is a type of its own, so that whatever is seen together may be one person's; "c" is the unionid, of
which nobody has two, and "z" a device.
"""

from uuid import UUID

from sqlalchemy import func, select

from siyu.kernel.tx import SYSTEM, Begin, Tx
from siyu.people.identity import service as identity
from siyu.people.identity.contract import DEVICE, Identifier, Resolved
from siyu.people.identity.kinds import KINDS
from siyu.people.identity.tables import IdentifierRow, PersonRow
from siyu.people.profiles import service as profiles


def key(words: str) -> tuple[Identifier, ...]:
    return tuple(Identifier(kind(word), word) for word in words.split())


def kind(word: str) -> str:
    return DEVICE if word.startswith("z") else _KINDS[sum(map(ord, word[:1])) % len(_KINDS)]


_KINDS = [name for name, about in KINDS.items() if not about.is_weak]


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
        rows = tx.db.execute(select(IdentifierRow.value, IdentifierRow.person_id)).all()
        now = identity.current(tx, person_ids={person_id for _, person_id in rows})
        return {value: now[person_id] for value, person_id in rows}


def persons(begin: Begin) -> set[UUID]:
    with begin(SYSTEM) as tx:
        ids = set(tx.db.scalars(select(PersonRow.id)))
        return set(identity.current(tx, person_ids=ids).values())


def orphans(begin: Begin) -> int:
    """People who hold no identifier."""
    with begin(SYSTEM) as tx:
        lonely = ~PersonRow.id.in_(select(IdentifierRow.person_id))
        return tx.db.execute(select(func.count()).select_from(PersonRow).where(lonely)).scalar_one()
