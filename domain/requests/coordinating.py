"""Coordinating: cases that need another owner or another place, and who may move them there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.organisations import TeamId
from domain.requests import Command, Done, Lookup
from domain.services import ServiceId


@dataclass(frozen=True, slots=True)
class LateElsewhere(Lookup):
    """Cases of other teams in a coordinator's area, overdue by half → tuple[QueueItem, ...]."""


@dataclass(frozen=True, slots=True)
class TeamThatMay:
    """A team that may receive a case, with names."""

    team: TeamId
    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class TeamsThatMay(Lookup):
    """Teams that may receive a case that could not be routed → tuple[TeamThatMay, ...]."""

    reference: str


@dataclass(frozen=True, slots=True)
class RouteCase(Command):
    """Give a case that could not be routed to a team → Done; asks the person where that is due."""

    result: ClassVar[object] = Done
    reference: str
    team: TeamId


@dataclass(frozen=True, slots=True)
class TakeBack(Command):
    """Take a case that is overdue by half back to the coordinator's queue → Done."""

    result: ClassVar[object] = Done
    reference: str


@dataclass(frozen=True, slots=True)
class RevokeCase(Command):
    """End a case with a reason that the person hears → Done."""

    result: ClassVar[object] = Done
    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class OtherPlace:
    """A place that could be asked instead, with names."""

    service: ServiceId
    centre: str
    organisation: str


@dataclass(frozen=True, slots=True)
class OtherPlaces(Lookup):
    """The nearest other places for a case → tuple[OtherPlace, ...]; empty if it is not theirs."""

    reference: str


@dataclass(frozen=True, slots=True)
class RedirectCase(Command):
    """Propose another place to the person of one's case → Done."""

    result: ClassVar[object] = Done
    reference: str
    service: ServiceId


@dataclass(frozen=True, slots=True)
class OfferMove(Command):
    """Propose that the organisation which answers by now receives one's case → Done."""

    result: ClassVar[object] = Done
    reference: str
