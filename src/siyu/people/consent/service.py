"""Write down what people allow and take back, say what stands, and keep the texts they agreed to."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from siyu.kernel.pages import Page, PageWanted, cut
from siyu.kernel.tx import Tx
from siyu.people.consent import queries, rules
from siyu.people.consent.contract import (
    CHANNELS,
    TERMS,
    Channel,
    Consent,
    ConsentText,
    Evidence,
    Purpose,
    Standing,
    TextMissing,
    TextPublished,
)
from siyu.people.consent.merging import follow
from siyu.people.identity import service as identity

__all__ = [
    "allowed", "export", "follow", "forget", "give", "history", "may", "publish", "standing", "texts", "withdraw",
]  # fmt: skip


def give(  # noqa: PLR0913  (who, for what, by what means, to which words, and how we know: none can be missing)
    tx: Tx,
    *,
    person_id: UUID,
    purpose: Purpose,
    channel: Channel,
    version: str,
    evidence: Evidence,
    source: str,
    origin_id: UUID | None = None,
) -> Consent:
    """The person allows this; `version` is the published text they agreed to.

    `origin_id` is whom they were taken for, where that is known: the consent follows it when people part.
    """
    rules.check(purpose, channel)
    if not queries.published(tx.db, {(purpose, version)}):
        raise TextMissing(purpose=purpose, version=version)
    who = (tx.new_id(), person_id, origin_id or person_id)
    return _say(tx, Consent(*who, purpose, channel, "granted", version, evidence, source, tx.now))


def withdraw(  # noqa: PLR0913  (as easy as giving: the same arguments)
    tx: Tx,
    *,
    person_id: UUID,
    purpose: Purpose,
    channel: Channel,
    version: str | None,
    evidence: Evidence,
    source: str,
    origin_id: UUID | None = None,
) -> Consent:
    """The person takes it back or never wants it, with channel `any` for all; no text is needed for that."""
    rules.check(purpose, channel)
    who = (tx.new_id(), person_id, origin_id or person_id)
    return _say(tx, Consent(*who, purpose, channel, "withdrawn", version, evidence, source, tx.now))


def standing(tx: Tx, *, person_ids: Collection[UUID]) -> dict[UUID, list[Standing]]:
    """What holds of each, for every purpose and channel of which something was said."""
    cells = _cells(tx, person_ids, None)
    return {person_id: rules.standings(cells[person_id]) for person_id in person_ids}


def may(tx: Tx, *, person_ids: Collection[UUID], purpose: Purpose, channel: Channel) -> set[UUID]:
    """Those of them for whom this is allowed now; strangers are not among them.

    For a purpose that waits for a grant: whose latest word about this channel, or about any, is a grant. For one that
    is allowed until somebody withdraws (see TERMS): everybody known whose latest word is not a withdrawal. `any` asks
    for every channel at once.
    """
    rules.check(purpose, channel)
    cells = _cells(tx, person_ids, purpose)
    asked = queries.known(tx.db, person_ids) if TERMS[purpose].is_opt_out else set(cells)
    return {person_id for person_id in asked if rules.allows(cells[person_id], purpose, channel)}


def allowed(tx: Tx, *, person_id: UUID) -> set[tuple[Purpose, Channel]]:
    """Every purpose and channel `may` would say yes to for this person."""
    cells = _cells(tx, [person_id], None)[person_id]
    is_known = bool(queries.known(tx.db, [person_id]))
    return {
        (purpose, channel)
        for purpose, terms in TERMS.items()
        for channel in CHANNELS
        if (is_known or not terms.is_opt_out) and rules.allows(cells, purpose, channel)
    }


def history(tx: Tx, *, person_id: UUID, wanted: PageWanted) -> Page[Consent]:
    """Everything that was said, and what merges restated, newest first."""
    rows = queries.listed(tx.db, person_id, wanted)
    page, next_cursor = cut(rows, wanted, default=queries.HISTORY_SORT, sort_value=getattr, key=lambda row: row.id)
    return Page(list(page), next_cursor, queries.count(tx.db, person_id))


def publish(tx: Tx, *, purpose: Purpose, version: str, zh: str, en: str) -> ConsentText:
    """Publish a wording, for good: who agreed to a version agreed to these words."""
    rules.check(purpose, "any")
    new = ConsentText(tx.new_id(), purpose, version, zh, en, tx.now)
    if not queries.add_text(tx.db, new):
        raise TextPublished(purpose=purpose, version=version)
    return new


def texts(tx: Tx, *, wanted: PageWanted, purpose: Purpose | None = None) -> Page[ConsentText]:
    """A page of published texts, the newest first."""
    rows = queries.texts(tx.db, wanted, purpose)
    page, next_cursor = cut(rows, wanted, default=queries.TEXTS_SORT, sort_value=getattr, key=lambda row: row.id)
    return Page([queries.text_of(row) for row in page], next_cursor, queries.count_texts(tx.db, purpose))


def forget(tx: Tx, *, person_id: UUID) -> dict[str, int]:
    """Erase what this person said; rows deleted per table. Nothing is allowed of them from then on."""
    return queries.erase(tx.db, person_id)


def export(tx: Tx, *, person_id: UUID) -> list[dict[str, Any]]:
    """What this person said, oldest first, each with the words they agreed to."""
    said = sorted(queries.locked_rows(tx.db, person_id), key=lambda row: row.at)
    wording = queries.published(tx.db, {(row.purpose, row.version) for row in said if row.version})
    return [_exported(row, wording.get((row.purpose, row.version or ""))) for row in said if row.merge_id is None]


def _say(tx: Tx, told: Consent) -> Consent:
    """Who has become somebody else meanwhile says it as who they are now."""
    identity.expect(tx, person_id=told.person_id)
    today = identity.current(tx, person_ids=[told.person_id])[told.person_id]
    row = replace(told, person_id=today, at=queries.next_moment(tx.db, [today], tx.now))
    queries.add(tx.db, [row])
    return row


def _cells(tx: Tx, person_ids: Collection[UUID], purpose: Purpose | None) -> dict[UUID, rules.Cells]:
    rows: dict[UUID, list[Consent]] = defaultdict(list)
    for row in queries.cells(tx.db, person_ids, purpose):
        rows[row.person_id].append(row)
    return defaultdict(dict, {person_id: rules.latest(mine) for person_id, mine in rows.items()})


def _exported(row: Consent, wording: ConsentText | None) -> dict[str, Any]:
    return {
        "purpose": row.purpose,
        "purpose_zh": TERMS[row.purpose].zh,
        "purpose_en": TERMS[row.purpose].en,
        "channel": row.channel,
        "state": row.state,
        "version": row.version,
        "text_zh": wording.zh if wording else None,
        "text_en": wording.en if wording else None,
        "evidence": row.evidence.kept(),
        "source": row.source,
        "at": row.at.isoformat(),
    }
