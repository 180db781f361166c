"""Zones: the clock by which a team works."""

from __future__ import annotations

from collections.abc import Iterable

from casework.workplace import Work
from domain.access import Membership
from domain.organisations import TeamId


def zone_of(work: Work, team: TeamId) -> str:
    """Give the zone in which a team works: its own, else that of a centre in its area."""
    found = work.directory.team(team)
    if found.zone:
        return found.zone
    covered = (c.zone for c in work.directory.centres if found.area.covers(c.id, c.country))
    return next(covered, "UTC")


def first_zone(work: Work, memberships: Iterable[Membership]) -> str:
    """Give the zone of somebody who may be in several teams: that of the first."""
    return next((zone_of(work, each.team) for each in memberships), "UTC")
