"""how members work, and notes on cases"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

UTC = storage.types.Utc(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("invitations") as batch_op:
        batch_op.add_column(
            sa.Column("employed_by_state", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.create_table(
        "habits",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("sealed_name", sa.Text(), nullable=True),
        sa.Column("away_until", UTC, nullable=True),
        sa.Column("rota", sa.Text(), nullable=False),
        sa.Column("due", UTC, nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_habits_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_habits")),
    )
    op.create_index(op.f("ix_habits_due"), "habits", ["due"])
    op.create_table(
        "case_notes",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("referral", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.Column("sealed_words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral"], ["referrals.id"], name=op.f("fk_case_notes_referral")
        ),
        sa.ForeignKeyConstraint(["author"], ["people.id"], name=op.f("fk_case_notes_author")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_case_notes")),
    )
    op.create_index(op.f("ix_case_notes_referral"), "case_notes", ["referral"])


def downgrade() -> None:
    op.drop_table("case_notes")
    op.drop_table("habits")
    with op.batch_alter_table("invitations") as batch_op:
        batch_op.drop_column("employed_by_state")
