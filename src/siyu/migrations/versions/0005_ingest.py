"""Ingest: the spool, the ids taken, the quarantine, item rows, and the origins of a public key."""

import sqlalchemy as sa
from alembic import op

import siyu.kernel.db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "taken_ids",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ids", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_taken_ids")),
    )
    op.create_table(
        "spooled_blocks",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("spooled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_spooled_blocks")),
    )
    # Compressing what is compressed already, or gone in a moment, would only cost time.
    op.execute("ALTER TABLE taken_ids ALTER COLUMN ids SET STORAGE EXTERNAL")
    op.create_table(
        "quarantined_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.String(length=100), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("is_trusted", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantined_events")),
    )
    op.create_index("ix_quarantined_events_state", "quarantined_events", ["state", "received_at", "id"], unique=False)
    op.create_table(
        "items",
        sa.Column("type", sa.String(length=100), nullable=False),
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("properties", siyu.kernel.db.Json(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("type", "id", name=op.f("pk_items")),
    )
    op.add_column("api_keys", sa.Column("origins", siyu.kernel.db.Json(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("api_keys", "origins")
    op.drop_table("items")
    op.drop_table("quarantined_events")
    op.drop_table("spooled_blocks")
    op.drop_table("taken_ids")
