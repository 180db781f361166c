"""promises are found by their instant, so that those of the last days can be counted"""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_referral_clocks_promised"), "referral_clocks", ["promised"])


def downgrade() -> None:
    op.drop_index(op.f("ix_referral_clocks_promised"), "referral_clocks")
