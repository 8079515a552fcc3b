"""The ledger: its tables, the functions that post transfers, and the guards of what is written once."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# One transfer in one round trip. The outcome is `done`, or says why nothing at all was changed. A key that is known is
# noticed last: retries are rare, and taking back what nobody has seen yet costs them alone.
POST = """
CREATE FUNCTION ledger_post(
    p_key text, p_fingerprint bytea, p_kind text, p_from uuid, p_to uuid, p_unit text, p_amount bigint, p_why text,
    p_at timestamptz, p_with_lots boolean DEFAULT false, p_held bigint DEFAULT 0, p_debt bigint DEFAULT 0,
    p_reverses bigint DEFAULT NULL, p_hold_id uuid DEFAULT NULL,
    OUT o_outcome text, OUT o_number bigint, OUT o_from_balance bigint, OUT o_to_balance bigint
) LANGUAGE plpgsql AS $$
DECLARE
    giver_is_open boolean;
    taker_is_open boolean;
    known bytea;
BEGIN
    SELECT CASE
        WHEN f.unit <> p_unit OR t.unit <> p_unit THEN 'unit_differs'
        WHEN (f.keeps_lots OR t.keeps_lots) AND NOT p_with_lots THEN 'keeps_lots'
        ELSE 'done' END, f.may_overdraw, t.may_overdraw
    INTO o_outcome, giver_is_open, taker_is_open
    FROM ledger_accounts f, ledger_accounts t WHERE f.id = p_from AND t.id = p_to;
    IF o_outcome IS NULL THEN
        o_outcome := 'missing';
    ELSIF o_outcome = 'done' THEN
        IF NOT giver_is_open THEN
            IF p_to < p_from AND NOT taker_is_open THEN  -- everybody locks in the order of ids
                PERFORM 1 FROM ledger_balances WHERE account_id = p_to FOR NO KEY UPDATE;
            END IF;
            UPDATE ledger_balances SET balance = balance - p_amount, held = held - p_held, debt = debt + p_debt
            WHERE account_id = p_from AND held >= p_held AND balance - held + debt >= p_amount - p_held - p_debt
            RETURNING balance INTO o_from_balance;
            IF NOT FOUND THEN
                o_outcome := 'insufficient';
            END IF;
        ELSIF taker_is_open THEN
            PERFORM pg_current_xact_id();  -- before the number is drawn: the mark of the chain relies on that order
        END IF;
    END IF;
    IF o_outcome = 'done' THEN
        IF NOT taker_is_open THEN
            UPDATE ledger_balances SET balance = balance + p_amount, debt = debt - least(debt, p_amount)
            WHERE account_id = p_to RETURNING balance INTO o_to_balance;
        END IF;
        INSERT INTO ledger_transfers (key, fingerprint, kind, from_id, to_id, unit, amount, why, at, from_balance,
            to_balance, reverses, hold_id)
        VALUES (p_key, p_fingerprint, p_kind, p_from, p_to, p_unit, p_amount, p_why, p_at, o_from_balance,
            o_to_balance, p_reverses, p_hold_id)
        ON CONFLICT (key) DO NOTHING RETURNING number INTO o_number;
        IF FOUND THEN
            RETURN;
        END IF;
        UPDATE ledger_balances SET balance = balance + p_amount, held = held + p_held,
            debt = greatest(held + p_held - balance - p_amount, 0) WHERE account_id = p_from;
        UPDATE ledger_balances SET balance = balance - p_amount, debt = greatest(held - balance + p_amount, 0)
        WHERE account_id = p_to;
    END IF;
    SELECT number, fingerprint INTO o_number, known FROM ledger_transfers WHERE key = p_key;
    IF FOUND THEN
        o_outcome := CASE WHEN known = p_fingerprint THEN 'replayed' ELSE 'reused' END;
    END IF;
END $$
"""

# A whole batch, all or nothing. What the batch brings into an account cannot be spent by the same batch, so its order
# does not matter. Rows say what became of each place; when any is refused, only the refused are returned.
POST_MANY = """
CREATE FUNCTION ledger_post_many(
    p_keys text[], p_fingerprints bytea[], p_kinds text[], p_froms uuid[], p_tos uuid[], p_units text[],
    p_amounts bigint[], p_whys text[], p_at timestamptz, p_with_lots boolean DEFAULT false
) RETURNS TABLE (o_place bigint, o_outcome text, o_number bigint, o_from_balance bigint, o_to_balance bigint)
LANGUAGE plpgsql AS $$
DECLARE
    outcomes text[];
    fresh bigint[];
    wanted bigint;
    counted bigint;
BEGIN
    PERFORM 1 FROM ledger_balances WHERE account_id = ANY (p_froms || p_tos) ORDER BY account_id FOR NO KEY UPDATE;
    SELECT array_agg(CASE
        WHEN t.fingerprint = b.fingerprint THEN 'replayed'
        WHEN t.number IS NOT NULL THEN 'reused'
        WHEN f.id IS NULL OR g.id IS NULL THEN 'missing'
        WHEN f.unit <> b.unit OR g.unit <> b.unit THEN 'unit_differs'
        WHEN f.keeps_lots AND NOT p_with_lots THEN 'keeps_lots'
        ELSE 'done' END ORDER BY b.place)
    INTO outcomes
    FROM unnest(p_keys, p_fingerprints, p_froms, p_tos, p_units)
        WITH ORDINALITY AS b (key, fingerprint, from_id, to_id, unit, place)
    LEFT JOIN ledger_transfers t ON t.key = b.key
    LEFT JOIN ledger_accounts f ON f.id = b.from_id
    LEFT JOIN ledger_accounts g ON g.id = b.to_id;
    IF NOT outcomes <@ ARRAY['done', 'replayed'] THEN
        RETURN QUERY SELECT place, outcome, NULL::bigint, NULL::bigint, NULL::bigint
        FROM unnest(outcomes) WITH ORDINALITY AS u (outcome, place) WHERE outcome NOT IN ('done', 'replayed');
        RETURN;
    END IF;
    SELECT coalesce(array_agg(place), '{}') INTO fresh
    FROM unnest(outcomes) WITH ORDINALITY AS u (outcome, place) WHERE outcome = 'done';
    PERFORM pg_current_xact_id();

    SELECT count(*) INTO wanted FROM ledger_balances WHERE account_id IN (
        SELECT s.id FROM unnest(fresh) AS n (place), unnest(ARRAY[p_froms[n.place], p_tos[n.place]]) AS s (id));
    WITH net AS (
        SELECT s.id, sum(s.debit)::bigint AS debit, sum(s.credit)::bigint AS credit FROM unnest(fresh) AS n (place),
        LATERAL (VALUES (p_froms[n.place], p_amounts[n.place], 0), (p_tos[n.place], 0, p_amounts[n.place]))
            AS s (id, debit, credit) GROUP BY s.id)
    UPDATE ledger_balances b SET balance = b.balance + net.credit - net.debit, debt = b.debt - least(b.debt, net.credit)
    FROM net WHERE b.account_id = net.id AND NOT EXISTS (
        SELECT 1 FROM net n JOIN ledger_balances short ON short.account_id = n.id
        WHERE n.debit > 0 AND short.balance - short.held + short.debt < n.debit);
    GET DIAGNOSTICS counted = ROW_COUNT;
    IF counted < wanted THEN
        RETURN QUERY SELECT 1::bigint, 'insufficient', NULL::bigint, NULL::bigint, NULL::bigint;
        RETURN;
    END IF;

    RETURN QUERY
    WITH sides AS (
        SELECT n.place, s.id, s.change FROM unnest(fresh) AS n (place),
        LATERAL (VALUES (p_froms[n.place], -p_amounts[n.place]), (p_tos[n.place], p_amounts[n.place])) AS s (id, change)
    ), running AS (
        SELECT s.place, s.id, (b.balance - sum(s.change) OVER (PARTITION BY s.id)
            + sum(s.change) OVER (PARTITION BY s.id ORDER BY s.place))::bigint AS balance
        FROM sides s JOIN ledger_balances b ON b.account_id = s.id
    ), written AS (
        INSERT INTO ledger_transfers (key, fingerprint, kind, from_id, to_id, unit, amount, why, at, from_balance,
            to_balance)
        SELECT p_keys[n.place], p_fingerprints[n.place], p_kinds[n.place], p_froms[n.place], p_tos[n.place],
            p_units[n.place], p_amounts[n.place], p_whys[n.place], p_at, f.balance, g.balance
        FROM unnest(fresh) AS n (place)
        LEFT JOIN running f ON f.place = n.place AND f.id = p_froms[n.place]
        LEFT JOIN running g ON g.place = n.place AND g.id = p_tos[n.place]
        ORDER BY n.place
        RETURNING key, number, from_balance, to_balance
    )
    SELECT b.place, outcomes[b.place], coalesce(w.number, t.number), w.from_balance, w.to_balance
    FROM unnest(p_keys) WITH ORDINALITY AS b (key, place)
    LEFT JOIN written w ON w.key = b.key LEFT JOIN ledger_transfers t ON t.key = b.key
    ORDER BY b.place;
END $$
"""

WRITTEN_ONCE = """
CREATE FUNCTION ledger_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$
"""
GUARD = """
CREATE TRIGGER {table}_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_written_once()
"""
GUARDED = ("ledger_transfers", "ledger_blocks")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "ledger_accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("unit", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("may_overdraw", sa.Boolean(), nullable=False),
        sa.Column("keeps_lots", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("NOT (may_overdraw AND keeps_lots)", name=op.f("ck_ledger_accounts_lots_have_a_limit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_accounts")),
        sa.UniqueConstraint(
            "code",
            "unit",
            "person_id",
            name=op.f("uq_ledger_accounts_code_unit_person_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        "ix_ledger_accounts_code",
        "ledger_accounts",
        ["code"],
        unique=False,
        postgresql_ops={"code": "text_pattern_ops"},
    )
    op.create_index("ix_ledger_accounts_opened", "ledger_accounts", ["opened_at", "id"], unique=False)
    op.create_index("ix_ledger_accounts_person", "ledger_accounts", ["person_id"], unique=False)
    op.create_table(
        "ledger_blocks",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("transfers", sa.BigInteger(), nullable=False),
        sa.Column("leaves", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ledger_blocks")),
    )
    op.create_table(
        "ledger_chain",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("transfers", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=True),
        sa.Column("mark_xid", sa.BigInteger(), nullable=True),
        sa.Column("mark_server", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_ledger_chain_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_chain")),
    )
    op.create_table(
        "ledger_debts",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("unpaid", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("unpaid >= 0 AND unpaid <= amount", name=op.f("ck_ledger_debts_unpaid_fits")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ledger_debts")),
    )
    op.create_index(
        "ix_ledger_debts_unpaid",
        "ledger_debts",
        ["account_id", "number"],
        unique=False,
        postgresql_where=sa.text("unpaid > 0"),
    )
    op.create_table(
        "ledger_folds",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "number", name=op.f("pk_ledger_folds")),
    )
    op.create_table(
        "ledger_holds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.String(length=30), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("settled", sa.BigInteger(), nullable=False),
        sa.Column("released", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "settled >= 0 AND released >= 0 AND settled + released <= amount", name=op.f("ck_ledger_holds_parts_fit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_holds")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_holds_key")),
    )
    op.create_index(
        "ix_ledger_holds_expiring",
        "ledger_holds",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_ledger_holds_open",
        "ledger_holds",
        ["account_id"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "ledger_transfers",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.String(length=30), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_balance", sa.BigInteger(), nullable=True),
        sa.Column("to_balance", sa.BigInteger(), nullable=True),
        sa.Column("reverses", sa.BigInteger(), nullable=True),
        sa.Column("hold_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "amount > 0 OR (amount = 0 AND kind = 'clawback')", name=op.f("ck_ledger_transfers_amount_is_positive")
        ),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_ledger_transfers_sides_differ")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ledger_transfers")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_transfers_key")),
    )
    op.create_index(
        "ix_ledger_transfers_from",
        "ledger_transfers",
        ["from_id", "number"],
        unique=False,
        postgresql_include=["amount"],
    )
    op.create_index(
        "ix_ledger_transfers_to", "ledger_transfers", ["to_id", "number"], unique=False, postgresql_include=["amount"]
    )
    op.create_table(
        "ledger_units",
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("zh", sa.String(length=60), nullable=False),
        sa.Column("en", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_ledger_units")),
    )
    op.create_table(
        "ledger_balances",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("debt", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "debt = greatest(held - balance, 0)", name=op.f("ck_ledger_balances_what_is_missing_is_declared")
        ),
        sa.CheckConstraint("held >= 0", name=op.f("ck_ledger_balances_held_is_not_negative")),
        sa.ForeignKeyConstraint(["account_id"], ["ledger_accounts.id"], name=op.f("fk_ledger_balances_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_ledger_balances")),
        postgresql_with={"fillfactor": 50},
    )
    op.create_table(
        "ledger_lots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("unspent", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("active_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('granted', 'purchased')", name=op.f("ck_ledger_lots_kind_is_known")),
        sa.CheckConstraint(
            "unspent >= 0 AND held >= 0 AND unspent + held <= amount", name=op.f("ck_ledger_lots_parts_fit")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["ledger_accounts.id"], name=op.f("fk_ledger_lots_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_lots")),
    )
    op.create_index("ix_ledger_lots_account", "ledger_lots", ["account_id", "received_at", "id"], unique=False)
    op.create_index(
        "ix_ledger_lots_expiring", "ledger_lots", ["expires_at"], unique=False, postgresql_where=sa.text("unspent > 0")
    )
    op.create_index(
        "ix_ledger_lots_unspent", "ledger_lots", ["account_id"], unique=False, postgresql_where=sa.text("unspent > 0")
    )
    op.create_table(
        "ledger_reversed",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["ledger_transfers.number"], name=op.f("fk_ledger_reversed_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ledger_reversed")),
    )
    op.create_table(
        "ledger_hold_uses",
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("rest", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("rest >= 0", name=op.f("ck_ledger_hold_uses_rest_is_not_negative")),
        sa.ForeignKeyConstraint(["hold_id"], ["ledger_holds.id"], name=op.f("fk_ledger_hold_uses_hold_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["ledger_lots.id"], name=op.f("fk_ledger_hold_uses_lot_id")),
        sa.PrimaryKeyConstraint("hold_id", "lot_id", name=op.f("pk_ledger_hold_uses")),
    )
    op.create_table(
        "ledger_uses",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("returned >= 0 AND returned <= amount", name=op.f("ck_ledger_uses_returned_fits")),
        sa.ForeignKeyConstraint(["lot_id"], ["ledger_lots.id"], name=op.f("fk_ledger_uses_lot_id")),
        sa.PrimaryKeyConstraint("number", "lot_id", name=op.f("pk_ledger_uses")),
    )
    for statement in (POST, POST_MANY, WRITTEN_ONCE, *(GUARD.format(table=table) for table in GUARDED)):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP FUNCTION ledger_post_many")
    op.execute("DROP FUNCTION ledger_post")
    op.drop_table("ledger_uses")
    op.drop_table("ledger_hold_uses")
    op.drop_table("ledger_reversed")
    op.drop_index("ix_ledger_lots_unspent", table_name="ledger_lots", postgresql_where=sa.text("unspent > 0"))
    op.drop_index("ix_ledger_lots_expiring", table_name="ledger_lots", postgresql_where=sa.text("unspent > 0"))
    op.drop_index("ix_ledger_lots_account", table_name="ledger_lots")
    op.drop_table("ledger_lots")
    op.drop_table("ledger_balances")
    op.drop_table("ledger_units")
    op.drop_index("ix_ledger_transfers_to", table_name="ledger_transfers", postgresql_include=["amount"])
    op.drop_index("ix_ledger_transfers_from", table_name="ledger_transfers", postgresql_include=["amount"])
    op.drop_table("ledger_transfers")
    op.drop_index("ix_ledger_holds_open", table_name="ledger_holds", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_index("ix_ledger_holds_expiring", table_name="ledger_holds", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_table("ledger_holds")
    op.drop_table("ledger_folds")
    op.drop_index("ix_ledger_debts_unpaid", table_name="ledger_debts", postgresql_where=sa.text("unpaid > 0"))
    op.drop_table("ledger_debts")
    op.drop_table("ledger_chain")
    op.drop_table("ledger_blocks")
    op.drop_index("ix_ledger_accounts_person", table_name="ledger_accounts")
    op.drop_index("ix_ledger_accounts_opened", table_name="ledger_accounts")
    op.drop_index("ix_ledger_accounts_code", table_name="ledger_accounts", postgresql_ops={"code": "text_pattern_ops"})
    op.drop_table("ledger_accounts")
    op.execute("DROP FUNCTION ledger_is_written_once")
