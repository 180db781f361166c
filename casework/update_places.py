"""Updating places: a new count by staff, kept beside the directory."""

from __future__ import annotations

from typing import Any

import msgspec

from casework.update_facts import REFUSED, plain, service_theirs
from casework.workplace import Work
from domain.capacity import MOST_PLACES, Count, counted, holds
from domain.requests.updating import SaveCount, Updated, UpdateOutcome
from domain.services import Group, ServiceId
from storage import capacity, changes
from storage.changes import Change, ChangeKind

ACTION = "count places"


async def save_count(work: Work, request: SaveCount) -> Updated:
    """Keep a count; the same numbers again are news, too: they are as fresh as now."""
    service = await service_theirs(work, request.service, ACTION)
    if service is None or request.places > MOST_PLACES:
        return REFUSED
    try:
        told = holds(service)
        new = counted(request.places, request.blocked, request.free, work.now, told)
    except ValueError:
        return REFUSED
    await capacity.lock(work.tx, service.id)
    stored = (await capacity.counts_of(work.tx, [service.id])).get(service.id, {})
    await capacity.set_count(work.tx, service.id, request.group, new)
    change = Change(
        ChangeKind.COUNT,
        key_of(service.id, request.group),
        service.centre,
        kept(stored.get(request.group)),
        kept(new),
        work.person,
        work.now,
    )
    number = await changes.add(work.tx, change)
    await work.note(ACTION, service.id, allowed=True, details=f"change {number}")
    return Updated(UpdateOutcome.SAVED, number)


def key_of(service: ServiceId, group: Group | None) -> str:
    """Name a count in a change."""
    return f"{group or ''}|{service}"


def read_key(key: str) -> tuple[ServiceId, Group | None]:
    """Read the name of a count."""
    group, _, service = key.partition("|")
    return ServiceId(service), Group(group) if group else None


def kept(count: Count | None) -> dict[str, Any]:
    """Give a count as a change keeps it; nothing for none."""
    return dict(plain(count)) if count else {}


def read_count(part: dict[str, Any]) -> Count | None:
    """Read a count from a change."""
    return msgspec.convert(part, Count) if part else None
