"""Zones: the clock by which a team works."""

from __future__ import annotations

from collections.abc import Iterable

from casework.workplace import Work
from domain.access import Membership
from domain.filings import centres_in
from domain.organisations import TeamId


def zone_of(work: Work, team: TeamId) -> str:
    """Give the zone in which a team works: its own, else that of a centre in its area."""
    found = work.directory.team(team)
    if found.zone:
        return found.zone
    covered = centres_in(work.directory, found.area)
    return next((work.directory.centre(each).zone for each in covered), "UTC")


def first_zone(work: Work, memberships: Iterable[Membership]) -> str:
    """Give the zone of somebody who may be in several teams: that of the first."""
    return next((zone_of(work, each.team) for each in memberships), "UTC")
