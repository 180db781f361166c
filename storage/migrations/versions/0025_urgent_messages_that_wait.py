"""what waits to be sent, and what of it is urgent, is found without reading all that waits"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

UNSENT = "sent IS NULL AND failed IS NULL"


def upgrade() -> None:
    create("ix_outbox_waiting", ["channel", "due", "id"], UNSENT, UNSENT)
    urgent = ["channel", "address_index"]
    create("ix_outbox_urgent", urgent, f"urgent AND {UNSENT}", f"urgent = 1 AND {UNSENT}")
    op.drop_index(op.f("ix_outbox_sent_failed_due"), "outbox")


def create(name: str, columns: list[str], on_postgresql: str, on_sqlite: str) -> None:
    op.create_index(
        op.f(name),
        "outbox",
        columns,
        postgresql_where=sa.text(on_postgresql),
        sqlite_where=sa.text(on_sqlite),
    )


def downgrade() -> None:
    op.create_index(op.f("ix_outbox_sent_failed_due"), "outbox", ["sent", "failed", "due"])
    op.drop_index(op.f("ix_outbox_urgent"), "outbox")
    op.drop_index(op.f("ix_outbox_waiting"), "outbox")
