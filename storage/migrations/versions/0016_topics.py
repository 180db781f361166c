"""groups of teams, and the topics of referrals in them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

UTC = storage.types.Utc(timezone=True)


def upgrade() -> None:
    op.create_table(
        "team_groups",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked", UTC, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("chat_index", sa.Text(), nullable=True),
        sa.Column("sealed_chat", sa.Text(), nullable=True),
        sa.Column("connected", UTC, nullable=True),
        sa.Column("lost", UTC, nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_team_groups_asked_by")),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_team_groups")),
        sa.UniqueConstraint("chat_index", name=op.f("uq_team_groups_chat_index")),
    )
    op.create_index(op.f("ix_team_groups_asked_by"), "team_groups", ["asked_by"])
    op.create_table(
        "referral_topics",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("referral", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=True),
        sa.Column("ended", UTC, nullable=True),
        sa.ForeignKeyConstraint(
            ["referral"], ["referrals.id"], name=op.f("fk_referral_topics_referral")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_referral_topics")),
    )
    op.create_index(op.f("ix_referral_topics_referral"), "referral_topics", ["referral"])
    op.create_index(op.f("ix_referral_topics_team"), "referral_topics", ["team"])
    op.create_index(op.f("ix_referral_topics_ended"), "referral_topics", ["ended"])


def downgrade() -> None:
    op.drop_table("referral_topics")
    op.drop_table("team_groups")
