"""complaints, heard by people outside of what they are about"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Utc

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaints",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("centre", sa.Text(), nullable=True),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("sealed_words", sa.Text(), nullable=False),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.Column("read", Utc(timezone=True), nullable=True),
        sa.Column("sealed_answer", sa.Text(), nullable=True),
        sa.Column("answered", Utc(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
    )
    op.create_index(
        op.f("ix_complaints_team_answered_at"), "complaints", ["team", "answered", "at"]
    )
    op.create_index(op.f("ix_complaints_person"), "complaints", ["person"])


def downgrade() -> None:
    op.drop_table("complaints")
