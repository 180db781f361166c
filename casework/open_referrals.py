"""Open referrals when the owner changes: nobody's is dropped, nobody's moves without consent.

Each turning point of the dated facts is heeded once for each open referral, one in a transaction,
and remembered: an interruption loses nothing and repeats nothing (Open referrals).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from casework.coordinators import coordinators, tell_all
from casework.move import Moved, move_by_system
from casework.new_owner import owner_changes
from casework.refer import name
from casework.tell import tell, tell_person
from casework.workplace import Work
from domain.access import shares_still
from domain.management_notices import CentreChangedHands, Kept, NoOwnerAfter, OwnerChanged
from domain.organisations import OrganisationId
from domain.people import Urgency
from domain.referrals import Action, Referral, ReferralId, State
from domain.routing import Owner, Rule, route
from domain.turning_points import TurningPoint, turning_points
from storage import dated_steps, referrals

HELD = (State.CLAIMED, State.NEEDS_INFO)


async def heed_next(work: Work) -> bool:
    """Look after one open referral at a turning point; False if there is none left."""
    points = turning_points(work.directory, work.now)
    if not points:
        return False
    waiting = await dated_steps.services_waiting(work.tx)
    for point in points:
        here = [s.id for s in work.directory.services_of(point.centre) if s.id in waiting]
        key = await dated_steps.next_open(work.tx, point.subject, here) if here else None
        if key is not None:
            await heed(work, point, key)
            return True
    return False


async def heed(work: Work, point: TurningPoint, key: ReferralId) -> None:
    """Do what the change of owner means for one referral, and remember that it was done."""
    referral = await referrals.by_id(work.tx, key, for_update=True)
    await dated_steps.note(work.tx, point.subject, key, work.now)
    if referral is None or not turned(work, referral, point.at):
        return
    owner = owner_at(work, referral, work.now)
    if is_right(work, referral, owner):
        return
    if owner is None:
        await leave_with(work, referral)
    elif referral.state is State.PENDING:
        await leave_queue(work, referral, owner)
    elif referral.state in HELD and not may_keep(work, referral):
        await take_from_holder(work, referral, owner)
    elif referral.state is not State.UNROUTABLE:
        await stays(work, referral, owner)


def is_right(work: Work, referral: Referral, owner: Owner | None) -> bool:
    """Say whether a referral is where it belongs: routed there, or sent there by a coordinator."""
    if owner is not None and owner.team.id == referral.team:
        return True
    chosen = any(reason.rule is Rule.CHOSEN for reason in referral.why)
    return chosen and may_keep(work, referral)


def turned(work: Work, referral: Referral, at: datetime) -> bool:
    """Say whether the referral's own service has another owner from an instant on."""
    before = owner_at(work, referral, at - timedelta(microseconds=1))
    after = owner_at(work, referral, at)
    return (before.team if before else None) != (after.team if after else None)


def owner_at(work: Work, referral: Referral, at: datetime) -> Owner | None:
    """Route a referral by the facts of an instant; None if nobody may have it."""
    service = work.directory.service(referral.service)
    decided = route(work.directory, service, referral.told, at)
    return decided if isinstance(decided, Owner) else None


def may_keep(work: Work, referral: Referral) -> bool:
    """Say whether the team may still hold what the person told (After an agreement ends)."""
    return not referral.may_share or shares_still(work.directory, referral, work.now)


async def leave_queue(work: Work, referral: Referral, owner: Owner) -> None:
    """Let an unclaimed one go to the new owner, by consent; a coordinator only if nobody may."""
    if owner.alert and may_keep(work, referral):
        await leave_with(work, referral)
    else:
        await owner_changes(work, referral, owner)


async def leave_with(work: Work, referral: Referral) -> None:
    """Leave a referral with the team that has it, and alert the coordinators (Invariant 2)."""
    centre = work.directory.service(referral.service).centre
    notice = NoOwnerAfter(
        referral.reference,
        work.directory.centre(centre).name,
        work.organisation_of(referral.team).name,
    )
    urgent = referral.urgency is Urgency.EMERGENCY
    people = await coordinators(work, centre)
    await tell_all(work, people, notice, referral.reference, urgent=urgent)


async def take_from_holder(work: Work, referral: Referral, owner: Owner) -> Moved | None:
    """Take a case back from a holder who may no longer have its data, and let it go on."""
    if referral.state is State.NEEDS_INFO:
        answered = await move_by_system(work, referral, Action.ANSWER)
        referral = answered.after if answered else referral
    moved = await move_by_system(work, referral, Action.PUT_BACK, holder=None, question=None)
    if moved is None:
        return None
    await tell_holder(work, referral, owner, Kept.GONE)
    return await owner_changes(work, moved.after, owner) or moved


async def let_go(work: Work, referral: Referral) -> Moved | None:
    """Let a case that is not promised any more leave a team that may not have its data.

    None if it stays where it is.
    """
    if referral.state not in HELD or may_keep(work, referral):
        return None
    owner = owner_at(work, referral, work.now)
    if owner is not None:
        return await take_from_holder(work, referral, owner)
    await leave_with(work, referral)
    return None


async def stays(work: Work, referral: Referral, owner: Owner) -> None:
    """Leave a case with its holder; both sides and the person are told."""
    promised = Kept.PROMISED if may_keep(work, referral) else Kept.CUT_OFF
    kept = Kept.TO_DECIDE if referral.state in HELD else promised
    await tell_holder(work, referral, owner, kept)
    notice = CentreChangedHands(
        referral.reference,
        centre_name(work, referral),
        name(work, run_by(owner)),
        work.organisation_of(referral.team).name,
        kept,
    )
    await tell_person(work, referral, notice)


async def tell_holder(work: Work, referral: Referral, owner: Owner, kept: Kept) -> None:
    """Tell whoever holds a case what becomes of it."""
    if referral.holder is None:
        return
    notice = OwnerChanged(
        referral.reference, centre_name(work, referral), name(work, run_by(owner)), kept
    )
    await tell(work, referral.holder, notice, referral.reference)


def run_by(owner: Owner) -> OrganisationId:
    """Name the organisation that answers now."""
    return owner.team.organisation


def centre_name(work: Work, referral: Referral) -> str:
    """Name the centre that a referral is for."""
    return work.directory.centre(work.directory.service(referral.service).centre).name
