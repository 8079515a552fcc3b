"""Identity: evidence, who has become whom, what staff decided, and what waits for them."""

import sqlalchemy as sa
from alembic import op

import siyu.kernel.db

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

EDGES_SO_FAR = """
INSERT INTO identity_edges (a, b, seen_ms, is_confirmed, source)
SELECT least(first.number, i.number), greatest(first.number, i.number),
    (extract(epoch FROM i.linked_at) * 1000)::bigint, false, i.source
FROM identifiers i
JOIN LATERAL (
    SELECT number FROM identifiers f WHERE f.person_id = i.person_id ORDER BY array_position(ARRAY['member_id', 'phone',
        'email', 'unionid', 'openid', 'external_userid', 'taobao_buyer', 'jd_buyer', 'pinduoduo_buyer', 'youzan_buyer',
        'shopify_customer', 'douyin_buyer', 'meituan_buyer', 'erp_id', 'phone_hash', 'email_hash', 'device_id',
        'anonymous_id'], f.type::text), f.value LIMIT 1
) AS first ON first.number <> i.number
"""
"""What one person holds so far was used together with the most trusted of it."""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("identifiers", sa.Column("number", sa.BigInteger(), sa.Identity(always=False), nullable=False))
    op.add_column("identifiers", sa.Column("component", sa.Uuid(), nullable=True))
    op.execute("UPDATE identifiers SET component = person_id")
    op.alter_column("identifiers", "component", nullable=False)
    op.add_column("identifiers", sa.Column("is_shared", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.alter_column("identifiers", "is_shared", server_default=None)
    op.create_unique_constraint(op.f("uq_identifiers_number"), "identifiers", ["number"])
    op.create_index("ix_identifiers_component", "identifiers", ["component"], unique=False)
    op.create_table(
        "identity_edges",
        sa.Column("a", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("b", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("void_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_identity_edges")),
    )
    op.create_index("ix_identity_edges_b", "identity_edges", ["b"], unique=False)
    op.execute(EDGES_SO_FAR)
    op.create_table(
        "identity_apart",
        sa.Column("a", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("b", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_identity_apart")),
    )
    op.create_table(
        "person_overrides",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_overrides")),
    )
    op.create_index("ix_person_overrides_kept", "person_overrides", ["kept_id"], unique=False)
    op.create_index("ix_person_overrides_version", "person_overrides", ["version"], unique=False)
    op.execute("CREATE SEQUENCE person_override_versions")
    _create_changes()
    _create_conflicts()
    _remember_origins()


def _create_changes() -> None:
    op.create_table(
        "identity_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("was", sa.Uuid(), nullable=False),
        sa.Column("now", sa.Uuid(), nullable=False),
        sa.Column("origins", siyu.kernel.db.Json(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("by_kind", sa.String(length=12), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_changes")),
    )
    op.create_index("ix_identity_changes_was", "identity_changes", ["was", "at"], unique=False)
    op.create_index("ix_identity_changes_now", "identity_changes", ["now", "at"], unique=False)


def _create_conflicts() -> None:
    op.create_table(
        "identity_conflicts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("a", sa.BigInteger(), nullable=False),
        sa.Column("b", sa.BigInteger(), nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("why", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_conflicts")),
        sa.UniqueConstraint("a", "b", name=op.f("uq_identity_conflicts_a_b")),
    )
    op.create_index("ix_identity_conflicts_state", "identity_conflicts", ["state", "found_at"], unique=False)


def _remember_origins() -> None:
    """What is written for a person says for whom it was written, so that it can follow."""
    for table in ("orders", "ledger_accounts"):
        op.add_column(table, sa.Column("origin_id", sa.Uuid(), nullable=True))
        known = sa.table(table, sa.column("origin_id"), sa.column("person_id"))
        op.execute(known.update().values(origin_id=known.c.person_id))
    op.drop_constraint(op.f("uq_ledger_accounts_code_unit_person_id"), "ledger_accounts", type_="unique")
    op.create_unique_constraint(
        op.f("uq_ledger_accounts_code_unit_origin_id"),
        "ledger_accounts",
        ["code", "unit", "origin_id"],
        postgresql_nulls_not_distinct=True,
    )
    op.add_column("profiles", sa.Column("became", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("profiles", "became")
    op.drop_constraint(op.f("uq_ledger_accounts_code_unit_origin_id"), "ledger_accounts", type_="unique")
    op.create_unique_constraint(
        op.f("uq_ledger_accounts_code_unit_person_id"),
        "ledger_accounts",
        ["code", "unit", "person_id"],
        postgresql_nulls_not_distinct=True,
    )
    for table in ("orders", "ledger_accounts"):
        op.drop_column(table, "origin_id")
    for table in ("identity_conflicts", "identity_changes", "person_overrides", "identity_apart", "identity_edges"):
        op.drop_table(table)
    op.execute("DROP SEQUENCE person_override_versions")
    op.drop_index("ix_identifiers_component", table_name="identifiers")
    for column in ("number", "component", "is_shared"):
        op.drop_column("identifiers", column)
