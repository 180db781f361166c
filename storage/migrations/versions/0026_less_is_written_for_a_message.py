"""a message writes no index of cases it has no words of, and its conversation where it stood"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TABLES = ("updates", "outbox")


def upgrade() -> None:
    for table in TABLES:
        op.drop_index(op.f(f"ix_{table}_words_of"), table)
        some = sa.text("words_of IS NOT NULL")
        op.create_index(
            op.f(f"ix_{table}_words_of"),
            table,
            ["words_of"],
            postgresql_where=some,
            sqlite_where=some,
        )
    fill("SET (fillfactor = 50)")


def fill(said: str) -> None:
    """Leave half of new pages free: a state has room beside the one before, no index changes.

    Pages that are full already empty as their rows are written elsewhere.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE conversations {said}")


def downgrade() -> None:
    fill("RESET (fillfactor)")
    for table in TABLES:
        op.drop_index(op.f(f"ix_{table}_words_of"), table)
        op.create_index(op.f(f"ix_{table}_words_of"), table, ["words_of"])
