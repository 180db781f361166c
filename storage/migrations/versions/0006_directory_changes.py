"""each record of the directory knows its version; what was removed is remembered"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("directory_records") as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_index(batch_op.f("ix_directory_records_version"), ["version"])
    op.create_table(
        "directory_removals",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_directory_removals")),
    )
    with op.batch_alter_table("directory_removals") as batch_op:
        batch_op.create_index(batch_op.f("ix_directory_removals_version"), ["version"])


def downgrade() -> None:
    op.drop_table("directory_removals")
    with op.batch_alter_table("directory_records") as batch_op:
        batch_op.drop_index(batch_op.f("ix_directory_records_version"))
        batch_op.drop_column("version")
