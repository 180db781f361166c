"""what became of a request as its person told it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referral_outcomes",
        sa.Column("referral", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", storage.types.Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral"], ["referrals.id"], name=op.f("fk_referral_outcomes_referral")
        ),
        sa.PrimaryKeyConstraint("referral", name=op.f("pk_referral_outcomes")),
    )
    op.create_index(op.f("ix_referral_outcomes_team_at"), "referral_outcomes", ["team", "at"])


def downgrade() -> None:
    op.drop_table("referral_outcomes")
