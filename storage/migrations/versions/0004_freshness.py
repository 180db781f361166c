"""checks of entries by their keepers, and reports of what is wrong with one"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Utc

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entry_checks",
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("asked", Utc(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "team", name=op.f("pk_entry_checks")),
    )
    op.create_table(
        "entry_reports",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("sealed_words", sa.Text(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answered", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_reports")),
    )
    op.create_index(op.f("ix_entry_reports_outcome_at"), "entry_reports", ["outcome", "at"])
    op.create_index(op.f("ix_entry_reports_person"), "entry_reports", ["person"])


def downgrade() -> None:
    op.drop_table("entry_reports")
    op.drop_table("entry_checks")
