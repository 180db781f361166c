"""Seen: which centres an asker may know of at all, and how much of each."""

from __future__ import annotations

from functools import lru_cache

from casework.workplace import Work
from domain.access import Sight, sees, sight_of
from domain.centres import Centre
from domain.directory import Directory, is_listed
from domain.organisations import CentreId


def sight_on(work: Work, centre: Centre) -> Sight:
    """Say how much of a centre the actor may see today (Rights of look-up)."""
    in_force = work.directory.arrangements_at(centre.id, work.now)
    return sight_of(work.actor, work.directory, centre.id, in_force)


def hidden_from(work: Work) -> frozenset[CentreId]:
    """Give the centres that do not exist for the actor.

    For whoever is nobody's staff: those without anything listed. For staff: those of which
    everything is confidential, unless they have a part in them.
    """
    if not work.actor.is_enrolled:
        return _unlisted(work.directory)
    return frozenset(
        key
        for key in _secret(work.directory)
        if not sees(sight_on(work, work.directory.centre(key)), Sight.PARTY)
    )


@lru_cache(maxsize=4)
def _unlisted(directory: Directory) -> frozenset[CentreId]:
    return frozenset(
        each.id
        for each in directory.centres
        if not any(is_listed(service) for service in directory.services_of(each.id))
    )


@lru_cache(maxsize=4)
def _secret(directory: Directory) -> frozenset[CentreId]:
    return frozenset(
        each.id
        for each in directory.centres
        if (services := directory.services_of(each.id))
        and all(service.confidential for service in services)
    )
