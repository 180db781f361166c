"""Updating a centre: which ones an actor may change, and how they stand (audited)."""

from __future__ import annotations

from itertools import islice
from zoneinfo import ZoneInfo

from casework.capacity import places_of
from casework.look_up.names import centres_named
from casework.workplace import Work
from domain.access import may_update
from domain.capacity import COUNTED_KINDS, Places
from domain.centres import Centre
from domain.closures import closed_by
from domain.requests.looking_up import CentresNamed
from domain.requests.updating import CentresToUpdate, CentreToUpdate, ServiceToUpdate, ToUpdate
from domain.services import Service, ServiceStatus

FEW = 8
SHOWN_STATUS = (ServiceStatus.ACTIVE, ServiceStatus.CLOSED_FOR_NOW)


async def centres_to_update(work: Work, request: CentresToUpdate) -> tuple[Centre, ...]:
    """Find the centres that the actor may change; another's is not told from none."""
    if not work.actor.is_enrolled:
        return ()
    if not request.text.strip():
        return in_care(work)
    named = await centres_named(work, CentresNamed(request.text))
    mine = tuple(centre for centre in named if has_something(work, centre))
    if named and not mine:
        await work.note("update", named[0].id, allowed=False, details="not theirs")
    return mine


def in_care(work: Work) -> tuple[Centre, ...]:
    """List the centres in the actor's care, by name; none if there are too many to choose from."""
    mine = (each for each in work.directory.centres if has_something(work, each))
    few = tuple(islice(mine, FEW + 1))
    return tuple(sorted(few, key=lambda each: each.name)) if len(few) <= FEW else ()


def has_something(work: Work, centre: Centre) -> bool:
    """Say whether anything of a centre is the actor's to change."""
    return may(work, centre, None) or bool(services_of(work, centre))


def may(work: Work, centre: Centre, service: Service | None) -> bool:
    """Ask the rule (domain/access.py) for now."""
    return may_update(work.actor, work.directory, centre.id, service, work.now)


def services_of(work: Work, centre: Centre) -> tuple[Service, ...]:
    """List the services, those that are paused too, that are the actor's to change."""
    offered = (s for s in work.directory.services_of(centre.id) if s.status in SHOWN_STATUS)
    return tuple(service for service in offered if may(work, centre, service))


async def to_update(work: Work, request: ToUpdate) -> CentreToUpdate | None:
    """Show a centre as it stands to whoever may change it."""
    if not work.directory.has_centre(request.centre):
        return None
    centre = work.directory.centre(request.centre)
    if not has_something(work, centre):
        return None
    today = work.now.astimezone(ZoneInfo(centre.zone)).date()
    services = services_of(work, centre)
    places = await places_of(work, services)
    return CentreToUpdate(
        centre=centre,
        whole=may(work, centre, None),
        today=today,
        closure=closed_by(centre.closures, work.now),
        hours_today=next((d.hours for d in centre.special_days if d.day == today), None),
        services=tuple(
            ServiceToUpdate(
                each, places.get(each.id), each.type in COUNTED_KINDS or each.id in places
            )
            for each in services
        ),
    )


def seen(service: Service, places: Places | None) -> ServiceToUpdate:
    """Show a service; what has places, or was counted before, is counted."""
    return ServiceToUpdate(service, places, service.type in COUNTED_KINDS or places is not None)
