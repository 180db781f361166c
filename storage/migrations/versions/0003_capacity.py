"""places counted and held, and changes of the directory that can be undone"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Utc

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "capacity_counts",
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("group_", sa.Text(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("blocked", sa.Integer(), nullable=False),
        sa.Column("free", sa.Integer(), nullable=False),
        sa.Column("updated", Utc(timezone=True), nullable=False),
        sa.Column("expires", Utc(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("service", "group_", name=op.f("pk_capacity_counts")),
    )
    op.create_table(
        "capacity_holds",
        sa.Column("referral", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("group_", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("until", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral"], ["referrals.id"], name=op.f("fk_capacity_holds_referral")
        ),
        sa.PrimaryKeyConstraint("referral", name=op.f("pk_capacity_holds")),
    )
    op.create_index(op.f("ix_capacity_holds_service"), "capacity_holds", ["service"])
    op.create_index(op.f("ix_capacity_holds_until"), "capacity_holds", ["until"])
    op.create_table(
        "directory_changes",
        sa.Column("number", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.Column("undone", Utc(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_directory_changes")),
    )
    op.create_index(op.f("ix_directory_changes_centre_at"), "directory_changes", ["centre", "at"])
    op.create_index(op.f("ix_directory_changes_person"), "directory_changes", ["person"])


def downgrade() -> None:
    op.drop_table("directory_changes")
    op.drop_table("capacity_holds")
    op.drop_table("capacity_counts")
