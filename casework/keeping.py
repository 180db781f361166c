"""Keeping: whose entries an actor may confirm, and noting that somebody checked them."""

from __future__ import annotations

from dataclasses import replace

from casework.workplace import Work
from domain.access import answering, may_update
from domain.centres import Centre
from domain.directory import Directory
from domain.freshness import today_in
from domain.organisations import OrganisationId
from domain.services import Service
from storage import directory as stored


def entries_kept(work: Work, centre: Centre) -> tuple[Service, ...]:
    """Give the services of a centre whose entries are the actor's to confirm or correct."""
    offered = work.directory.services_of(centre.id)
    return tuple(service for service in offered if may_keep(work, service))


def may_keep(work: Work, service: Service) -> bool:
    """Ask the rule (domain/access.py) for now."""
    return may_update(work.actor, work.directory, service.centre, service, work.now)


async def mark_verified(work: Work, centre: Centre, kept: tuple[Service, ...]) -> None:
    """Note that entries are right today; with all of them, the centre's own if that is theirs."""
    today = today_in(centre.zone, work.now)
    services = tuple(
        replace(each, verified_on=today, verified_by=speaks_for(work, centre, each))
        for each in kept
    )
    everything = len(kept) == len(entries_kept(work, centre))
    whole = everything and may_update(work.actor, work.directory, centre.id, None, work.now)
    by = speaks_for(work, centre, None)
    centres = (replace(centre, verified_on=today, verified_by=by),) if whole else ()
    await stored.save(work.tx, Directory(services=services, centres=centres), {})


def speaks_for(work: Work, centre: Centre, service: Service | None) -> OrganisationId | None:
    """Name the actor's organisation: the one that answers for it, else the first they are of."""
    mine = [membership.organisation for membership in work.actor.memberships]
    own = answering(work.directory, centre.id, service, work.now)
    return next((each for each in mine if each in own), next(iter(mine), None))
