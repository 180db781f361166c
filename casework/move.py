"""Moving a referral: the one place where its state changes, by the table of moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from casework import clocks
from casework.capacity import settle
from casework.topics import tell_move
from casework.workplace import Work
from domain.access import parts_in
from domain.references import read_reference
from domain.referrals import MOVES, Action, By, Referral, Refused, State, decide
from domain.requests import Done, DoneOutcome
from storage import correspondence, outbox, referrals, updates
from storage.referrals import ReferralEvent

# What waited for somebody is over with the next move, whichever it is.
OVER: Mapping[str, Any] = {"offer": None, "proposal": None}
# What one side wrote to the other in the request itself.
WORDS: Mapping[str, Any] = {"question": None, "answer": None, "instructions": None}


@dataclass(frozen=True, slots=True)
class Moved:
    """A move that was made: the referral before and after it."""

    before: Referral
    after: Referral

    @property
    def done(self) -> Done:
        """Give the result for the dialogue."""
        return Done(DoneOutcome.DONE, self.after.state)


async def move(
    work: Work,
    reference: str,
    action: Action,
    reason: str = "",
    *,
    otherwise: bool = False,
    part: By | None = None,
    **changes: Any,
) -> Moved | Done:
    """Make a move if the table and the actor's part allow it; every attempt is audited.

    `changes`: fields of the referral that the move sets. `otherwise`: to the row's other state.
    `part`: one more part of the actor, whose right the caller has checked. A lost race is TOO_LATE,
    a move that is not the actor's is REFUSED, and a case that is not theirs to see is NOT_FOUND.
    """
    referral = await referrals.by_reference(work.tx, reference, for_update=True)
    parts = parts_in(work.actor, referral) if referral else frozenset()
    parts |= {part} if part else set()
    if referral is None or not parts:
        await work.note(action.value, named(reference), allowed=False, details="no part in it")
        return Done(DoneOutcome.NOT_FOUND)
    allowed = decide(referral.state, action, parts, referral.stands)
    if isinstance(allowed, Refused):
        await work.note(action.value, named(reference), allowed=False, details=referral.state)
        return Done(refusal(referral, action, parts), referral.state)
    to = allowed.otherwise if otherwise and allowed.otherwise else allowed.to
    after = replace(referral, **{**OVER, **changes}, state=to, changed=work.now)
    moved = await made(work, referral, after, action, min(allowed.by & parts), reason)
    return moved or Done(DoneOutcome.TOO_LATE, referral.state)


async def made(
    work: Work, before: Referral, after: Referral, action: Action, by: By, reason: str = ""
) -> Moved | None:
    """Make a move that is allowed, with all that follows from it; None if somebody was quicker."""
    if after.state is State.CLOSED:
        after = replace(after, **WORDS)
    if not await referrals.update(work.tx, before, after):
        return None
    after = replace(after, version=before.version + 1)
    await record(work, before, after, action, by, reason)
    await settle(work, after, action)
    await clocks.go_on(work, before, after, action)
    await tell_move(work, before, after)
    if after.state is State.CLOSED:
        await forget_words(work, after)
    return Moved(before, after)


async def forget_words(work: Work, referral: Referral) -> None:
    """Delete what person and holder wrote to each other: nothing of it outlives the case.

    Nor does an answer in which it was read: what came of a case is told in other ones. One that
    is being moved to the outbox at this moment is waited for.
    """
    await correspondence.erase(work.tx, referral.id)
    await updates.erase_words_of(work.tx, referral.reference)
    await outbox.erase_words_of(work.tx, referral.reference)


async def move_by_system(
    work: Work, referral: Referral, action: Action, *, otherwise: bool = False, **changes: Any
) -> Moved | None:
    """Make a move that the table gives to the system; `otherwise`: to the row's other state.

    None if the table has none or somebody was quicker.
    """
    allowed = decide(referral.state, action, frozenset({By.SYSTEM}), referral.stands)
    if isinstance(allowed, Refused):
        return None
    to = allowed.otherwise if otherwise and allowed.otherwise else allowed.to
    after = replace(referral, **{**OVER, **changes}, state=to, changed=work.now)
    return await made(work, referral, after, action, By.SYSTEM)


def named(reference: str) -> str:
    """Give a reference for the audit; words that are none may be anything and are not kept."""
    return read_reference(reference) or "not a reference"


def refusal(referral: Referral, action: Action, parts: frozenset[By]) -> DoneOutcome:
    """Tell "somebody was quicker" from "not yours"."""
    claimed_by_other = action is Action.CLAIM and referral.holder is not None
    moved_on = any(action in moves and moves[action].by & parts for moves in MOVES.values())
    late = claimed_by_other or (moved_on and action not in MOVES[referral.state])
    return DoneOutcome.TOO_LATE if late else DoneOutcome.REFUSED


async def record(
    work: Work, before: Referral, after: Referral, action: Action, by: By, reason: str
) -> None:
    """Keep the event and the audit row of a move."""
    await referrals.add_event(
        work.tx,
        ReferralEvent(
            referral=before.id,
            at=work.now,
            actor=work.person if by is not By.SYSTEM else None,
            by=by,
            organisation=None if by is By.PERSON else work.organisation_of(after.team).id,
            action=action.value,
            before=before.state,
            after=after.state,
            reason=reason,
            version=after.version,
            key=None,
            team=after.team,
        ),
    )
    await work.note(action.value, before.reference, allowed=True)


async def close_at_once(work: Work, referral: Referral) -> None:
    """Close what has ended for good; the system does it (withdrawn, revoked, redirected)."""
    await move_by_system(work, referral, Action.CLOSE)
