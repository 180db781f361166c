"""requests that give the same phone number find each other, by its keyed hash

What was sent before has none: its number is known again once it is given anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("referrals") as referrals:
        referrals.add_column(sa.Column("phone_index", sa.Text(), nullable=True))
        referrals.create_index(op.f("ix_referrals_phone_index"), ["phone_index"])


def downgrade() -> None:
    with op.batch_alter_table("referrals") as referrals:
        referrals.drop_index(op.f("ix_referrals_phone_index"))
        referrals.drop_column("phone_index")
