"""keyed hashes have a secret of their own, so that keys can be replaced; audit rows are chained"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Utc

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "keyring",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_index", sa.Text(), nullable=False),
        sa.Column("settled", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keyring")),
    )
    op.create_table(
        "processes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("seen", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_processes")),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", ROW_NUMBER, nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.add_column("audit", sa.Column("place", ROW_NUMBER, nullable=True))
    op.add_column("audit", sa.Column("seal", sa.Text(), nullable=True))
    op.create_index(op.f("ix_audit_place_number"), "audit", ["place", "number"])


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_place_number"), "audit")
    op.drop_column("audit", "seal")
    op.drop_column("audit", "place")
    op.drop_table("audit_head")
    op.drop_table("processes")
    op.drop_table("keyring")
