"""what person and holder write to each other"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_messages",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("referral", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("at", storage.types.Utc(timezone=True), nullable=False),
        sa.Column("sealed_content", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=True),
        sa.Column("sealed_file", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["referral"], ["referrals.id"], name=op.f("fk_case_messages_referral")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_case_messages")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_case_messages_referral"), "case_messages", ["referral"])


def downgrade() -> None:
    op.drop_table("case_messages")
