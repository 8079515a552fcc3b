"""The tracking plan: what a brand changes of the event spec and adds to it."""

import sqlalchemy as sa
from alembic import op

import siyu.kernel.db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "tracking_plan",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("unplanned", sa.String(length=10), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_tracking_plan_only_one")),
        sa.CheckConstraint("unplanned IN ('off', 'warn', 'strict')", name=op.f("ck_tracking_plan_unplanned_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracking_plan")),
    )
    op.create_table(
        "planned_events",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("schema", siyu.kernel.db.Json(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("mode IN ('off', 'warn', 'strict')", name=op.f("ck_planned_events_mode_is_known")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_planned_events")),
    )


def downgrade() -> None:
    op.drop_table("planned_events")
    op.drop_table("tracking_plan")
