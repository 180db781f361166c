"""Seen: which centres an asker may know of at all, and how much of each."""

from __future__ import annotations

from casework.gazetteer.folding import folded
from casework.workplace import Work
from domain.access import Sight, sees, sight_of
from domain.centres import Centre
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
    naming = work.directory.naming(folded)
    if not work.actor.is_enrolled:
        return naming.not_listed
    return frozenset(
        key
        for key in naming.secret
        if not sees(sight_on(work, work.directory.centre(key)), Sight.PARTY)
    )
