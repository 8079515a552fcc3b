"""Consent: the ledger of what people allow, the merges that bear on it, and the texts they agreed to."""

import sqlalchemy as sa
from alembic import op

import siyu.kernel.db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "consents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("origin_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=True),
        sa.Column("evidence", siyu.kernel.db.Json(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merge_id", sa.Uuid(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('granted', 'withdrawn')", name=op.f("ck_consents_state_is_known")),
        sa.CheckConstraint(
            "state = 'withdrawn' OR version IS NOT NULL", name=op.f("ck_consents_a_grant_names_its_text")
        ),
        sa.CheckConstraint(
            "voided_at IS NULL OR merge_id IS NOT NULL", name=op.f("ck_consents_only_merges_are_voided")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_person", "consents", ["person_id", "purpose", "channel", "at"], unique=False)
    op.create_table(
        "consent_merges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept", siyu.kernel.db.Json(), nullable=False),
        sa.Column("gone", siyu.kernel.db.Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", "person_id", name=op.f("pk_consent_merges")),
    )
    op.create_index("ix_consent_merges_person", "consent_merges", ["person_id"], unique=False)
    op.create_table(
        "consent_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_texts")),
        sa.UniqueConstraint("purpose", "version", name=op.f("uq_consent_texts_purpose_version")),
    )


def downgrade() -> None:
    op.drop_table("consent_texts")
    op.drop_table("consent_merges")
    op.drop_table("consents")
