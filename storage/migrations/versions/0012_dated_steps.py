"""what was done about a dated fact when its time came"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dated_steps",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("at", storage.types.Utc(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", "step", name=op.f("pk_dated_steps")),
    )


def downgrade() -> None:
    op.drop_table("dated_steps")
