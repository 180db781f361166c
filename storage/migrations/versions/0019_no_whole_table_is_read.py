"""indexes for what is asked often of tables that grow: no query reads a whole one"""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

INDEXES = (
    ("referrals", ["state", "service"]),
    ("referrals", ["service", "submitted"]),
    ("referrals", ["holder"]),
    ("outbox", ["created"]),
    ("outbox", ["edits"]),
    ("gathered", ["referral"]),
)


def named(table: str, columns: list[str]) -> str:
    return op.f("_".join(("ix", table, *columns)))


def upgrade() -> None:
    for table, columns in INDEXES:
        op.create_index(named(table, columns), table, columns)


def downgrade() -> None:
    for table, columns in INDEXES:
        op.drop_index(named(table, columns), table)
