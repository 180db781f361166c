"""each move knows the team whose queue the request was in, for figures by team"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEAM_OF_THOSE_THAT_NEVER_MOVED = """
UPDATE referral_events
SET team = (SELECT r.team FROM referrals r WHERE r.id = referral_events.referral)
WHERE referral NOT IN (
    SELECT e.referral FROM referral_events e
    WHERE e.action IN ('owner_changes', 'take_back', 'route', 'agree')
)
"""


def upgrade() -> None:
    with op.batch_alter_table("referral_events") as events:
        events.add_column(sa.Column("team", sa.Text(), nullable=True))
        events.create_index(op.f("ix_referral_events_team_at"), ["team", "at"])
    op.execute(TEAM_OF_THOSE_THAT_NEVER_MOVED)


def downgrade() -> None:
    with op.batch_alter_table("referral_events") as events:
        events.drop_index(op.f("ix_referral_events_team_at"))
        events.drop_column("team")
