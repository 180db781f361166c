"""Coordinating: cases that need another owner or another place, and who may move them there."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from domain.organisations import TeamId
from domain.requests import Command, Done, Lookup
from domain.services import ServiceId


class LateElsewhere(Lookup, frozen=True):
    """Cases of other teams in a coordinator's area, overdue by half → tuple[QueueItem, ...]."""


class TeamThatMay(Struct, frozen=True):
    """A team that may receive a case, with names."""

    team: TeamId
    name: str
    organisation: str


class TeamsThatMay(Lookup, frozen=True):
    """Teams that may receive a case that could not be routed → tuple[TeamThatMay, ...]."""

    reference: str


class RouteCase(Command, frozen=True):
    """Give a case that could not be routed to a team → Done; asks the person where that is due."""

    result: ClassVar[object] = Done
    reference: str
    team: TeamId


class TakeBack(Command, frozen=True):
    """Take a case that is overdue by half back to the coordinator's queue → Done."""

    result: ClassVar[object] = Done
    reference: str


class RevokeCase(Command, frozen=True):
    """End a case with a reason that the person hears → Done."""

    result: ClassVar[object] = Done
    reference: str
    reason: str


class OtherPlace(Struct, frozen=True):
    """A place that could be asked instead, with names."""

    service: ServiceId
    centre: str
    organisation: str


class OtherPlaces(Lookup, frozen=True):
    """The nearest other places for a case → tuple[OtherPlace, ...]; empty if it is not theirs."""

    reference: str


class RedirectCase(Command, frozen=True):
    """Propose another place to the person of one's case → Done."""

    result: ClassVar[object] = Done
    reference: str
    service: ServiceId


class OfferMove(Command, frozen=True):
    """Propose that the organisation which answers by now receives one's case → Done."""

    result: ClassVar[object] = Done
    reference: str
