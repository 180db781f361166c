"""what was said of a team, in counts, and which questions were put"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback_counts",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team", "month", "asked", "said", name=op.f("pk_feedback_counts")),
    )
    op.create_table(
        "feedback_asked",
        sa.Column("referral", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral"], ["referrals.id"], name=op.f("fk_feedback_asked_referral")
        ),
        sa.PrimaryKeyConstraint("referral", "asked", name=op.f("pk_feedback_asked")),
    )


def downgrade() -> None:
    op.drop_table("feedback_asked")
    op.drop_table("feedback_counts")
