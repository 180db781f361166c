"""quiet hours of members, and what is gathered for one message"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

UTC = storage.types.Utc(timezone=True)


def upgrade() -> None:
    op.create_index(op.f("ix_outbox_person_created"), "outbox", ["person", "created"])
    op.drop_index(op.f("ix_outbox_person"), table_name="outbox")
    with op.batch_alter_table("habits") as batch_op:
        batch_op.add_column(sa.Column("quiet", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "gathered",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("referral", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("stands", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("at", UTC, nullable=False),
        sa.Column("due", UTC, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_gathered_person")),
        sa.ForeignKeyConstraint(["referral"], ["referrals.id"], name=op.f("fk_gathered_referral")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_gathered")),
        sa.UniqueConstraint(
            "person", "referral", "what", name=op.f("uq_gathered_person_referral_what")
        ),
    )
    op.create_index(op.f("ix_gathered_due"), "gathered", ["due"])


def downgrade() -> None:
    op.drop_table("gathered")
    with op.batch_alter_table("habits") as batch_op:
        batch_op.drop_column("quiet")
    op.create_index(op.f("ix_outbox_person"), "outbox", ["person"])
    op.drop_index(op.f("ix_outbox_person_created"), table_name="outbox")
