"""changes of counts and holds are numbered, so that a process reads again only what changed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "capacity_changes",
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("service", name=op.f("pk_capacity_changes")),
    )
    op.create_index(op.f("ix_capacity_changes_number"), "capacity_changes", ["number"])


def downgrade() -> None:
    op.drop_index(op.f("ix_capacity_changes_number"), "capacity_changes")
    op.drop_table("capacity_changes")
