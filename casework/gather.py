"""Gathering: what a member hears of later, in one message, because it may wait.

What is gathered is a row in the transaction of what it tells of; `casework/digests.py` tells it.
It never stands in the outbox meanwhile, where it would hold back what is urgent.
"""

from __future__ import annotations

from casework.workplace import Work
from casework.zones import first_zone
from domain.noise import NEW, SPELL, Lately, quiet_until, waits_until
from domain.notices import NewReferral, Notice, Reminder
from domain.people import PersonId, Urgency
from domain.referrals import Referral
from domain.topics import TOPIC_FIRST
from storage import gathered, habits, members, outbox, topics
from storage.gathered import Gathered

ANNOUNCEMENT = "announcement"
DIGEST = "digest"

MayWait = NewReferral | Reminder


async def comes_silently(work: Work, person: PersonId, notice: Notice) -> bool:
    """Say whether what is told now, though it is not urgent, should wake nobody: quiet hours.

    A new request or a reminder that comes in them is urgent; others of its kind were gathered.
    """
    if isinstance(notice, MayWait):
        return False
    quiet = (await habits.of(work.tx, person)).quiet
    if not quiet:
        return False
    mine = await members.memberships_of(work.tx, person)
    return quiet_until(quiet, first_zone(work, mine), work.now) is not None


async def gathers(work: Work, person: PersonId, referral: Referral, notice: MayWait) -> bool:
    """Gather a notice for a member if it may wait; False: it is to be told at once."""
    if notice.urgency is not Urgency.NORMAL:
        return False
    quiet = (await habits.of(work.tx, person)).quiet
    mine = await members.memberships_of(work.tx, person) if quiet else ()
    due = waits_until(quiet, first_zone(work, mine), await lately(work, person), work.now)
    if due is None and isinstance(notice, NewReferral) and await has_topic(work, referral):
        due = work.now + TOPIC_FIRST
    if due is None:
        return False
    what = notice.what.value if isinstance(notice, Reminder) else NEW
    one = Gathered(referral.id, what, referral.stands, referral.holder, work.now)
    await gathered.gather(work.tx, person, one, due)
    return True


async def has_topic(work: Work, referral: Referral) -> bool:
    """Say whether a request is told of in the group of its team."""
    topic = await topics.of(work.tx, referral.id)
    return topic is not None and topic.team == referral.team


async def lately(work: Work, person: PersonId) -> Lately:
    """Say how much somebody has just been told."""
    kinds = (ANNOUNCEMENT, DIGEST)
    told = await outbox.told_since(work.tx, person, kinds, work.now - SPELL)
    return Lately(
        told.get(ANNOUNCEMENT, 0), DIGEST in told, await gathered.next_due(work.tx, person)
    )
