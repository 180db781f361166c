"""what somebody holds is found by its state, so that what they once held is not read"""

from __future__ import annotations

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_referrals_holder_state"), "referrals", ["holder", "state"])
    op.drop_index(op.f("ix_referrals_holder"), "referrals")


def downgrade() -> None:
    op.create_index(op.f("ix_referrals_holder"), "referrals", ["holder"])
    op.drop_index(op.f("ix_referrals_holder_state"), "referrals")
