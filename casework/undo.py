"""Undoing: one's own update, within ten minutes, if nobody has changed the same thing since."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, assert_never, get_type_hints

import msgspec

from casework.update_centre import may
from casework.update_facts import parts, store
from casework.update_places import kept, read_count, read_key
from casework.workplace import Work
from domain.centres import Centre
from domain.requests.updating import Undo, Undone, UndoOutcome
from domain.services import Service, ServiceId
from storage import capacity, changes
from storage.changes import Change, ChangeKind

UNDO_LASTS = timedelta(minutes=10)
ACTION = "undo"


async def undo(work: Work, request: Undo) -> Undone:
    """Bring back what was before; audited, refused attempts too."""
    change = await changes.change_of(work.tx, request.change)
    if change is None or change.person != work.person or not still_may(work, change):
        await work.note(ACTION, f"change {request.change}", allowed=False)
        return Undone(UndoOutcome.NOT_FOUND)
    outcome = await tried(work, change)
    await work.note(
        ACTION, change.key, allowed=outcome is UndoOutcome.UNDONE, details=f"change {change.number}"
    )
    return Undone(outcome, work.directory.centre(change.centre).name)


def still_may(work: Work, change: Change) -> bool:
    """Say whether whoever made a change still has the right to it."""
    if not work.directory.has_centre(change.centre):
        return False
    centre = work.directory.centre(change.centre)
    if change.kind is ChangeKind.CENTRE:
        return may(work, centre, None)
    key = read_key(change.key)[0] if change.kind is ChangeKind.COUNT else ServiceId(change.key)
    return work.directory.has_service(key) and may(work, centre, work.directory.service(key))


async def tried(work: Work, change: Change) -> UndoOutcome:
    """Undo a change that is the actor's, if it is not too late for it."""
    if change.undone is not None:
        return UndoOutcome.ALREADY
    if work.now - change.at > UNDO_LASTS:
        return UndoOutcome.TOO_LATE
    if not await brought_back(work, change):
        return UndoOutcome.CHANGED_SINCE
    await changes.mark_undone(work.tx, change.number, work.now)
    return UndoOutcome.UNDONE


async def brought_back(work: Work, change: Change) -> bool:
    """Put back what was before; False if it is not what the change left behind."""
    match change.kind:
        case ChangeKind.COUNT:
            return await count_brought_back(work, change)
        case ChangeKind.CENTRE:
            return await fact_brought_back(work, change, Centre)
        case ChangeKind.SERVICE:
            return await fact_brought_back(work, change, Service)
        case _:
            assert_never(change.kind)


async def count_brought_back(work: Work, change: Change) -> bool:
    """Put a count back."""
    service, group = read_key(change.key)
    await capacity.lock(work.tx, service)
    now = (await capacity.counts_of(work.tx, [service])).get(service, {}).get(group)
    if kept(now) != kept(read_count(change.after)):
        return False
    await capacity.set_count(work.tx, service, group, read_count(change.before))
    return True


async def fact_brought_back(work: Work, change: Change, kind: type[Any]) -> bool:
    """Put the changed fields of a fact back."""
    fact = await changes.fact_now(work.tx, kind, change.key)
    if fact is None or parts(fact, change.after) != change.after:
        return False
    hints = get_type_hints(kind)
    fields = {name: msgspec.convert(old, hints[name]) for name, old in change.before.items()}
    await store(work, replace(fact, **fields))
    return True
