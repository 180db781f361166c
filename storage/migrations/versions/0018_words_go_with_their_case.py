"""replies and messages know the case whose words they may hold, so that they go with it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLES = ("updates", "outbox")


def upgrade() -> None:
    for name in TABLES:
        op.add_column(name, sa.Column("words_of", sa.Text(), nullable=True))
        op.create_index(op.f(f"ix_{name}_words_of"), name, ["words_of"])


def downgrade() -> None:
    for name in TABLES:
        op.drop_index(op.f(f"ix_{name}_words_of"), name)
        op.drop_column(name, "words_of")
