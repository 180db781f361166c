"""a clock for each referral; the open ones get one, and what is due comes at the next round"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

UTC = storage.types.Utc(timezone=True)
PROMISED = (timedelta(hours=24), timedelta(hours=72), timedelta(days=14))  # by urgency
HELPED = ("accepted", "in_progress")
OPEN = ("pending", "unroutable", "awaiting_consent", "claimed", "needs_info", *HELPED)


def upgrade() -> None:
    clocks = op.create_table(
        "referral_clocks",
        sa.Column("referral", sa.Text(), nullable=False),
        sa.Column("entered", UTC, nullable=False),
        sa.Column("promised", UTC, nullable=False),
        sa.Column("waits_since", UTC, nullable=True),
        sa.Column("helped_since", UTC, nullable=True),
        sa.Column("paused_since", UTC, nullable=True),
        sa.Column("paused_seconds", sa.Integer(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("due", UTC, nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("watched_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["referral"], ["referrals.id"], name=op.f("fk_referral_clocks_referral")
        ),
        sa.PrimaryKeyConstraint("referral", name=op.f("pk_referral_clocks")),
    )
    op.create_index(op.f("ix_referral_clocks_due"), "referral_clocks", ["due"])
    op.create_index(
        op.f("ix_referral_clocks_watched_by_late_entered"),
        "referral_clocks",
        ["watched_by", "late", "entered"],
    )
    names = ("id", "submitted", "urgency", "state", "holder")
    kept = sa.table("referrals", *(sa.column(n, UTC if n == "submitted" else None) for n in names))
    rows = op.get_bind().execute(sa.select(kept).where(kept.c.state.in_(OPEN))).all()
    for row in rows:
        op.get_bind().execute(
            sa.insert(clocks).values(
                referral=row.id,
                entered=row.submitted,
                promised=row.submitted + PROMISED[row.urgency],
                waits_since=None if row.holder else row.submitted,
                helped_since=row.submitted if row.state in HELPED else None,
                paused_since=None,
                paused_seconds=0,
                done="",
                due=row.submitted,
                late=False,
            )
        )


def downgrade() -> None:
    op.drop_table("referral_clocks")
