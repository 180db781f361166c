"""a database remembers which bot it belongs to, so that another one's start is refused"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Utc

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "database_bot",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bot", sa.Text(), nullable=False),
        sa.Column("since", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_database_bot")),
    )


def downgrade() -> None:
    op.drop_table("database_bot")
